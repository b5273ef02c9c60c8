using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tocsin.Engine.Tests;

/// <summary>
/// The right side of a case: a literal as KQL writes it, with its type. <c>5</c> is long, <c>int(5)</c> int, <c>2.5</c>
/// real, <c>'x'</c> string, <c>time(1.02:03:04)</c> timespan, <c>real(null)</c> a null of a type, <c>null</c> of any.
/// </summary>
internal sealed record ExpectedValue(string? Type, JsonElement Value)
{
    public static ExpectedValue Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return text switch
        {
            "null" => Of(null, "null"),
            "true" or "false" => Of("bool", text),
            ['\'', .., '\''] => Of("string", JsonSerializer.Serialize(Unescape(text[1..^1]))),
            _ when open > 0 && text.EndsWith(')') => Typed(text[..open], text[(open + 1)..^1]),
            _ when text.AsSpan().ContainsAny(".eE") => Of("real", text),
            _ => Of("long", text),
        };
    }

    private static ExpectedValue Typed(string type, string content) => (type, content) switch
    {
        ("time", _) => Typed("timespan", content),
        (_, "null") => Of(type, "null"),
        ("real", "nan") => Of(type, "\"NaN\""),
        ("real", "+inf") => Of(type, "\"Infinity\""),
        ("real", "-inf") => Of(type, "\"-Infinity\""),
        ("int" or "long" or "real" or "decimal" or "dynamic" or "bool", _) => Of(type, content),
        ("string", _) => Of(type, JsonSerializer.Serialize(content)),
        ("datetime", _) => Of(type, $"\"{DateTime.Parse(content, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal):yyyy-MM-ddTHH:mm:ss.fffffff}Z\""),
        ("timespan" or "guid", _) => Of(type, $"\"{content}\""),
        _ => throw new FormatException($"no type {type}"),
    };

    private static ExpectedValue Of(string? type, string json) => new(type, JsonDocument.Parse(json).RootElement);

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'n':
                    result.Append('\n');
                    break;
                case 't':
                    result.Append('\t');
                    break;
                case 'u':
                    result.Append((char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                default:
                    result.Append(text[i]);
                    break;
            }
        }

        return result.ToString();
    }
}

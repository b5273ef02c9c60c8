using System.Collections.Immutable;
using System.Globalization;

namespace Tocsin.Telemetry.Readers;

/// <summary>The <c>#</c> lines in front of a Zeek log (https://docs.zeek.org/en/master/log-formats.html).</summary>
internal sealed record ZeekHeader(char Separator, string EmptyField, string UnsetField, string Path, string FieldsLine, ImmutableArray<string> Fields)
{
    public const string FieldsMark = "#fields";

    /// <summary>How many lines it has.</summary>
    public int Lines { get; private init; }

    /// <summary>Null where the lines do not start with such a header.</summary>
    public static ZeekHeader? Read(IReadOnlyList<string> lines)
    {
        var separator = '\t';
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var fieldsLine = string.Empty;
        foreach (var line in lines.TakeWhile(l => l.StartsWith('#')))
        {
            if (line.StartsWith("#separator ", StringComparison.Ordinal))
            {
                separator = Character(line["#separator ".Length..].Trim()) ?? separator;
                continue;
            }

            var end = line.IndexOf(separator, StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            values[line[..end]] = line[(end + 1)..];
            if (line[..end].Equals(FieldsMark, StringComparison.Ordinal))
            {
                fieldsLine = line;
            }
        }

        return !values.TryGetValue(FieldsMark, out var fields)
            ? null
            : new ZeekHeader(
                separator,
                values.GetValueOrDefault("#empty_field", "(empty)"),
                values.GetValueOrDefault("#unset_field", "-"),
                values.GetValueOrDefault("#path", string.Empty),
                fieldsLine,
                [.. fields.Split(separator)])
            {
                Lines = lines.TakeWhile(l => l.StartsWith('#')).Count(),
            };
    }

    private static char? Character(string text) =>
        text.StartsWith(@"\x", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code
        : text.Length == 1 ? text[0]
        : null;
}

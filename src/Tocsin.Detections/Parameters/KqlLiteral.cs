using System.Globalization;
using System.Text;
using Tocsin.Detections.Values;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Parameters;

/// <summary>
/// Values as KQL literals, and names. What is written comes from the value, never from the text it was given in, so no text can
/// end the literal and go on as a query.
/// </summary>
public static class KqlLiteral
{
    /// <summary>The literal of a value in the representation of <see cref="LiteralSyntax.Value"/>.</summary>
    public static string Write(KqlType type, object? value) => value switch
    {
        null when type == KqlType.String => Quote(""),
        null => $"{type.Name()}(null)",
        bool flag => flag ? "true" : "false",
        int number => string.Create(CultureInfo.InvariantCulture, $"int({number})"),
        long ticks when type == KqlType.TimeSpan => ticks > 0 && ticks % TimeSpan.TicksPerMillisecond == 0 ? TimeSpanText.Write(ticks) : $"timespan({ValueText.TimeSpanText(ticks)})",
        long ticks when type == KqlType.DateTime => $"datetime({ValueText.DateTimeText(ticks)})",
        long number => number < 0 ? string.Create(CultureInfo.InvariantCulture, $"long({number})") : number.ToString(CultureInfo.InvariantCulture),
        double number => WriteReal(number),
        decimal number => $"decimal({number.ToString(CultureInfo.InvariantCulture)})",
        Guid id => $"guid({id})",
        string text => Quote(text),
        DynamicLiteral dynamic => $"dynamic({Write(dynamic)})",
        _ => throw new ArgumentException($"No literal has a value of {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>A string between quotes, every character that is not plain escaped.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => result.Append('\\').Append(c),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    /// <summary>
    /// A name as it stands where it can be one, else in brackets (https://learn.microsoft.com/kusto/query/schema-entities/entity-names).
    /// KQL's own words have no capitals: a name with one is none of them.
    /// </summary>
    public static string Name(string name) =>
        name.Any(char.IsAsciiLetterUpper) && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : $"[{Quote(name)}]";

    /// <summary>What stands between the parentheses of <c>dynamic(…)</c>.</summary>
    public static string Write(DynamicLiteral value) => value switch
    {
        DynamicArray array => $"[{string.Join(", ", array.Items.Select(Write))}]",
        DynamicBag bag => $"{{{string.Join(", ", bag.Properties.Select(p => $"{Quote(p.Key)}: {Write(p.Value)}"))}}}",
        DynamicScalar { Value: null } => "null",
        DynamicScalar { Value: long number, Type: KqlType.Long or KqlType.Int } => number.ToString(CultureInfo.InvariantCulture),
        DynamicScalar { Value: double number } when double.IsFinite(number) => ValueText.RealText(number),
        DynamicScalar scalar => Write(scalar.Type, scalar.Value),
        _ => throw new ArgumentException($"No literal is a {value.GetType().Name}.", nameof(value)),
    };

    private static string WriteReal(double number)
    {
        var text = ValueText.RealText(number);
        return double.IsFinite(number) && number >= 0 && !text.Contains('E', StringComparison.Ordinal) ? text : $"real({RealWord(number, text)})";
    }

    private static string RealWord(double number, string text) => number switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "+inf",
        double.NegativeInfinity => "-inf",
        _ => text,
    };
}

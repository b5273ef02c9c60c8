using System.Globalization;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Testing;

/// <summary>
/// A test of a value, as text: <c>60</c> (equal), <c>&gt;= 60</c>, <c>!= 0</c>, <c>250 .. 350</c> (both ends count).
/// Numbers, timespans and datetimes compare by value, everything else as text, ignoring case.
/// </summary>
public sealed record ValueTest
{
    private static readonly string[] Operators = [">=", "<=", "!=", "==", ">", "<"];

    private ValueTest(string text, string @operator, string operand, string? upper)
    {
        Text = text;
        Operator = @operator;
        Operand = operand;
        Upper = upper;
    }

    /// <summary>The test as the file has it.</summary>
    public string Text { get; }

    private string Operator { get; }

    private string Operand { get; }

    private string? Upper { get; }

    public static ValueTest Parse(string text)
    {
        var trimmed = text.Trim();
        foreach (var name in Operators)
        {
            if (trimmed.StartsWith(name, StringComparison.Ordinal))
            {
                return new ValueTest(trimmed, name, trimmed[name.Length..].Trim(), null);
            }
        }

        var dots = trimmed.IndexOf(" .. ", StringComparison.Ordinal);
        return dots > 0 && Measure(trimmed[..dots]) is not null && Measure(trimmed[(dots + 4)..]) is not null
            ? new ValueTest(trimmed, "..", trimmed[..dots].Trim(), trimmed[(dots + 4)..].Trim())
            : new ValueTest(trimmed, "==", text, null);
    }

    /// <summary>Whether a count can be tested: the operands are numbers.</summary>
    public bool IsOfNumbers => Number(Operand) is not null && (Upper is null || Number(Upper) is not null);

    public bool Holds(long count) => Holds(count.ToString(CultureInfo.InvariantCulture));

    /// <param name="value">A value's plain text.</param>
    public bool Holds(string value)
    {
        if (Measure(value) is { } actual && Measure(Operand) is { } operand)
        {
            var order = actual.CompareTo(operand);
            return Operator switch
            {
                ">=" => order >= 0,
                "<=" => order <= 0,
                ">" => order > 0,
                "<" => order < 0,
                "!=" => order != 0,
                ".." => order >= 0 && actual.CompareTo(Measure(Upper!) ?? decimal.MinValue) <= 0,
                _ => order == 0,
            };
        }

        var same = string.Equals(value, Operand, StringComparison.OrdinalIgnoreCase);
        return Operator switch
        {
            "==" => same,
            "!=" => !same,
            _ => false,
        };
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The size of a number, or of a timespan or datetime in ticks; null for other text.</summary>
    private static decimal? Measure(string text)
    {
        if (Number(text) is { } number)
        {
            return number;
        }

        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] == '-'))
        {
            return null;
        }

        if (TimeSpanText.TryParse(text, out var ticks))
        {
            return ticks;
        }

        return TestTimes.Instant(text)?.Ticks;
    }
}

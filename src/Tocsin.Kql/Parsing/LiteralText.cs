using System.Buffers;
using System.Globalization;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Parsing;

public enum LiteralFault
{
    None,
    Malformed,
    Overflow,
}

/// <summary>What a literal's text means: its value, or null, and what is wrong with it.</summary>
/// <param name="Text">The part between the parentheses, or the whole text of a literal without them.</param>
public readonly record struct LiteralReading(string Text, object? Value, LiteralFault Fault);

/// <summary>
/// Values of literals, <c>5</c>, <c>1.5h</c>, <c>datetime(2024-01-31)</c>, in the representation of
/// <see cref="Syntax.LiteralSyntax.Value"/>.
/// </summary>
public static class LiteralText
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private const string LongMinimumDigits = "9223372036854775808";

    /// <summary>True for the digits that fit a long only after a minus sign.</summary>
    public static bool IsLongMinimum(string text) => string.Equals(text, LongMinimumDigits, StringComparison.Ordinal);

    public static LiteralReading Read(KqlType type, string text)
    {
        var inner = Inner(text);
        if (text.Length != inner.Length && inner.Trim() is "null" or "")
        {
            return inner.Trim().Length == 0 ? Malformed(inner) : new LiteralReading(inner, null, LiteralFault.None);
        }

        var value = inner.Trim();
        return type switch
        {
            KqlType.Bool => ReadBool(value),
            KqlType.Int => ReadInteger(value, int.MinValue, int.MaxValue, v => (int)v),
            KqlType.Long => ReadInteger(value, long.MinValue, long.MaxValue, v => v),
            KqlType.Real => ReadReal(value),
            KqlType.Decimal => ReadDecimal(value),
            KqlType.DateTime => DateTimeText.TryParse(Unquote(value), out var ticks) || DateTimeText.TryParseParts(value, out ticks) ? Good(value, ticks) : Malformed(value),
            KqlType.TimeSpan => TimeSpanText.TryParse(Unquote(value), out var ticks) ? Good(value, ticks)
                : TimeSpanText.HasUnit(value) ? Overflow(value) : Malformed(value),
            KqlType.Guid => Guid.TryParse(Unquote(value), out var guid) ? Good(value, guid) : Malformed(value),
            _ => Malformed(value),
        };
    }

    private static LiteralReading Good(string text, object value) => new(text, value, LiteralFault.None);

    private static LiteralReading Malformed(string text) => new(text, null, LiteralFault.Malformed);

    private static LiteralReading Overflow(string text) => new(text, null, LiteralFault.Overflow);

    /// <summary>What stands between the parentheses of <c>type(…)</c>.</summary>
    private static string Inner(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && text[^1] == ')' ? text[(open + 1)..^1] : text;
    }

    private static ReadOnlySpan<char> Unquote(string text) =>
        text.Length > 1 && text[0] is '\'' or '"' && text[^1] == text[0] ? text.AsSpan(1, text.Length - 2) : text;

    private static LiteralReading ReadBool(string text) => text switch
    {
        "true" or "True" or "TRUE" => Good(text, true),
        "false" or "False" or "FALSE" => Good(text, false),
        _ => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Good(text, number != 0) : Malformed(text),
    };

    private static LiteralReading ReadInteger(string text, long least, long most, Func<long, object> convert)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ReadHexadecimal(text, most, convert);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value < least || value > most ? Overflow(text) : Good(text, convert(value));
        }

        var digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') ? Overflow(text) : Malformed(text);
    }

    private static LiteralReading ReadHexadecimal(string text, long most, Func<long, object> convert)
    {
        var digits = text.AsSpan(2);
        if (digits.Length == 0 || digits.ContainsAnyExcept(HexDigits))
        {
            return Malformed(text);
        }

        if (!long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value < 0 || value > most)
        {
            return Overflow(text);
        }

        return Good(text, convert(value));
    }

    private static LiteralReading ReadReal(string text)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.ToLowerInvariant() switch
        {
            "nan" => Good(text, double.NaN),
            "inf" or "+inf" or "infinity" or "+infinity" => Good(text, double.PositiveInfinity),
            "-inf" or "-infinity" => Good(text, double.NegativeInfinity),
            _ when double.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) => double.IsInfinity(value) ? Overflow(text) : Good(text, value),
            _ => Malformed(text),
        };
    }

    private static LiteralReading ReadDecimal(string text)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && IsExact(text))
        {
            return Good(text, value);
        }

        return double.TryParse(text, styles, CultureInfo.InvariantCulture, out _) ? Overflow(text) : Malformed(text);
    }

    /// <summary>True if all digits fit: Kusto's decimal has 34 digits, ours 28, and the rest must not be lost in silence.</summary>
    private static bool IsExact(string text)
    {
        const int mostDigits = 28;
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? text.AsSpan() : text.AsSpan(0, exponentAt);
        if (!mantissa.ContainsAnyInRange('1', '9'))
        {
            return true;
        }

        long exponent = 0;
        if (exponentAt >= 0 && !long.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        var fraction = point < 0 ? [] : mantissa[(point + 1)..].TrimEnd('0');
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart("+-0");
        var digits = whole.Length > 0 ? whole.Length + fraction.Length : fraction.TrimStart('0').Length;
        return digits <= mostDigits && exponent >= fraction.Length - mostDigits;
    }
}

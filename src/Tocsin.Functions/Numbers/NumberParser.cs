using System.Globalization;
using Tocsin.Functions.Text;

namespace Tocsin.Functions.Numbers;

/// <summary>
/// <c>toint</c>, <c>tolong</c>, <c>toreal</c>, <c>tobool</c>, <c>todecimal</c> and <c>toguid</c> of text. White space around
/// the value is ignored; what is no value, or out of range, is null.
/// </summary>
public static class NumberParser
{
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary><c>tolong</c>: decimal digits with an optional sign, or 0x and up to sixteen hexadecimal digits (two's complement).</summary>
    public static long? ToLong(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = Trim(text);
        if (IsHex(digits))
        {
            return Hex(digits[2..], 16) is { } bits ? (long)bits : null;
        }

        bool negative = digits is [(byte)'-', ..];
        if (negative || digits is [(byte)'+', ..])
        {
            digits = digits[1..];
        }

        return Magnitude(digits) switch
        {
            <= long.MaxValue and var value => negative ? -(long)value : (long)value,
            1UL << 63 when negative => long.MinValue,
            _ => null,
        };
    }

    /// <summary><c>toint</c>: as <see cref="ToLong"/>, within 32 bits; up to eight hexadecimal digits.</summary>
    public static int? ToInt(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = Trim(text);
        if (IsHex(digits))
        {
            return Hex(digits[2..], 8) is { } bits ? (int)(uint)bits : null;
        }

        return ToLong(digits) is { } value && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    /// <summary><c>toreal</c>: a decimal number with optional point and exponent, or NaN or an infinity by name.</summary>
    public static double? ToReal(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> number = Trim(text);
        ReadOnlySpan<byte> unsigned = number is [(byte)'-' or (byte)'+', ..] ? number[1..] : number;
        if (unsigned.IsEmpty || AsciiText.IsLetter(unsigned[0]))
        {
            return Special(unsigned) is { } special ? (number[0] == '-' ? -special : special) : null;
        }

        return double.TryParse(number, RealStyle, CultureInfo.InvariantCulture, out double value) ? value : null;
    }

    /// <summary><c>todecimal</c>, as far as 28 digits.</summary>
    public static decimal? ToDecimal(ReadOnlySpan<byte> text) =>
        decimal.TryParse(Trim(text), RealStyle, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    /// <summary><c>tobool</c>: true or false in any case, or a whole number, which is true unless zero.</summary>
    public static bool? ToBool(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> word = Trim(text);
        return AsciiText.EqualsIgnoreCase(word, "true"u8) ? true
            : AsciiText.EqualsIgnoreCase(word, "false"u8) ? false
            : ToLong(word) is { } value ? value != 0
            : null;
    }

    /// <summary>
    /// <c>toguid</c>: 32 hexadecimal digits, with a hyphen or without where one belongs, maybe in braces or parentheses; what
    /// follows is ignored. Source: toguid-function.md.
    /// </summary>
    public static Guid? ToGuid(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = Trim(text);
        rest = rest is [(byte)'{' or (byte)'(', ..] ? rest[1..] : rest;
        Span<byte> digits = stackalloc byte[32];
        for (int count = 0; count < digits.Length; count++)
        {
            rest = count is 8 or 12 or 16 or 20 && rest is [(byte)'-', ..] ? rest[1..] : rest;
            if (rest.IsEmpty || !char.IsAsciiHexDigit((char)rest[0]))
            {
                return null;
            }

            digits[count] = rest[0];
            rest = rest[1..];
        }

        return Guid.Parse(digits);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n\v\f"u8);

    private static bool IsHex(ReadOnlySpan<byte> digits) => digits is [(byte)'0', (byte)'x' or (byte)'X', ..];

    private static ulong? Magnitude(ReadOnlySpan<byte> digits)
    {
        ulong value = 0;
        foreach (byte digit in digits)
        {
            uint number = (uint)(digit - '0');
            if (number > 9 || value > (ulong.MaxValue - number) / 10)
            {
                return null;
            }

            value = (value * 10) + number;
        }

        return digits.IsEmpty ? null : value;
    }

    private static ulong? Hex(ReadOnlySpan<byte> digits, int limit)
    {
        ulong value = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return null;
            }

            value = (value << 4) | (uint)AsciiText.HexValue(digit);
        }

        return digits.IsEmpty || digits.Length > limit ? null : value;
    }

    /// <summary>The spellings that Kusto is known to take; INF, for one, is null.</summary>
    private static double? Special(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("NaN"u8) || name.SequenceEqual("nan"u8) ? double.NaN
        : name.SequenceEqual("inf"u8) || name.SequenceEqual("Inf"u8) || name.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
        : null;
}

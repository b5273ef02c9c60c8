namespace Tocsin.Functions.Numbers;

/// <summary>
/// Whole numbers as exports write them: what <c>tolong()</c> and <c>toint()</c> read, and such with a fraction of zeros
/// (<c>443.0</c>).
/// </summary>
public static class WholeNumberText
{
    /// <summary>So many digits fit into a long whatever they are.</summary>
    private const int SafeDigits = 18;

    public static long? ToLong(ReadOnlySpan<byte> text) =>
        Digits(text) ?? NumberParser.ToLong(text) ?? (WithoutFraction(text) is { IsEmpty: false } whole ? NumberParser.ToLong(whole) : null);

    public static int? ToInt(ReadOnlySpan<byte> text) =>
        Digits(text) is { } value and <= int.MaxValue ? (int)value
        : NumberParser.ToInt(text) ?? (WithoutFraction(text) is { IsEmpty: false } whole ? NumberParser.ToInt(whole) : null);

    /// <summary>The number where the text is nothing but few digits, which it mostly is.</summary>
    private static long? Digits(ReadOnlySpan<byte> text)
    {
        long value = 0;
        foreach (byte digit in text)
        {
            uint number = (uint)(digit - '0');
            if (number > 9)
            {
                return null;
            }

            value = (value * 10) + number;
        }

        return text.Length is > 0 and <= SafeDigits ? value : null;
    }

    /// <summary>The number in front of a fraction of zeros; empty where there is none.</summary>
    private static ReadOnlySpan<byte> WithoutFraction(ReadOnlySpan<byte> text)
    {
        int point = text.IndexOf((byte)'.');
        if (point < 0 || point == text.Length - 1 || text[(point + 1)..].IndexOfAnyExcept((byte)'0') >= 0)
        {
            return default;
        }

        ReadOnlySpan<byte> whole = text[..point];
        ReadOnlySpan<byte> digits = whole is [(byte)'+' or (byte)'-', ..] ? whole[1..] : whole;
        return digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 ? default : whole;
    }
}

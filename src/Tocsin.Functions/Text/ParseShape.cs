using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>How much text a column of a type takes where nothing in the pattern of <c>parse</c> ends it.</summary>
internal static class ParseShape
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>White space before a value belongs to it.</summary>
    public static int SpaceLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExcept(" \t\n\f\r"u8);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The length of the value that the text begins with, white space before it included; 0 where there is none.</summary>
    public static int LengthOf(ParsePart part, ReadOnlySpan<byte> text)
    {
        int spaces = SpaceLength(text);
        ReadOnlySpan<byte> value = text[spaces..];
        int length = part switch
        {
            ParsePart.Integer => IntegerLength(value),
            ParsePart.Real => RealLength(value),
            ParsePart.Bool => BoolLength(value),
            ParsePart.Guid => GuidLength(value),
            _ => value.Length,
        };
        return length == 0 ? 0 : spaces + length;
    }

    private static int IntegerLength(ReadOnlySpan<byte> text)
    {
        int sign = SignLength(text);
        int digits = DigitsLength(text[sign..]);
        return digits == 0 ? 0 : sign + digits;
    }

    private static int RealLength(ReadOnlySpan<byte> text)
    {
        int sign = SignLength(text);
        int digits = DigitsLength(text[sign..]);
        int length = sign + digits;
        if (length < text.Length && text[length] == '.')
        {
            int decimals = DigitsLength(text[(length + 1)..]);
            return digits + decimals == 0 ? 0 : length + 1 + decimals;
        }

        return digits == 0 ? 0 : length;
    }

    private static int BoolLength(ReadOnlySpan<byte> text) =>
        StartsWithWord(text, "true"u8) ? 4 : StartsWithWord(text, "false"u8) ? 5 : IntegerLength(text);

    private static bool StartsWithWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);

    private static int GuidLength(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'{', .. var inner])
        {
            return DigitGroupsLength(text);
        }

        int length = DigitGroupsLength(inner);
        return length > 0 && length < inner.Length && inner[length] == '}' ? length + 2 : 0;
    }

    private static int DigitGroupsLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        foreach (int digits in (ReadOnlySpan<int>)[8, 4, 4, 4, 12])
        {
            length += length > 0 && length < text.Length && text[length] == '-' ? 1 : 0;
            if (text.Length - length < digits || text.Slice(length, digits).ContainsAnyExcept(HexDigits))
            {
                return 0;
            }

            length += digits;
        }

        return length;
    }

    private static int SignLength(ReadOnlySpan<byte> text) => text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;

    private static int DigitsLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}

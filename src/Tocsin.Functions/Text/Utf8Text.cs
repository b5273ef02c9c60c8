using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>String functions that count characters: a character is a Unicode code point (<c>strlen("😀")</c> is 1).</summary>
public static class Utf8Text
{
    private const int MaxRepeats = 1024;

    /// <summary><c>strlen</c></summary>
    public static long Length(ReadOnlySpan<byte> text)
    {
        // Every byte that does not continue a character begins one.
        long length = 0;
        foreach (byte value in text)
        {
            length += (sbyte)value >= -64 ? 1 : 0;
        }

        return length;
    }

    /// <summary>
    /// <c>substring(text, start, length)</c>: a negative start counts from the end; a negative
    /// length gives an empty text. Source: substring-function.md.
    /// </summary>
    public static ReadOnlySpan<byte> Substring(ReadOnlySpan<byte> text, long start, long length = long.MaxValue)
    {
        if (length <= 0)
        {
            return default;
        }

        // A start that lies before the text finds nothing, as measured on Kusto.
        long first = start < 0 ? start + Length(text) : start;
        if (first < 0)
        {
            return default;
        }

        int from = OffsetOf(text, first);
        ReadOnlySpan<byte> rest = text[from..];
        return rest[..OffsetOf(rest, length)];
    }

    /// <summary><c>reverse</c></summary>
    public static void Reverse(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> target = output.GetSpan(text.Length);
        int end = text.Length;
        for (int i = 0; i < text.Length;)
        {
            int length = Math.Min(LengthOfCharacter(text[i]), text.Length - i);
            end -= length;
            text.Slice(i, length).CopyTo(target[end..]);
            i += length;
        }

        output.Advance(text.Length);
    }

    /// <summary>
    /// <c>indexof(text, match, start, length, occurrence)</c> in characters: -1 where it is not found, null for an impossible
    /// argument. A negative start counts from the end; a length of -1 means up to the end. Source: indexof-function.md.
    /// </summary>
    public static long? IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> match, long start = 0, long length = -1, long occurrence = 1)
    {
        if (length < -1 || occurrence < 0)
        {
            return null;
        }

        long first = start < 0 ? Math.Max(0, start + Length(text)) : start;
        if (first > Length(text))
        {
            return -1;
        }

        // The length counts from where each search begins: the page's indexof("abcdefgabcdefg", "cde", 1, 10, 2) is 9.
        int from = OffsetOf(text, first);
        while (Searched(text[from..], length).IndexOf(match) is var found and >= 0)
        {
            from += found;
            if (--occurrence <= 0)
            {
                return Length(text[..from]);
            }

            if (from == text.Length)
            {
                break;
            }

            from += LengthOfCharacter(text[from]);
        }

        return -1;
    }

    /// <summary><c>countof(text, match)</c> of plain text: matches may overlap; an empty one is not counted.</summary>
    public static long CountOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> match)
    {
        long count = 0;
        while (!match.IsEmpty && text.IndexOf(match) is var place and >= 0)
        {
            count++;
            text = text[(place + 1)..];
        }

        return count;
    }

    /// <summary><c>strcmp</c>: -1, 0 or 1 by code points.</summary>
    public static long Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Math.Sign(left.SequenceCompareTo(right));

    /// <summary><c>strrep(text, count, delimiter)</c>: at most 1,024 times; nothing for a count below one.</summary>
    public static void Repeat(ReadOnlySpan<byte> text, long count, ReadOnlySpan<byte> delimiter, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (long i = 0; i < Math.Min(count, MaxRepeats); i++)
        {
            output.Write(i == 0 ? default : delimiter);
            output.Write(text);
        }
    }

    /// <summary><c>isascii</c></summary>
    public static bool IsAscii(ReadOnlySpan<byte> text) => Ascii.IsValid(text);

    /// <summary><c>tohex(number, length)</c>: lower case, two's complement, zeros before it up to the length.</summary>
    public static void WriteHex(long number, long length, IBufferWriter<byte> output) => WriteHex(unchecked((ulong)number), length, output);

    /// <summary><c>tohex(number, length)</c> of an int: a negative one has eight digits.</summary>
    public static void WriteHex(int number, long length, IBufferWriter<byte> output) => WriteHex((ulong)unchecked((uint)number), length, output);

    private static void WriteHex(ulong number, long length, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> digits = stackalloc byte[16];
        number.TryFormat(digits, out int written, "x", provider: null);
        for (long i = written; i < Math.Min(length, 16); i++)
        {
            output.Write("0"u8);
        }

        output.Write(digits[..written]);
    }

    /// <summary><c>regex_quote</c>: a backslash before every character that means something in a regular expression.</summary>
    public static void QuoteRegex(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (text.IndexOfAny(RegexSyntax) is var place and >= 0)
        {
            output.Write(text[..place]);
            output.Write([(byte)'\\', text[place]]);
            text = text[(place + 1)..];
        }

        output.Write(text);
    }

    internal static int LengthOfCharacter(byte first) => first switch
    {
        < 0x80 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    private static readonly SearchValues<byte> RegexSyntax = SearchValues.Create("\\.+*?()|[]{}^$#&-~"u8);

    private static ReadOnlySpan<byte> Searched(ReadOnlySpan<byte> text, long length) => length < 0 ? text : text[..OffsetOf(text, length)];

    /// <summary>Where a character begins; the end of the text where it has not as many.</summary>
    private static int OffsetOf(ReadOnlySpan<byte> text, long character)
    {
        if (character >= text.Length)
        {
            return text.Length;
        }

        int offset = 0;
        for (long i = 0; i < character && offset < text.Length; i++)
        {
            offset += LengthOfCharacter(text[offset]);
        }

        return Math.Min(offset, text.Length);
    }
}

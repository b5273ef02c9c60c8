using System.Buffers;
using System.Text;
using Tocsin.Functions.Text;

namespace Tocsin.Functions.Dynamic;

/// <summary>The characters of a JSON string: what has to be escaped, and the way back.</summary>
internal static class JsonString
{
    /// <summary>Bytes that one byte becomes at most: <c>\u001f</c>.</summary>
    public const int LongestEscape = 6;

    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>Writes text as the content of a JSON string; only quotes, backslashes and control characters are escaped.</summary>
    public static void Escape(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOfAny(Special) is var place and >= 0)
        {
            output.Write(text[..place]);
            WriteEscape(text[place], output);
            text = text[(place + 1)..];
        }

        output.Write(text);
    }

    /// <summary>The same into a span of <see cref="LongestEscape"/> times the text's length; returns the bytes written.</summary>
    public static int Escape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            text.CopyTo(target);
            return text.Length;
        }

        ArrayBufferWriter<byte> escaped = new(LongestEscape * text.Length);
        Escape(text, escaped);
        escaped.WrittenSpan.CopyTo(target);
        return escaped.WrittenCount;
    }

    /// <summary>Writes what the escaped content of a JSON string means; half of a surrogate pair becomes U+FFFD.</summary>
    public static void Unescape(ReadOnlySpan<byte> content, IBufferWriter<byte> output) =>
        output.Advance(Unescape(content, output.GetSpan(content.Length)));

    /// <summary>The same into a span, which never has to be longer than the content; returns the bytes written.</summary>
    public static int Unescape(ReadOnlySpan<byte> content, Span<byte> target)
    {
        int written = 0;
        while (content.IndexOf((byte)'\\') is var place and >= 0)
        {
            content[..place].CopyTo(target[written..]);
            written += place;
            content = content[(place + 1)..];
            byte escape = content[0];
            if (escape == 'u')
            {
                int length = ReadCodePoint(content, out Rune rune);
                written += rune.EncodeToUtf8(target[written..]);
                content = content[length..];
            }
            else
            {
                target[written++] = Meaning(escape);
                content = content[1..];
            }
        }

        content.CopyTo(target[written..]);
        return written + content.Length;
    }

    private static void WriteEscape(byte value, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        switch (value)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            case (byte)'\b':
                output.Write("\\b"u8);
                break;
            case (byte)'\f':
                output.Write("\\f"u8);
                break;
            default:
                output.Write("\\u00"u8);
                output.Write([hex[value >> 4], hex[value & 0xF]]);
                break;
        }
    }

    private static byte Meaning(byte escape) => escape switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => escape,
    };

    /// <summary>Reads u and four digits, and the second half of a pair where there is one; returns the bytes read.</summary>
    private static int ReadCodePoint(ReadOnlySpan<byte> text, out Rune rune)
    {
        char first = (char)Hex(text[1..5]);
        if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
            return 5;
        }

        if (text.Length >= 11 && text[5] == '\\' && text[6] == 'u' && Rune.TryCreate(first, (char)Hex(text[7..11]), out rune))
        {
            return 11;
        }

        rune = Rune.ReplacementChar;
        return 5;
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value << 4) | AsciiText.HexValue(digit);
        }

        return value;
    }
}

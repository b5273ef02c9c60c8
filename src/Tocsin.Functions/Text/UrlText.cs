using System.Buffers;
using System.Text.Unicode;

namespace Tocsin.Functions.Text;

/// <summary><c>url_encode</c>, <c>url_encode_component</c> and <c>url_decode</c>.</summary>
public static class UrlText
{
    /// <summary>
    /// Letters, digits and the dot of the pages' examples. Hyphen and underscore are not among them: Microsoft's hunt for device
    /// names of other letters puts <c>%2d</c> and <c>%5f</c> back before it compares (EmojiHunt.yaml of Azure-Sentinel).
    /// </summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789."u8);

    /// <summary>Writes each byte that is not plain as %xx; a space is + in <c>url_encode</c> and %20 in <c>url_encode_component</c>.</summary>
    public static void Encode(ReadOnlySpan<byte> text, bool spaceIsPlus, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        while (text.IndexOfAnyExcept(Plain) is var place and >= 0)
        {
            output.Write(text[..place]);
            byte value = text[place];
            output.Write(value == ' ' && spaceIsPlus ? "+"u8 : [(byte)'%', digits[value >> 4], digits[value & 0xF]]);
            text = text[(place + 1)..];
        }

        output.Write(text);
    }

    /// <summary>Reads %xx and + back; a percent sign without two digits stays, and bytes that are no UTF-8 become U+FFFD.</summary>
    public static void Decode(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                bytes[length++] = (byte)((AsciiText.HexValue(text[i + 1]) << 4) | AsciiText.HexValue(text[i + 2]));
                i += 2;
            }
            else
            {
                bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        WriteValid(bytes.AsSpan(0, length), output);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void WriteValid(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (Utf8.IsValid(bytes))
        {
            output.Write(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            OperationStatus status = System.Text.Rune.DecodeFromUtf8(bytes, out System.Text.Rune rune, out int consumed);
            output.Advance((status == OperationStatus.Done ? rune : System.Text.Rune.ReplacementChar).EncodeToUtf8(output.GetSpan(4)));
            bytes = bytes[consumed..];
        }
    }
}

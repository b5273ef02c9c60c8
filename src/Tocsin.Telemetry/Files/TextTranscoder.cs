using System.Text;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Files;

internal static class TextTranscoder
{
    public static Encoding? Of(ContentKind kind) => kind switch
    {
        ContentKind.Utf16LittleEndian => Encoding.Unicode,
        ContentKind.Utf16BigEndian => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>Copies the text as UTF-8 without a byte order mark; what is no character becomes U+FFFD.</summary>
    public static void ToUtf8(Stream input, Encoding encoding, Stream output)
    {
        using var reader = new StreamReader(input, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        var buffer = new char[1 << 15];
        while (reader.Read(buffer) is > 0 and var length)
        {
            writer.Write(buffer.AsSpan(0, length));
        }
    }
}

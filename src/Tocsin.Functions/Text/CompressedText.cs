using System.Buffers;
using System.IO.Compression;
using System.Text.Unicode;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>gzip_decompress_from_base64_string</c> and <c>zlib_decompress_from_base64_string</c>. The functions that compress have
/// no kernel: their bytes depend on Kusto's own compressor.
/// </summary>
public static class CompressedText
{
    /// <summary>What a small text may grow to: the size that Kusto gives a string.</summary>
    private const int MaxLength = 1 << 20;

    /// <summary>Writes what gzip data in base64 holds; nothing where it is none, is no UTF-8 or is longer than 1 MB.</summary>
    public static void DecompressGzip(ReadOnlySpan<byte> text, IBufferWriter<byte> output) =>
        Decompress(text, static stream => new GZipStream(stream, CompressionMode.Decompress), output);

    /// <summary>Writes what zlib data in base64 holds.</summary>
    public static void DecompressZlib(ReadOnlySpan<byte> text, IBufferWriter<byte> output) =>
        Decompress(text, static stream => new ZLibStream(stream, CompressionMode.Decompress), output);

    private static void Decompress(ReadOnlySpan<byte> text, Func<Stream, Stream> open, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte[] compressed = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        byte[] plain = ArrayPool<byte>.Shared.Rent(MaxLength);
        if (Base64Text.TryDecode(text, compressed, out int written))
        {
            int length = Read(compressed, written, open, plain);
            if (length > 0 && Utf8.IsValid(plain.AsSpan(0, length)))
            {
                output.Write(plain.AsSpan(0, length));
            }
        }

        ArrayPool<byte>.Shared.Return(plain);
        ArrayPool<byte>.Shared.Return(compressed);
    }

    /// <summary>The number of bytes read; 0 where the data is damaged or does not fit.</summary>
    private static int Read(byte[] compressed, int count, Func<Stream, Stream> open, byte[] plain)
    {
        try
        {
            using Stream stream = open(new MemoryStream(compressed, 0, count, writable: false));
            int length = stream.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            return length < plain.Length ? length : 0;
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }
}

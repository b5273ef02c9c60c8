using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Tocsin.Functions.Text;

/// <summary>
/// The <c>hash*</c> functions. Text is hashed as UTF-8; of other values the cryptographic hashes take the text and
/// xxHash64 the eight bytes of the long or the ticks (both as in Kusto's documented results).
/// </summary>
public static class Hashes
{
    /// <summary><c>hash_xxhash64</c> and <c>hash</c> of a long, a datetime or a timespan.</summary>
    public static long XxHash64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return XxHash64(bytes);
    }

    /// <summary><c>hash_xxhash64</c> and <c>hash</c> of a text.</summary>
    public static long XxHash64(ReadOnlySpan<byte> data)
    {
        var hash = new XxHash64();
        hash.Append(data);
        return (long)hash.Value();
    }

    /// <summary><c>hash_md5</c></summary>
    [SuppressMessage("Security", "CA5351", Justification = "The function is MD5 by name.")]
    public static void WriteMd5(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(text, hash);
        WriteHex(hash, output);
    }

    /// <summary><c>hash_sha1</c></summary>
    [SuppressMessage("Security", "CA5350", Justification = "The function is SHA-1 by name.")]
    public static void WriteSha1(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text, hash);
        WriteHex(hash, output);
    }

    /// <summary><c>hash_sha256</c></summary>
    public static void WriteSha256(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        WriteHex(hash, output);
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        Span<byte> text = output.GetSpan(2 * bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = digits[bytes[i] >> 4];
            text[(2 * i) + 1] = digits[bytes[i] & 0xF];
        }

        output.Advance(2 * bytes.Length);
    }
}

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
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

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
        ulong length = (ulong)data.Length;
        ulong hash = unchecked((data.Length >= 32 ? Stripes(ref data) : Prime5) + length);
        unchecked
        {
            for (; data.Length >= 8; data = data[8..])
            {
                hash = (ulong.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(data)), 27) * Prime1) + Prime4;
            }

            if (data.Length >= 4)
            {
                hash = (ulong.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime1), 23) * Prime2) + Prime3;
                data = data[4..];
            }

            foreach (byte value in data)
            {
                hash = ulong.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
            }

            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return (long)(hash ^ (hash >> 32));
        }
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

    private static ulong Stripes(ref ReadOnlySpan<byte> data)
    {
        unchecked
        {
            ulong first = Prime1 + Prime2;
            ulong second = Prime2;
            ulong third = 0;
            ulong fourth = 0 - Prime1;
            for (; data.Length >= 32; data = data[32..])
            {
                first = Round(first, BinaryPrimitives.ReadUInt64LittleEndian(data));
                second = Round(second, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
                third = Round(third, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
                fourth = Round(fourth, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
            }

            ulong hash = ulong.RotateLeft(first, 1) + ulong.RotateLeft(second, 7) + ulong.RotateLeft(third, 12) + ulong.RotateLeft(fourth, 18);
            return Merge(Merge(Merge(Merge(hash, first), second), third), fourth);
        }
    }

    private static ulong Round(ulong state, ulong input) => unchecked(ulong.RotateLeft(state + (input * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong state) => unchecked(((hash ^ Round(0, state)) * Prime1) + Prime4);

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

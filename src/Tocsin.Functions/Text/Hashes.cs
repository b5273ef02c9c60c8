using System.Buffers.Binary;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>hash</c> and <c>hash_xxhash64</c>. Text is hashed as UTF-8, other values as the eight bytes of the long or the ticks,
/// as in Kusto's documented results.
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
}

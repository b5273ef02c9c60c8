using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tocsin.Telemetry.Files.Zstandard;

/// <summary>
/// Bits that are read from the last to the first, as zstd's entropy coders write them (RFC 8878, 4.1). Behind the first
/// bit there are zeros without end; <see cref="Left"/> tells that they were reached.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct BackwardBits
{
    /// <summary>So many bits can be asked for at once.</summary>
    public const int Most = 56;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <exception cref="InvalidDataException">There is no last bit.</exception>
    public BackwardBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] == 0)
        {
            throw new InvalidDataException("The zstd data is damaged: a stream of bits has no end.");
        }

        // The highest bit that is set marks the end and is not read.
        _bytes = bytes;
        Left = (bytes.Length * 8) - 8 + BitOperations.Log2(bytes[^1]);
    }

    /// <summary>How many bits are left; below zero where more were read than there are.</summary>
    public int Left { get; private set; }

    public ulong Read(int count)
    {
        var value = Peek(count);
        Left -= count;
        return value;
    }

    public void Skip(int count) => Left -= count;

    public readonly ulong Peek(int count)
    {
        var mask = (1UL << count) - 1;
        var start = Left - count;
        return start >= 0 ? (From(start >> 3) >> (start & 7)) & mask
            : Left > 0 ? (From(0) << -start) & mask
            : 0;
    }

    private readonly ulong From(int index)
    {
        if (index + sizeof(ulong) <= _bytes.Length)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(_bytes[index..]);
        }

        ulong value = 0;
        for (var i = _bytes.Length - 1; i >= index; i--)
        {
            value = (value << 8) | _bytes[i];
        }

        return value;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tocsin.Functions.Text;

/// <summary>
/// Finds the places of a text where a term begins that may be the first of one of many needles, by its first three bytes,
/// thirty-two places at once. The needles share eight buckets; for each of the three bytes a table by its low and one by
/// its high half says in which buckets a needle has such a byte there.
/// </summary>
internal sealed class TermFilter
{
    /// <summary>The places that one step looks at.</summary>
    public const int Block = 32;

    /// <summary>The bytes that a step reads: places, and the two bytes behind the last.</summary>
    public const int Reach = Block + Depth - 1;

    private const int Depth = 3;
    private const int Half = 16;

    private readonly Vector128<byte>[] _low = new Vector128<byte>[Depth];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[Depth];

    /// <summary>Prepares the needles; each is given from its first term on, in lower case.</summary>
    public TermFilter(IReadOnlyList<ReadOnlyMemory<byte>> needles)
    {
        Span<byte> low = stackalloc byte[Half];
        Span<byte> high = stackalloc byte[Half];
        for (int depth = 0; depth < Depth; depth++)
        {
            low.Clear();
            high.Clear();
            for (int i = 0; i < needles.Count; i++)
            {
                ReadOnlySpan<byte> needle = needles[i].Span;
                Add(depth < needle.Length ? needle[depth] : null, (byte)(1 << (i % 8)), low, high);
            }

            _low[depth] = Vector128.Create<byte>(low);
            _high[depth] = Vector128.Create<byte>(high);
        }
    }

    /// <summary>
    /// One bit for each place from the given one on, set where a needle's term may begin. The carry says whether a term
    /// reaches into the block. Reads <see cref="Reach"/> bytes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Candidates(ReadOnlySpan<byte> text, int place, ref uint carry)
    {
        ref byte start = ref MemoryMarshal.GetReference(text[place..(place + Reach)]);
        uint terms = TermBits(Vector128.LoadUnsafe(ref start)) | (TermBits(Vector128.LoadUnsafe(ref start, Half)) << Half);
        uint begins = terms & ~((terms << 1) | carry);
        carry = terms >> (Block - 1);
        return begins & (Matches(ref start, 0) | (Matches(ref start, Half) << Half));
    }

    private static void Add(byte? value, byte bucket, Span<byte> low, Span<byte> high)
    {
        if (value is not { } known)
        {
            // A needle that is over goes with every byte.
            for (int i = 0; i < Half; i++)
            {
                low[i] |= bucket;
                high[i] |= bucket;
            }

            return;
        }

        low[known & 0xF] |= bucket;
        high[known >> 4] |= bucket;
        if (AsciiText.IsLetter(known))
        {
            high[(known ^ 0x20) >> 4] |= bucket;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Matches(ref byte start, nuint offset)
    {
        Vector128<byte> buckets = Buckets(Vector128.LoadUnsafe(ref start, offset), 0)
            & Buckets(Vector128.LoadUnsafe(ref start, offset + 1), 1)
            & Buckets(Vector128.LoadUnsafe(ref start, offset + 2), 2);
        return ~Vector128.Equals(buckets, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Buckets(Vector128<byte> block, int depth)
    {
        Vector128<byte> nibble = Vector128.Create((byte)0xF);
        Vector128<byte> high = Vector128.ShiftRightLogical(block.AsUInt16(), 4).AsByte() & nibble;
        return Vector128.ShuffleNative(_low[depth], block & nibble) & Vector128.ShuffleNative(_high[depth], high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint TermBits(Vector128<byte> block)
    {
        Vector128<byte> letters = Vector128.LessThanOrEqual(
            (block | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)('z' - 'a')));
        Vector128<byte> digits = Vector128.LessThanOrEqual(block - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
        return (letters | digits).ExtractMostSignificantBits();
    }
}

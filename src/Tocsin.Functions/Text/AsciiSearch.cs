using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tocsin.Functions.Text;

/// <summary>
/// Substring search that ignores the case of ASCII letters. Sixteen or thirty-two places are tried at once by their
/// first and last byte; only where both agree is the rest compared.
/// </summary>
public static class AsciiSearch
{
    /// <summary>The first place at or after <paramref name="from"/> where the text holds the needle, or -1.</summary>
    public static int IndexOfIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, int from = 0)
    {
        if (needle.IsEmpty)
        {
            return from <= text.Length ? from : -1;
        }

        ReadOnlySpan<byte> rest = from == 0 ? text : text[Math.Min(from, text.Length)..];
        if (rest.Length < needle.Length)
        {
            return -1;
        }

        int found = rest.Length < Vector128<byte>.Count ? IndexInShort(rest, needle)
            : rest.Length - needle.Length + 1 < Vector128<byte>.Count ? IndexInFewPlaces(rest, needle)
            : IndexInLong(rest, needle);
        return found < 0 ? -1 : found + from;
    }

    /// <summary>A text of less than sixteen bytes is one padded vector.</summary>
    private static int IndexInShort(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle)
    {
        Vector128<byte> block = LoadPadded(text);
        int places = text.Length - needle.Length + 1;
        uint hits = Equal(block, needle[0]) & (Equal(block, needle[^1]) >> (needle.Length - 1)) & ((1u << places) - 1);
        return hits == 0 ? -1 : Verify(text, needle, hits, 0);
    }

    /// <summary>Fewer than sixteen places are left: the last bytes are read from the end of the text, then aligned.</summary>
    private static int IndexInFewPlaces(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int places = text.Length - needle.Length + 1;
        uint first = Equal(Vector128.LoadUnsafe(ref start), needle[0]);
        uint last = Equal(Vector128.LoadUnsafe(ref start, (nuint)(text.Length - Vector128<byte>.Count)), needle[^1])
            >> (Vector128<byte>.Count - places);
        uint hits = first & last & ((1u << places) - 1);
        return hits == 0 ? -1 : Verify(text, needle, hits, 0);
    }

    private static int IndexInLong(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle) =>
        Vector256.IsHardwareAccelerated && text.Length - needle.Length + 1 >= Vector256<byte>.Count
            ? IndexByBlocks256(text, needle)
            : IndexByBlocks128(text, needle);

    private static int IndexByBlocks128(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int lastPlace = text.Length - needle.Length + 1 - Vector128<byte>.Count;
        nuint lastOffset = (nuint)(needle.Length - 1);
        (Vector128<byte> first, Vector128<byte> foldFirst) = (Vector128.Create(Folded(needle[0])), Vector128.Create(Fold(needle[0])));
        (Vector128<byte> last, Vector128<byte> foldLast) = (Vector128.Create(Folded(needle[^1])), Vector128.Create(Fold(needle[^1])));
        for (int place = 0; ; place = Math.Min(place + Vector128<byte>.Count, lastPlace))
        {
            Vector128<byte> equal = Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)place) | foldFirst, first)
                & Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)place + lastOffset) | foldLast, last);
            if (equal != Vector128<byte>.Zero && Verify(text, needle, equal.ExtractMostSignificantBits(), place) is var found and >= 0)
            {
                return found;
            }

            // The last block overlaps the one before it.
            if (place == lastPlace)
            {
                return -1;
            }
        }
    }

    private static int IndexByBlocks256(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int lastPlace = text.Length - needle.Length + 1 - Vector256<byte>.Count;
        nuint lastOffset = (nuint)(needle.Length - 1);
        (Vector256<byte> first, Vector256<byte> foldFirst) = (Vector256.Create(Folded(needle[0])), Vector256.Create(Fold(needle[0])));
        (Vector256<byte> last, Vector256<byte> foldLast) = (Vector256.Create(Folded(needle[^1])), Vector256.Create(Fold(needle[^1])));
        for (int place = 0; ; place = Math.Min(place + Vector256<byte>.Count, lastPlace))
        {
            Vector256<byte> equal = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)place) | foldFirst, first)
                & Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)place + lastOffset) | foldLast, last);
            if (equal != Vector256<byte>.Zero && Verify(text, needle, equal.ExtractMostSignificantBits(), place) is var found and >= 0)
            {
                return found;
            }

            if (place == lastPlace)
            {
                return -1;
            }
        }
    }

    private static int Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, uint hits, int origin)
    {
        while (hits != 0)
        {
            int place = origin + BitOperations.TrailingZeroCount(hits);
            if (needle.Length <= 2 || AsciiText.EqualsIgnoreCase(text.Slice(place + 1, needle.Length - 2), needle[1..^1]))
            {
                return place;
            }

            hits &= hits - 1;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Equal(Vector128<byte> block, byte value) =>
        Vector128.Equals(block | Vector128.Create(Fold(value)), Vector128.Create(Folded(value))).ExtractMostSignificantBits();

    /// <summary>The bit that makes a letter lower case; of another byte none, so that it matches itself alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Fold(byte value) => AsciiText.IsLetter(value) ? (byte)0x20 : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Folded(byte value) => (byte)(value | Fold(value));

    /// <summary>Up to fifteen bytes in a vector whose rest is zero.</summary>
    internal static Vector128<byte> LoadPadded(ReadOnlySpan<byte> text)
    {
        if (text.Length < sizeof(ulong))
        {
            return Vector128.Create(LoadWord(text), 0UL).AsByte();
        }

        ulong high = text.Length == sizeof(ulong)
            ? 0
            : BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]) >> (8 * (16 - text.Length));
        return Vector128.Create(BinaryPrimitives.ReadUInt64LittleEndian(text), high).AsByte();
    }

    /// <summary>The first eight bytes, or fewer with zeros behind them, as a little-endian word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong LoadWord(ReadOnlySpan<byte> text)
    {
        int length = text.Length;
        return length switch
        {
            >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(text),
            >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(text)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[(length - 4)..]) << (8 * (length - 4))),
            > 0 => text[0] | ((ulong)text[length >> 1] << (8 * (length >> 1))) | ((ulong)text[length - 1] << (8 * (length - 1))),
            _ => 0,
        };
    }
}

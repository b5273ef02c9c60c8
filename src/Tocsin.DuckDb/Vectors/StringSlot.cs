using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tocsin.DuckDb;

/// <summary>
/// DuckDB's 16-byte string: a length, then up to 12 bytes of text in place, or 4 bytes of prefix and a pointer.
/// Two equal slots of one vector hold the same text; two unequal ones may do so too.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct StringSlot
{
    internal const int Size = 16;
    internal const int InlineLength = 12;

    private uint _length;
    private readonly uint _prefix;
    private readonly byte* _pointer;

    /// <summary>The text of the slot at <paramref name="slot"/>, which for short text lies in the slot itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> Text(StringSlot* slot)
    {
        uint length = slot->_length;
        return new ReadOnlySpan<byte>(length <= InlineLength ? (byte*)&slot->_prefix : slot->_pointer, (int)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Same(StringSlot* left, StringSlot* right) => Vector128.Load((byte*)left) == Vector128.Load((byte*)right);

    /// <summary>Equal for equal slots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash(StringSlot* slot)
    {
        ulong* words = (ulong*)slot;
        return words[0] ^ BitOperations.RotateLeft(words[1], 23);
    }

    /// <summary>Stores text of at most <see cref="InlineLength"/> bytes; the rest is zero, as DuckDB's comparisons need.</summary>
    internal static void SetInline(StringSlot* slot, ReadOnlySpan<byte> text)
    {
        *slot = default;
        slot->_length = (uint)text.Length;
        text.CopyTo(new Span<byte>(&slot->_prefix, InlineLength));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Functions;

/// <summary>
/// DuckDB's bytes of one group's set of values. Most groups have few values: those lie in place, behind these fields; more
/// of them in a block.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DistinctState
{
    private const int Moved = -1;

    /// <summary>Null while the values lie in place.</summary>
    internal DistinctBlock* Block;

    /// <summary>Negative where what was held has moved to another state.</summary>
    internal int Count;

    /// <summary>How many values the set takes.</summary>
    internal int Limit;

    /// <summary>The number of values, of a state that is one still.</summary>
    internal readonly int Held => Count == Moved ? throw InWindow() : Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* InPlace(DistinctState* state) => (byte*)(state + 1);

    /// <summary>
    /// Gives an empty state what another holds. A block goes over, and what is left is no state any more: DuckDB destroys it
    /// after grouping. In a window it would use it again, which must not go unseen.
    /// </summary>
    /// <returns>False where values are left to add one by one.</returns>
    internal static bool TryMove(DistinctState* source, DistinctState* target, int size)
    {
        if (source->Held == 0 || target->Held != 0)
        {
            return source->Count == 0;
        }

        Unsafe.CopyBlockUnaligned(target, source, (uint)size);
        if (source->Block is not null)
        {
            source->Block = null;
            source->Count = Moved;
        }

        return true;
    }

    private static NotSupportedException InWindow() => new("The aggregate is not for windows.");
}

/// <summary>
/// Values beyond those that a state holds itself: slots in the order in which the values came, from nine slots on the
/// slots' numbers by hash, and the texts that slots speak of.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DistinctBlock
{
    /// <summary>Up to so many values are compared one by one.</summary>
    internal const int Few = 8;

    private readonly StateBlock _head;

    internal int Capacity;

    /// <summary>A power of two, more than the capacity; zero where values are compared one by one.</summary>
    internal int PlaceCount;

    internal long TextLength;
    internal long TextCapacity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* Slots(DistinctBlock* block) => (byte*)(block + 1);

    /// <summary>Numbers of slots plus one; zero where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int* Places(DistinctBlock* block, int slotSize) => (int*)(Slots(block) + ((long)block->Capacity * slotSize));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* Texts(DistinctBlock* block, int slotSize) => (byte*)(Places(block, slotSize) + block->PlaceCount);

    /// <summary>
    /// A larger block with the slots and texts of one, which is freed; the places are empty where there are more than there
    /// were, to be filled anew.
    /// </summary>
    internal static DistinctBlock* Grow(DistinctBlock* old, int count, int slotSize, int capacity, long textCapacity, ref StateLedger ledger)
    {
        int placeCount = capacity > Few ? 2 * capacity : 0;
        long bytes = sizeof(DistinctBlock) + ((long)capacity * slotSize) + ((long)placeCount * sizeof(int)) + textCapacity;
        var block = (DistinctBlock*)StateBlock.Allocate(bytes, ref ledger);
        (block->Capacity, block->PlaceCount, block->TextLength, block->TextCapacity) = (capacity, placeCount, 0, textCapacity);
        bool keepsPlaces = old is not null && old->PlaceCount == placeCount;
        if (!keepsPlaces)
        {
            NativeMemory.Clear(Places(block, slotSize), (nuint)placeCount * sizeof(int));
        }

        if (old is not null)
        {
            NativeMemory.Copy(Slots(old), Slots(block), (nuint)count * (nuint)slotSize);
            NativeMemory.Copy(Texts(old, slotSize), Texts(block, slotSize), (nuint)old->TextLength);
            block->TextLength = old->TextLength;
            if (keepsPlaces)
            {
                NativeMemory.Copy(Places(old, slotSize), Places(block, slotSize), (nuint)placeCount * sizeof(int));
            }

            StateBlock.Free(old, ref ledger);
        }

        return block;
    }
}

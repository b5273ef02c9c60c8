using System.Runtime.CompilerServices;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>The distinct numbers of each group in the order in which they first came.</summary>
internal sealed unsafe class DistinctNumbers<T>(string name, DuckDbType element, int most, bool takesLimit) : DistinctValues(name, element, most, takesLimit)
    where T : unmanaged, IEquatable<T>
{
    private const int BytesInPlace = 16;
    private const int LeastCapacity = 4;

    internal override int StateSize => sizeof(DistinctState) + BytesInPlace;

    private static int InPlaceCount => BytesInPlace / sizeof(T);

    private protected override void AddRows(nint vector, int rowCount, DistinctState** states, int* limits, ref StateLedger ledger)
    {
        var values = (T*)NativeMethods.VectorGetData(vector);
        ulong* validity = NativeMethods.VectorGetValidity(vector);
        for (int row = 0; row < rowCount; row++)
        {
            if (validity is null || (validity[row >> 6] & (1UL << (row & 63))) != 0)
            {
                DistinctState* state = states[row];
                state->Limit = LimitOf(limits, row);
                Add(state, values[row], ref ledger);
            }
        }
    }

    private protected override void AddAll(DistinctState* source, DistinctState* target, ref StateLedger ledger)
    {
        T* values = Values(source);
        for (int i = 0; i < source->Count; i++)
        {
            Add(target, values[i], ref ledger);
        }
    }

    private protected override void WriteElements(DistinctState* state, VectorWriter elements, int offset) =>
        new ReadOnlySpan<T>(Values(state), state->Count).CopyTo(elements.Values<T>()[offset..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Values(DistinctState* state) =>
        (T*)(state->Block is null ? DistinctState.InPlace(state) : DistinctBlock.Slots(state->Block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(T value) => ValueHash.Of(
        typeof(T) == typeof(long) ? (ulong)Unsafe.BitCast<T, long>(value) : (uint)value.GetHashCode());

    private static void Add(DistinctState* state, T value, ref StateLedger ledger)
    {
        int count = state->Held;
        if (count >= state->Limit)
        {
            return;
        }

        T* values = Values(state);
        if (state->Block is not null && state->Block->PlaceCount > 0)
        {
            AddByHash(state, value, ref ledger);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            if (values[i].Equals(value))
            {
                return;
            }
        }

        if (count == (state->Block is null ? InPlaceCount : state->Block->Capacity))
        {
            Grow(state, ref ledger);
            values = Values(state);
            if (state->Block->PlaceCount > 0)
            {
                *Find(state, value) = count + 1;
            }
        }

        values[count] = value;
        state->Count = count + 1;
    }

    private static void AddByHash(DistinctState* state, T value, ref StateLedger ledger)
    {
        int* place = Find(state, value);
        if (*place != 0)
        {
            return;
        }

        if (state->Count == state->Block->Capacity)
        {
            Grow(state, ref ledger);
            place = Find(state, value);
        }

        Values(state)[state->Count] = value;
        *place = ++state->Count;
    }

    private static void Grow(DistinctState* state, ref StateLedger ledger)
    {
        int capacity = Math.Max(LeastCapacity, 2 * state->Count);
        DistinctBlock* block = DistinctBlock.Grow(state->Block, state->Count, sizeof(T), capacity, 0, ref ledger);
        if (state->Block is null)
        {
            Unsafe.CopyBlockUnaligned(DistinctBlock.Slots(block), DistinctState.InPlace(state), (uint)(state->Count * sizeof(T)));
        }

        state->Block = block;
        if (block->PlaceCount > 0)
        {
            T* values = Values(state);
            for (int i = 0; i < state->Count; i++)
            {
                *Find(state, values[i]) = i + 1;
            }
        }
    }

    /// <summary>The place of the value, or where it belongs.</summary>
    private static int* Find(DistinctState* state, T value)
    {
        int* places = DistinctBlock.Places(state->Block, sizeof(T));
        T* values = Values(state);
        int mask = state->Block->PlaceCount - 1;
        int at = (int)Hash(value) & mask;
        while (places[at] != 0 && !values[places[at] - 1].Equals(value))
        {
            at = (at + 1) & mask;
        }

        return places + at;
    }
}

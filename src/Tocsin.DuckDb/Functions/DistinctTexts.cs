using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>
/// The distinct texts of each group in the order in which they first came. In place they lie one after another, each
/// behind a byte that says its length.
/// </summary>
internal sealed unsafe class DistinctTexts(string name, int most, bool takesLimit) : DistinctValues(name, DuckDbType.Varchar, most, takesLimit)
{
    private const int BytesInPlace = 32;

    internal override int StateSize => sizeof(DistinctState) + BytesInPlace;

    private protected override void AddRows(nint vector, int rowCount, DistinctState** states, int* limits, ref StateLedger ledger)
    {
        var slots = (StringSlot*)NativeMethods.VectorGetData(vector);
        ulong* validity = NativeMethods.VectorGetValidity(vector);
        for (int row = 0; row < rowCount; row++)
        {
            if (validity is null || (validity[row >> 6] & (1UL << (row & 63))) != 0)
            {
                DistinctState* state = states[row];
                state->Limit = LimitOf(limits, row);
                Add(state, StringSlot.Text(slots + row), ref ledger);
            }
        }
    }

    private protected override void AddAll(DistinctState* source, DistinctState* target, ref StateLedger ledger)
    {
        byte* inPlace = DistinctState.InPlace(source);
        for (int i = 0; i < source->Count; i++)
        {
            Add(target, source->Block is null ? Next(ref inPlace) : Text(source->Block, i), ref ledger);
        }
    }

    private protected override void WriteElements(DistinctState* state, VectorWriter elements, int offset)
    {
        byte* inPlace = DistinctState.InPlace(state);
        for (int i = 0; i < state->Count; i++)
        {
            elements.SetBytes(offset + i, state->Block is null ? Next(ref inPlace) : Text(state->Block, i));
        }
    }

    /// <summary>The text at a place within a state, behind which the next one begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Next(scoped ref byte* at)
    {
        var text = new ReadOnlySpan<byte>(at + 1, *at);
        at += 1 + text.Length;
        return text;
    }

    private static TextSlot* Slots(DistinctBlock* block) => (TextSlot*)DistinctBlock.Slots(block);

    private static ReadOnlySpan<byte> Text(DistinctBlock* block, int index)
    {
        TextSlot* slot = Slots(block) + index;
        return new ReadOnlySpan<byte>(DistinctBlock.Texts(block, sizeof(TextSlot)) + slot->Offset, slot->Length);
    }

    private static void Add(DistinctState* state, ReadOnlySpan<byte> text, ref StateLedger ledger)
    {
        int count = state->Held;
        if (count >= state->Limit)
        {
            return;
        }

        if (state->Block is null)
        {
            byte* at = DistinctState.InPlace(state);
            for (int i = 0; i < count; i++)
            {
                if (Next(ref at).SequenceEqual(text))
                {
                    return;
                }
            }

            if (at + 1 + text.Length <= DistinctState.InPlace(state) + BytesInPlace)
            {
                *at = (byte)text.Length;
                text.CopyTo(new Span<byte>(at + 1, text.Length));
                state->Count = count + 1;
                return;
            }

            LeavePlace(state, text.Length, ref ledger);
        }

        AddToBlock(state, text, ref ledger);
    }

    private static void AddToBlock(DistinctState* state, ReadOnlySpan<byte> text, ref StateLedger ledger)
    {
        DistinctBlock* block = state->Block;
        uint hash = ValueHash.Of(text);
        if (block->PlaceCount > 0)
        {
            if (*Find(block, hash, text) != 0)
            {
                return;
            }
        }
        else
        {
            for (int i = 0; i < state->Count; i++)
            {
                if (Slots(block)[i].Hash == hash && Text(block, i).SequenceEqual(text))
                {
                    return;
                }
            }
        }

        Append(state, hash, text, ref ledger);
    }

    private static void Append(DistinctState* state, uint hash, ReadOnlySpan<byte> text, ref StateLedger ledger)
    {
        DistinctBlock* block = state->Block;
        if (state->Count == block->Capacity || block->TextLength + text.Length > block->TextCapacity)
        {
            block = Grow(state, text.Length, ref ledger);
        }

        Slots(block)[state->Count] = new TextSlot(block->TextLength, text.Length, hash);
        text.CopyTo(new Span<byte>(DistinctBlock.Texts(block, sizeof(TextSlot)) + block->TextLength, text.Length));
        block->TextLength += text.Length;
        if (block->PlaceCount > 0)
        {
            *Find(block, hash, text) = state->Count + 1;
        }

        state->Count++;
    }

    /// <summary>Moves texts that lie in place into a block with room for another.</summary>
    private static void LeavePlace(DistinctState* state, int length, ref StateLedger ledger)
    {
        var (capacity, textCapacity) = state->Count == 0 ? (1, length) : (DistinctBlock.Few, BytesInPlace + length);
        DistinctBlock* block = DistinctBlock.Grow(null, 0, sizeof(TextSlot), capacity, textCapacity, ref ledger);
        byte* at = DistinctState.InPlace(state);
        int count = state->Count;
        state->Block = block;
        state->Count = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> text = Next(ref at);
            Append(state, ValueHash.Of(text), text, ref ledger);
        }
    }

    private static DistinctBlock* Grow(DistinctState* state, int length, ref StateLedger ledger)
    {
        DistinctBlock* old = state->Block;
        int capacity = state->Count < old->Capacity ? old->Capacity : Math.Max(DistinctBlock.Few, 2 * old->Capacity);
        long textCapacity = old->TextLength + length <= old->TextCapacity ? old->TextCapacity : Math.Max(old->TextLength + length, 2 * old->TextCapacity);
        int places = old->PlaceCount;
        DistinctBlock* block = DistinctBlock.Grow(old, state->Count, sizeof(TextSlot), capacity, textCapacity, ref ledger);
        state->Block = block;
        if (block->PlaceCount != places)
        {
            for (int i = 0; i < state->Count; i++)
            {
                *Find(block, Slots(block)[i].Hash, Text(block, i)) = i + 1;
            }
        }

        return block;
    }

    /// <summary>The place of the text, or where it belongs.</summary>
    private static int* Find(DistinctBlock* block, uint hash, ReadOnlySpan<byte> text)
    {
        int* places = DistinctBlock.Places(block, sizeof(TextSlot));
        int mask = block->PlaceCount - 1;
        int at = (int)hash & mask;
        while (places[at] != 0 && !(Slots(block)[places[at] - 1].Hash == hash && Text(block, places[at] - 1).SequenceEqual(text)))
        {
            at = (at + 1) & mask;
        }

        return places + at;
    }

    /// <summary>Where a text lies among the block's.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TextSlot(long offset, int length, uint hash)
    {
        internal readonly long Offset = offset;
        internal readonly int Length = length;
        internal readonly uint Hash = hash;
    }
}

using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Functions;

/// <summary>
/// The blocks of a database's states. DuckDB does not destroy all states of a query whose rows are not all read (LIMIT, a
/// failure): what is left is freed from here. The lists are several, so that threads seldom meet.
/// </summary>
internal sealed unsafe class StateBlocks(int owner)
{
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, 16).Select(_ => new Stripe())];

    internal void Add(StateBlock* block)
    {
        int number = Environment.CurrentManagedThreadId & (_stripes.Length - 1);
        Stripe stripe = _stripes[number];
        block->Owner = owner;
        block->Stripe = number;
        block->Previous = null;
        lock (stripe.Gate)
        {
            block->Next = stripe.First;
            if (stripe.First is not null)
            {
                stripe.First->Previous = block;
            }

            stripe.First = block;
        }
    }

    internal void Remove(StateBlock* block)
    {
        Stripe stripe = _stripes[block->Stripe];
        lock (stripe.Gate)
        {
            stripe.Unlink(block);
        }
    }

    /// <summary>Frees what states hold, all of them of one database.</summary>
    internal static void FreeAll(nint** states, ulong count)
    {
        FunctionMemory? memory = null;
        long bytes = 0;
        for (ulong i = 0; i < count; i++)
        {
            var block = (StateBlock*)*states[i];
            if (block is not null)
            {
                memory ??= FunctionMemory.Of(block->Owner);
                bytes += block->Bytes;
                memory.Blocks.Remove(block);
                NativeMemory.Free(block);
                *states[i] = 0;
            }
        }

        memory?.Give(bytes);
    }

    /// <summary>Frees all blocks, when none of their states lives, and returns their bytes.</summary>
    internal long Clear()
    {
        long bytes = 0;
        foreach (Stripe stripe in _stripes)
        {
            lock (stripe.Gate)
            {
                while (stripe.First is not null)
                {
                    StateBlock* block = stripe.First;
                    stripe.First = block->Next;
                    bytes += block->Bytes;
                    NativeMemory.Free(block);
                }
            }
        }

        return bytes;
    }

    private sealed class Stripe
    {
        internal Lock Gate { get; } = new();

        internal StateBlock* First { get; set; }

        internal void Unlink(StateBlock* block)
        {
            if (block->Previous is null)
            {
                First = block->Next;
            }
            else
            {
                block->Previous->Next = block->Next;
            }

            if (block->Next is not null)
            {
                block->Next->Previous = block->Previous;
            }
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Functions;

/// <summary>
/// The head of what an aggregate's state holds beyond DuckDB's own bytes of the state. Those begin with a pointer to it, or
/// zero: all that is known of a state when it is destroyed.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StateBlock
{
    internal StateBlock* Next;
    internal StateBlock* Previous;

    /// <summary>As counted.</summary>
    internal long Bytes;

    internal int Owner;
    internal int Stripe;

    /// <summary>About what an allocation costs beside its own bytes.</summary>
    private const int Overhead = 16;

    /// <summary>Takes a block of so many bytes, this head among them; they are not cleared.</summary>
    internal static void* Allocate(long bytes, ref StateLedger ledger)
    {
        ledger.Take(bytes + Overhead);
        var block = (StateBlock*)NativeMemory.Alloc((nuint)bytes);
        block->Bytes = bytes + Overhead;
        ledger.Memory.Blocks.Add(block);
        return block;
    }

    internal static void Free(void* block, ref StateLedger ledger)
    {
        ledger.Give(((StateBlock*)block)->Bytes);
        ledger.Memory.Blocks.Remove((StateBlock*)block);
        NativeMemory.Free(block);
    }
}

/// <summary>
/// What one call of an aggregate takes and gives back, counted in larger parts than blocks are: threads would wait for each
/// other at every group. To be closed at the call's end, however it ends.
/// </summary>
internal ref struct StateLedger(FunctionMemory memory)
{
    private const long Part = 1 << 20;

    // Counted already, and not yet taken.
    private long _reserve;

    internal readonly FunctionMemory Memory => memory;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Take(long bytes)
    {
        if (bytes > _reserve)
        {
            Reserve(bytes);
        }

        _reserve -= bytes;
    }

    internal void Give(long bytes) => _reserve += bytes;

    internal void Close()
    {
        if (_reserve != 0)
        {
            memory.Give(_reserve);
            _reserve = 0;
        }
    }

    private void Reserve(long bytes)
    {
        long wanted = bytes - _reserve + Math.Min(Part, memory.Limit / 64);
        memory.Take(wanted);
        _reserve += wanted;
    }
}

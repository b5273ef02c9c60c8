using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Functions;

/// <summary>A function of one row, with its arguments and its result's place.</summary>
internal interface IRowKernel
{
    void Compute(int row);

    /// <summary>True only if all arguments of both rows are the same.</summary>
    bool Same(int left, int right);

    /// <summary>Equal where <see cref="Same"/> is true.</summary>
    ulong Hash(int row);
}

/// <summary>
/// Remembers which row of the current chunk had which arguments, so that repeated ones are not worked on again: columns
/// of telemetry repeat (processes, domains, command lines), and dictionary-encoded files repeat the very slots.
/// A place may hold a row of an earlier chunk: it is believed only after the arguments have been compared, and only
/// where its row comes earlier in this chunk, whose result is then known.
/// </summary>
internal sealed class RowMemo
{
    private const int Bits = 9;
    private const int RetryAfterChunks = 16;

    private readonly ushort[] _rows = new ushort[1 << Bits];
    private int _chunksToSkip;

    /// <summary>False while too few strings repeat for looking them up to pay.</summary>
    internal bool BeginChunk(int rowCount)
    {
        if (_chunksToSkip > 0)
        {
            _chunksToSkip--;
            return false;
        }

        return rowCount <= ushort.MaxValue;
    }

    internal void EndChunk(int rowCount, int hits) => _chunksToSkip = rowCount >= 256 && hits < rowCount / 8 ? RetryAfterChunks : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Combine(ulong left, ulong right) => BitOperations.RotateLeft(left * 0xC2B2AE3D27D4EB4F, 31) ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref ushort Place(ulong hash) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), (int)((hash * 0x9E3779B97F4A7C15) >> (64 - Bits)));
}

internal static class RowLoop
{
    internal static void Run<TKernel>(ref TKernel kernel, in ScalarInput input)
        where TKernel : struct, IRowKernel, allows ref struct
    {
        for (int row = 0; row < input.RowCount; row++)
        {
            if (!input.IsNull(row))
            {
                kernel.Compute(row);
            }
        }
    }

    /// <summary>As <see cref="Run"/>, repeating the results of equal arguments.</summary>
    internal static void RunMemoized<TKernel>(ref TKernel kernel, in ScalarInput input, VectorWriter output, RowMemo memo)
        where TKernel : struct, IRowKernel, allows ref struct
    {
        int hits = 0;
        for (int row = 0; row < input.RowCount; row++)
        {
            if (input.IsNull(row))
            {
                continue;
            }

            ref ushort place = ref memo.Place(kernel.Hash(row));
            int earlier = place;
            if (earlier < row && !input.IsNull(earlier) && kernel.Same(earlier, row))
            {
                output.Repeat(earlier, row);
                hits++;
            }
            else
            {
                kernel.Compute(row);
                place = (ushort)row;
            }
        }

        memo.EndChunk(input.RowCount, hits);
    }
}

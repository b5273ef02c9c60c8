using System.Runtime.CompilerServices;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>The distinct values of each group as a list, in the order in which they first came; null rows do not count.</summary>
internal abstract unsafe class DistinctValues(string name, DuckDbType element, int most, bool takesLimit)
    : AggregateFunction(name, takesLimit ? [element, DuckDbType.Integer] : [element], DuckDbType.List(element))
{
    internal sealed override void Update(nint chunk, nint** states, ref StateLedger ledger)
    {
        int* limits = takesLimit ? (int*)NativeMethods.VectorGetData(NativeMethods.DataChunkGetVector(chunk, 1)) : null;
        AddRows(NativeMethods.DataChunkGetVector(chunk, 0), (int)NativeMethods.DataChunkGetSize(chunk), (DistinctState**)states, limits, ref ledger);
    }

    internal sealed override void Combine(nint** sources, nint** targets, int count, ref StateLedger ledger)
    {
        for (int i = 0; i < count; i++)
        {
            var source = (DistinctState*)sources[i];
            var target = (DistinctState*)targets[i];
            if (!DistinctState.TryMove(source, target, StateSize))
            {
                AddAll(source, target, ref ledger);
            }
        }
    }

    internal sealed override void Finish(nint** states, nint output, int count, int offset)
    {
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            total += ((DistinctState*)states[i])->Held;
        }

        var lists = new VectorWriter(output, ReturnType, offset + count);
        int next = lists.AppendElements(checked((int)total));
        VectorWriter elements = lists.Elements;
        for (int i = 0; i < count; i++)
        {
            var state = (DistinctState*)states[i];
            lists.SetList(offset + i, next, state->Count);
            WriteElements(state, elements, next);
            next += state->Count;
        }
    }

    /// <summary>Adds rows to their states; <paramref name="limits"/> is null where the rows have none of their own.</summary>
    private protected abstract void AddRows(nint vector, int rowCount, DistinctState** states, int* limits, ref StateLedger ledger);

    private protected abstract void AddAll(DistinctState* source, DistinctState* target, ref StateLedger ledger);

    private protected abstract void WriteElements(DistinctState* state, VectorWriter elements, int offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected int LimitOf(int* limits, int row) => limits is null ? most : Math.Clamp(limits[row], 0, most);
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tocsin.DuckDb.Functions;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>An aggregate of ours. Each group has a state; DuckDB builds states on several threads and merges them.</summary>
public abstract class AggregateFunction
{
    private protected AggregateFunction(string name, ImmutableArray<DuckDbType> parameters, DuckDbType returnType)
    {
        Name = name;
        Parameters = parameters;
        ReturnType = returnType;
    }

    public string Name { get; }

    public ImmutableArray<DuckDbType> Parameters { get; }

    public DuckDbType ReturnType { get; }

    /// <summary>An aggregate of one column whose null rows do not count; over no rows <paramref name="finish"/> sees an empty state.</summary>
    public static AggregateFunction Create<TState, T1, TResult>(string name, Action<TState, T1> add, Action<TState, TState> merge, Func<TState, TResult> finish)
        where TState : class, new()
        where T1 : allows ref struct => new AggregateFunction<TState>(
            name,
            [SignatureType.Of(typeof(T1))],
            SignatureType.Of(typeof(TResult)),
            (in AggregateInput<TState> input) => AddRows(input, add),
            merge,
            (state, output, row) => new ResultColumn<TResult>(output).Set(row, finish(state)));

    /// <summary>As the one above, with a result that is written: text, or a list.</summary>
    public static AggregateFunction Create<TState, T1, TWriter>(string name, Action<TState, T1> add, Action<TState, TState> merge, Action<TState, TWriter> finish)
        where TState : class, new()
        where T1 : allows ref struct
        where TWriter : ResultWriter, new() => new AggregateFunction<TState>(
            name,
            [SignatureType.Of(typeof(T1))],
            SignatureType.Of(typeof(TWriter)),
            (in AggregateInput<TState> input) => AddRows(input, add),
            merge,
            (state, output, row) =>
            {
                var writer = new TWriter();
                finish(state, writer);
                writer.Commit(output, row);
            });

    internal abstract unsafe void Update(nint chunk, nint** states);

    internal abstract unsafe void Combine(nint** sources, nint** targets, int count);

    internal abstract unsafe void Finish(nint** states, nint output, int count, int offset);

    private static void AddRows<TState, T1>(in AggregateInput<TState> input, Action<TState, T1> add)
        where TState : class, new()
        where T1 : allows ref struct
    {
        bool takesNulls = SignatureType.IsNullable(typeof(T1));
        VectorReader column = input.Column(0);
        var argument = new Argument<T1>(column);
        for (int row = 0; row < input.RowCount; row++)
        {
            if (takesNulls || !column.IsNull(row))
            {
                add(input.State(row), argument.Read(row));
            }
        }
    }
}

/// <summary>Adds a chunk of rows to their states.</summary>
public delegate void AggregateUpdate<TState>(in AggregateInput<TState> input)
    where TState : class, new();

/// <summary>Gives the result of a state.</summary>
public delegate void AggregateFinish<TState>(TState state, VectorWriter output, int row)
    where TState : class, new();

/// <summary>A chunk of rows, and the state of the group that each belongs to. Null rows are among them.</summary>
public readonly unsafe ref struct AggregateInput<TState>
    where TState : class, new()
{
    private readonly nint _chunk;
    private readonly nint** _states;
    private readonly AggregateFunction _function;

    internal AggregateInput(nint chunk, nint** states, AggregateFunction function)
    {
        _chunk = chunk;
        _states = states;
        _function = function;
        RowCount = (int)NativeMethods.DataChunkGetSize(chunk);
    }

    public int RowCount { get; }

    public VectorReader Column(int index) => new(NativeMethods.DataChunkGetVector(_chunk, (ulong)index), _function.Parameters[index], RowCount);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TState State(int row) => AggregateState<TState>.Get(_states[row]);
}

/// <summary>An aggregate over whole chunks; for one column, <see cref="AggregateFunction"/> has shorter ways.</summary>
public sealed unsafe class AggregateFunction<TState>(
    string name,
    ImmutableArray<DuckDbType> parameters,
    DuckDbType returnType,
    AggregateUpdate<TState> update,
    Action<TState, TState> merge,
    AggregateFinish<TState> finish) : AggregateFunction(name, parameters, returnType)
    where TState : class, new()
{
    internal override void Update(nint chunk, nint** states) => update(new AggregateInput<TState>(chunk, states, this));

    internal override void Combine(nint** sources, nint** targets, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (*sources[i] != 0)
            {
                merge(AggregateState<TState>.Get(targets[i]), AggregateState<TState>.Get(sources[i]));
            }
        }
    }

    internal override void Finish(nint** states, nint output, int count, int offset)
    {
        var column = new VectorWriter(output, ReturnType, offset + count);
        for (int i = 0; i < count; i++)
        {
            finish(*states[i] == 0 ? new TState() : AggregateState<TState>.Get(states[i]), column, offset + i);
        }
    }
}

/// <summary>DuckDB's state of a group holds a handle to ours, or zero before its first row.</summary>
internal static unsafe class AggregateState<TState>
    where TState : class, new()
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TState Get(nint* place) => *place != 0 ? Unsafe.As<TState>(GCHandle.FromIntPtr(*place).Target!) : Create(place);

    private static TState Create(nint* place)
    {
        var state = new TState();
        *place = GCHandle.ToIntPtr(GCHandle.Alloc(state));
        return state;
    }
}

using System.Runtime.CompilerServices;
using Tocsin.DuckDb.Functions;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>The arguments of a scalar function for one chunk of rows.</summary>
public readonly unsafe ref struct ScalarInput
{
    private readonly nint _chunk;
    private readonly ulong* _rowValidity;
    private readonly ScalarState _state;

    internal ScalarInput(nint chunk, int rowCount, ScalarState state, ulong* rowValidity)
    {
        _chunk = chunk;
        _state = state;
        _rowValidity = rowValidity;
        RowCount = rowCount;
    }

    public int RowCount { get; }

    public int ColumnCount => (int)NativeMethods.DataChunkGetColumnCount(_chunk);

    /// <summary>True where an argument is null, so that the row is null already and its slots hold nothing to read. Never true for a function that handles nulls itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row) => _rowValidity is not null && (_rowValidity[row >> 6] & (1UL << (row & 63))) == 0;

    /// <summary>The rows to compute: those of which <see cref="IsNull"/> is false.</summary>
    public RowsToCompute Rows => new(this);

    public VectorReader Column(int index)
    {
        nint vector = NativeMethods.DataChunkGetVector(_chunk, (ulong)index);
        DuckDbType declared = _state.Function.Parameters[index];
        return new VectorReader(vector, declared.Id == DuckDbTypeId.Any ? LogicalTypes.ReadOwned(NativeMethods.VectorGetColumnType(vector)) : declared, RowCount);
    }

    /// <summary>Where a function that gathers rows says how much it holds.</summary>
    public FunctionMemory Memory => _state.Memory;

    /// <summary>The state of this thread and call site, made by <see cref="ScalarFunction.CreateState"/>.</summary>
    public T State<T>()
        where T : class => (T)_state.User!;
}

/// <summary>The rows of a chunk of which no argument is null, in order.</summary>
public ref struct RowsToCompute
{
    private readonly ScalarInput _input;
    private int _row = -1;

    internal RowsToCompute(ScalarInput input) => _input = input;

    public readonly int Current => _row;

    public readonly RowsToCompute GetEnumerator() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        do
        {
            _row++;
        }
        while (_row < _input.RowCount && _input.IsNull(_row));

        return _row < _input.RowCount;
    }
}

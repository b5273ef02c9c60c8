using System.Collections.Immutable;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>Some thousand rows of a result, column by column, in DuckDB's own memory; gone when disposed.</summary>
public sealed class DataChunk : IDisposable
{
    private readonly DataChunkHandle _handle;
    private readonly ImmutableArray<DuckDbColumn> _columns;

    internal DataChunk(DataChunkHandle handle, ImmutableArray<DuckDbColumn> columns)
    {
        _handle = handle;
        _columns = columns;
        RowCount = (int)NativeMethods.DataChunkGetSize(handle.DangerousGetHandle());
    }

    public int RowCount { get; }

    public int ColumnCount => _columns.Length;

    public VectorReader Column(int index)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return new VectorReader(NativeMethods.DataChunkGetVector(_handle.DangerousGetHandle(), (ulong)index), _columns[index].Type, RowCount);
    }

    public void Dispose() => _handle.Dispose();
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>The rows of a running query, chunk by chunk. Dispose of it to end the query.</summary>
public sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbSession _session;
    private readonly ResultHandle _result;
    private readonly InterruptOnCancel _running;
    private readonly CancellationToken _cancellation;

    internal DuckDbResult(DuckDbSession session, ResultHandle result, InterruptOnCancel running, CancellationToken cancellation)
    {
        _session = session;
        _result = result;
        _running = running;
        _cancellation = cancellation;
        Columns = ReadColumns(result.Pointer);
    }

    public ImmutableArray<DuckDbColumn> Columns { get; }

    internal ResultState State { get; } = new();

    /// <summary>The next chunk, for the caller to dispose of; false after the last.</summary>
    /// <exception cref="DuckDbException">The query failed after it had begun.</exception>
    /// <exception cref="OperationCanceledException">The query's token was cancelled.</exception>
    public bool TryReadChunk([NotNullWhen(true)] out DataChunk? chunk)
    {
        ObjectDisposedException.ThrowIf(_result.IsClosed, this);
        DataChunkHandle fetched = NativeMethods.FetchChunk(*_result.Pointer);
        if (fetched.IsInvalid)
        {
            fetched.Dispose();
            if (NativeMethods.ResultError(_result.Pointer) is not null)
            {
                throw _session.Failure(_result.Pointer, _cancellation);
            }

            State.HasEnded = true;
            chunk = null;
            return false;
        }

        chunk = new DataChunk(fetched, Columns);
        return true;
    }

    /// <summary>All chunks in turn; each is disposed of when the next one is asked for.</summary>
    public IEnumerable<DataChunk> ReadChunks()
    {
        while (TryReadChunk(out DataChunk? chunk))
        {
            using (chunk)
            {
                yield return chunk;
            }
        }
    }

    /// <summary>All rows as objects (<see cref="VectorReader.Value"/>): for tests and small results.</summary>
    public IEnumerable<object?[]> ReadRows()
    {
        foreach (DataChunk chunk in ReadChunks())
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                object?[] values = new object?[chunk.ColumnCount];
                for (int column = 0; column < values.Length; column++)
                {
                    values[column] = chunk.Column(column).Value(row);
                }

                yield return values;
            }
        }
    }

    public void Dispose()
    {
        _running.Dispose();
        _result.Dispose();
    }

    private static ImmutableArray<DuckDbColumn> ReadColumns(NativeResult* result)
    {
        ulong count = NativeMethods.ColumnCount(result);
        var columns = ImmutableArray.CreateBuilder<DuckDbColumn>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            columns.Add(new DuckDbColumn(
                Utf8String.Read(NativeMethods.ColumnName(result, i)),
                LogicalTypes.ReadOwned(NativeMethods.ColumnLogicalType(result, i))));
        }

        return columns.MoveToImmutable();
    }
}

/// <summary>How far the reading of a result is.</summary>
internal sealed class ResultState
{
    /// <summary>Whether all rows were read; until then the statement's transaction is open, also after the result was disposed of.</summary>
    public bool HasEnded { get; set; }
}

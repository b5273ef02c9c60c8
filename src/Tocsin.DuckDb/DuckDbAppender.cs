using System.Collections.Immutable;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>
/// Adds rows to a table in bulk. Fill the columns of <see cref="Chunk"/> at <see cref="Row"/>, then call
/// <see cref="EndRow"/>; or fill many rows and call <see cref="EndRows"/>. Nothing is certain to be in the table before
/// <see cref="Complete"/>; without it the rows since the last full buffer are dropped.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly AppenderHandle _appender;
    private readonly DataChunkHandle _chunk;
    private readonly ImmutableArray<int> _places;

    internal DuckDbAppender(ConnectionHandle connection, string? schema, string table)
    {
        if (NativeMethods.AppenderCreateExt(connection, null, schema, table, out _appender) != DuckDbState.Success)
        {
            using (_appender)
            {
                throw Failure();
            }
        }

        var types = ImmutableArray.CreateBuilder<DuckDbType>();
        ulong columnCount = NativeMethods.AppenderColumnCount(_appender);
        for (ulong i = 0; i < columnCount; i++)
        {
            types.Add(LogicalTypes.ReadOwned(NativeMethods.AppenderColumnType(_appender, i)));
        }

        Types = types.ToImmutable();
        _places = [.. Enumerable.Range(0, Types.Length)];
        DataChunkHandle chunk = new();
        LogicalTypes.CreateAll(Types, handles =>
        {
            fixed (nint* first = handles)
            {
                chunk = NativeMethods.CreateDataChunk(first, (ulong)handles.Length);
            }
        });
        _chunk = chunk;
    }

    /// <summary>The types of the table's columns.</summary>
    public ImmutableArray<DuckDbType> Types { get; }

    /// <summary>The row of the chunk to be filled next.</summary>
    public int Row { get; private set; }

    /// <summary>The rows being filled. What was taken of it before a row ended may be stale after it.</summary>
    public ChunkWriter Chunk
    {
        get
        {
            ObjectDisposedException.ThrowIf(_chunk.IsClosed, this);
            return new ChunkWriter(_chunk.DangerousGetHandle(), Types, _places);
        }
    }

    public void Set<T>(int column, T value)
        where T : unmanaged => Chunk.Column(column).Values<T>()[Row] = value;

    public void SetText(int column, ReadOnlySpan<byte> utf8) => Chunk.Column(column).SetText(Row, utf8);

    public void SetNull(int column) => Chunk.Column(column).SetNull(Row);

    public void EndRow() => EndRows(1);

    /// <summary>Ends rows that were filled from <see cref="Row"/> on, at most to <see cref="ChunkWriter.Capacity"/>.</summary>
    public void EndRows(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ChunkWriter.Capacity - Row);
        Row += count;
        if (Row == ChunkWriter.Capacity)
        {
            Flush();
        }
    }

    /// <summary>Brings all ended rows into the table and ends the appender.</summary>
    /// <exception cref="DuckDbException">The table refused the rows: a constraint is broken, a value does not fit.</exception>
    public void Complete()
    {
        Flush();
        if (NativeMethods.AppenderClose(_appender) != DuckDbState.Success)
        {
            throw Failure();
        }
    }

    public void Dispose()
    {
        _chunk.Dispose();
        if (!_appender.IsClosed)
        {
            // Destroying flushes; what was not completed is not to appear.
            _ = NativeMethods.AppenderClear(_appender);
            _appender.Dispose();
        }
    }

    private void Flush()
    {
        if (Row == 0)
        {
            return;
        }

        nint chunk = _chunk.DangerousGetHandle();
        NativeMethods.DataChunkSetSize(chunk, (ulong)Row);
        if (NativeMethods.AppendDataChunk(_appender, _chunk) != DuckDbState.Success)
        {
            throw Failure();
        }

        NativeMethods.DataChunkReset(chunk);
        Row = 0;
    }

    private DuckDbException Failure()
    {
        using ErrorDataHandle error = NativeMethods.AppenderErrorData(_appender);
        return new DuckDbException(Utf8String.Read(NativeMethods.ErrorDataMessage(error)), NativeMethods.ErrorDataErrorType(error), inner: null);
    }
}

using System.Collections.Immutable;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>
/// Adds rows to a table in bulk. Set each column, then call <see cref="EndRow"/>. Nothing is certain to be in the table
/// before <see cref="Complete"/>; without it the rows since the last full buffer are dropped.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    /// <summary>The rows that a chunk has room for.</summary>
    private static readonly int Capacity = (int)NativeMethods.VectorSize();

    private readonly AppenderHandle _appender;
    private readonly DataChunkHandle _chunk;
    private int _row;

    internal DuckDbAppender(ConnectionHandle connection, string table)
    {
        if (NativeMethods.AppenderCreateExt(connection, null, null, table, out _appender) != DuckDbState.Success)
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

    public void Set<T>(int column, T value)
        where T : unmanaged => Column(column).Values<T>()[_row] = value;

    public void SetText(int column, ReadOnlySpan<byte> utf8) => Column(column).SetText(_row, utf8);

    public void SetNull(int column) => Column(column).SetNull(_row);

    public void EndRow()
    {
        _row++;
        if (_row == Capacity)
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

    private VectorWriter Column(int index)
    {
        ObjectDisposedException.ThrowIf(_chunk.IsClosed, this);
        return new VectorWriter(NativeMethods.DataChunkGetVector(_chunk.DangerousGetHandle(), (ulong)index), Types[index], Capacity);
    }

    private void Flush()
    {
        if (_row == 0)
        {
            return;
        }

        nint chunk = _chunk.DangerousGetHandle();
        NativeMethods.DataChunkSetSize(chunk, (ulong)_row);
        if (NativeMethods.AppendDataChunk(_appender, _chunk) != DuckDbState.Success)
        {
            throw Failure();
        }

        NativeMethods.DataChunkReset(chunk);
        _row = 0;
    }

    private DuckDbException Failure()
    {
        using ErrorDataHandle error = NativeMethods.AppenderErrorData(_appender);
        return new DuckDbException(Utf8String.Read(NativeMethods.ErrorDataMessage(error)), NativeMethods.ErrorDataErrorType(error), inner: null);
    }
}

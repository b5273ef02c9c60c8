using System.Collections.Immutable;
using Tocsin.DuckDb.Functions;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>
/// A DuckDB database of its own in memory, and the connection to it. It runs one query at a time, which may use many threads.
/// A query that its token stops ends between the chunks of a source: a join that makes very many rows of one chunk stops late.
/// </summary>
public sealed unsafe class DuckDbSession : IDisposable
{
    private readonly DatabaseHandle _database;
    private readonly ConnectionHandle _connection;
    private readonly FunctionFaults _faults = new();
    private ResultState? _open;

    private DuckDbSession(DatabaseHandle database, long? memoryLimit)
    {
        _database = database;
        if (NativeMethods.Connect(database, out _connection) != DuckDbState.Success)
        {
            database.Dispose();
            throw new DuckDbException("DuckDB refused a connection.", DuckDbErrorKind.Connection, inner: null);
        }

        FunctionMemory = new FunctionMemory(memoryLimit);
    }

    /// <summary>The version of the DuckDB library in use, such as <c>v1.5.5</c>.</summary>
    public static string LibraryVersion => DuckDbLibrary.Version;

    /// <summary>Called with the text of each statement before DuckDB sees it, to register the functions that it names.</summary>
    public Action<string>? BeforeStatement { get; set; }

    /// <summary>What functions of ours hold for the running query.</summary>
    public FunctionMemory FunctionMemory { get; }

    /// <summary>
    /// Begins to load the library on a thread of its own. Loading takes as long as compiling a query does, so that a
    /// program that calls this first has it for nothing.
    /// </summary>
    public static void Preload() => new Thread(DuckDbLibrary.TryLoad) { IsBackground = true, Name = "libduckdb" }.Start();

    /// <summary>Opens a new database.</summary>
    /// <exception cref="DuckDbException">The library is missing or of another version, a setting is unknown.</exception>
    public static DuckDbSession Open(DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        _ = DuckDbLibrary.Version;
        NativeMethods.CreateConfig(out ConfigHandle config);
        using (config)
        {
            foreach ((string name, string value) in options.All())
            {
                if (NativeMethods.SetConfig(config, name, value) != DuckDbState.Success)
                {
                    throw new DuckDbException($"DuckDB does not take the setting {name} = '{value}'.", DuckDbErrorKind.InvalidConfiguration, inner: null);
                }
            }

            if (NativeMethods.OpenExt(path: null, out DatabaseHandle database, config, out nint error) != DuckDbState.Success)
            {
                database.Dispose();
                string message = Utf8String.Take(error) ?? "DuckDB did not open the database.";
                throw new DuckDbException(message, DuckDbException.KindOf(message), inner: null);
            }

            var session = new DuckDbSession(database, options.MemoryLimit);
            session.SetTimeZone();
            return session;
        }
    }

    /// <summary>Runs one or several statements and returns the number of rows that the last one changed.</summary>
    public long Execute(string sql, CancellationToken cancellation = default)
    {
        using var result = new ResultHandle();
        using (Begin(sql, cancellation))
        {
            if (NativeMethods.Query(_connection, sql, result.Pointer) != DuckDbState.Success)
            {
                throw Failure(result.Pointer, cancellation);
            }
        }

        return (long)NativeMethods.RowsChanged(result.Pointer);
    }

    /// <summary>
    /// Starts one statement. Rows are worked out as they are read, so that a failure may come after some of them.
    /// The result ends with the next statement of this session.
    /// </summary>
    public DuckDbResult Query(string sql, CancellationToken cancellation = default)
    {
        using PreparedStatementHandle statement = Prepare(sql, cancellation, out InterruptOnCancel running);
        var result = new ResultHandle();
        try
        {
            if (NativeMethods.ExecutePreparedStreaming(statement, result.Pointer) != DuckDbState.Success)
            {
                throw Failure(result.Pointer, cancellation);
            }

            var rows = new DuckDbResult(this, result, running, cancellation);
            _open = rows.State;
            return rows;
        }
        catch
        {
            running.Dispose();
            result.Dispose();
            throw;
        }
    }

    /// <summary>The only value of a result of one row and one column, as <see cref="VectorReader.Value"/> gives it.</summary>
    public object? QueryValue(string sql, CancellationToken cancellation = default)
    {
        using DuckDbResult result = Query(sql, cancellation);
        return result.ReadRows().Single().Single();
    }

    /// <summary>The columns that one statement would give, without running it.</summary>
    public ImmutableArray<DuckDbColumn> DescribeQuery(string sql)
    {
        using PreparedStatementHandle statement = Prepare(sql, CancellationToken.None, out InterruptOnCancel running);
        using (running)
        {
            ulong count = NativeMethods.PreparedStatementColumnCount(statement);
            var columns = ImmutableArray.CreateBuilder<DuckDbColumn>((int)count);
            for (ulong i = 0; i < count; i++)
            {
                columns.Add(new DuckDbColumn(
                    Utf8String.Take(NativeMethods.PreparedStatementColumnName(statement, i)) ?? "",
                    LogicalTypes.ReadOwned(NativeMethods.PreparedStatementColumnLogicalType(statement, i))));
            }

            return columns.MoveToImmutable();
        }
    }

    /// <summary>Begins to add rows to a table in bulk.</summary>
    /// <exception cref="DuckDbException">There is no such table.</exception>
    public DuckDbAppender Append(string table) => new(_connection, table);

    /// <summary>
    /// Makes a function of ours known to the database. A second of the same name is an overload; with the same parameters it
    /// takes the first one's place.
    /// </summary>
    /// <exception cref="DuckDbException">DuckDB did not take it.</exception>
    public void RegisterScalar(ScalarFunction function)
    {
        EndOpenResult();
        ScalarRegistration.Register(_connection, function, _faults, FunctionMemory);
    }

    /// <summary>Makes an aggregate of ours known to the database. DuckDB takes no second one of the same name.</summary>
    /// <exception cref="DuckDbException">DuckDB did not take it.</exception>
    public void RegisterAggregate(AggregateFunction function)
    {
        EndOpenResult();
        AggregateRegistration.Register(_connection, function, _faults, FunctionMemory);
    }

    public void Dispose()
    {
        if (!_connection.IsClosed)
        {
            _connection.Dispose();
            _database.Dispose();
            FunctionMemory.Release();
        }
    }

    internal Exception Failure(NativeResult* result, CancellationToken cancellation) =>
        Failure(Utf8String.Read(NativeMethods.ResultError(result)), NativeMethods.ResultErrorType(result), cancellation);

    /// <summary>Not the machine's time zone: a cast from TIMESTAMP WITH TIME ZONE must mean the same everywhere.</summary>
    private void SetTimeZone()
    {
        try
        {
            Execute("set global TimeZone = 'UTC'");
        }
        catch (DuckDbException exception) when (exception.Kind is DuckDbErrorKind.Catalog)
        {
            // A library of the user's own without the ICU extension knows no time zone but UTC.
        }
    }

    /// <summary>What functions of ours had to say of the last query, as far as its rows were read.</summary>
    public IReadOnlyList<string> Notes() => _faults.Notes();

    private Exception Failure(string message, DuckDbErrorKind kind, CancellationToken cancellation)
    {
        Exception? thrown = _faults.Take();
        if (kind == DuckDbErrorKind.Interrupt && cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(message, thrown, cancellation);
        }

        return new DuckDbException(message, kind, thrown);
    }

    private PreparedStatementHandle Prepare(string sql, CancellationToken cancellation, out InterruptOnCancel running)
    {
        running = Begin(sql, cancellation);
        PreparedStatementHandle statement = new();
        try
        {
            if (NativeMethods.Prepare(_connection, sql, out statement) != DuckDbState.Success)
            {
                string message = Utf8String.Read(NativeMethods.PrepareError(statement));
                throw Failure(message, DuckDbException.KindOf(message), cancellation);
            }

            return statement;
        }
        catch
        {
            statement.Dispose();
            running.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The next statement ends a result of which not all rows were read, and rolls its transaction back: what is registered
    /// meanwhile would be lost with it.
    /// </summary>
    private void EndOpenResult()
    {
        if (_open is { HasEnded: false })
        {
            EndLastStatement();
        }

        _open = null;
    }

    /// <summary>
    /// Frees what the last statement's aggregates hold still: DuckDB forgets to destroy states whose rows were not read.
    /// </summary>
    private void FreeWhatIsLeft()
    {
        if (FunctionMemory.Held > 0)
        {
            EndLastStatement();
            _open = null;
            FunctionMemory.FreeBlocks();
        }
    }

    private void EndLastStatement()
    {
        using var nothing = new ResultHandle();
        _ = NativeMethods.Query(_connection, "SELECT 1", nothing.Pointer);
    }

    private InterruptOnCancel Begin(string sql, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_connection.IsClosed, this);
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            // The C API would take the text before it for the whole statement.
            throw new ArgumentException("SQL text cannot hold the character U+0000.", nameof(sql));
        }

        cancellation.ThrowIfCancellationRequested();
        FreeWhatIsLeft();
        BeforeStatement?.Invoke(sql);
        _faults.Forget();
        return new InterruptOnCancel(_connection, cancellation);
    }
}

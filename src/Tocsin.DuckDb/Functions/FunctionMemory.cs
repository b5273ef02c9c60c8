using System.Collections.Concurrent;
using System.Globalization;
using Tocsin.DuckDb.Functions;

namespace Tocsin.DuckDb;

/// <summary>
/// What functions of ours hold for the running queries of a database: states of aggregates, rows that a function gathers.
/// DuckDB counts its own memory only; this is held to the same limit, since none of it can be spilled to disk.
/// </summary>
public sealed class FunctionMemory
{
    /// <summary>As much of the machine's as DuckDB takes for itself unless told.</summary>
    private const double UsualPart = 0.8;

    private static readonly ConcurrentDictionary<int, FunctionMemory> Accounts = [];
    private static int _lastId;

    private readonly int _id = Interlocked.Increment(ref _lastId);
    private long _held;

    // The database, and each of its aggregates: DuckDB may destroy states as long as one lives.
    private int _users = 1;

    internal FunctionMemory(long? limit)
    {
        Limit = limit ?? (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * UsualPart);
        Blocks = new StateBlocks(_id);
        Accounts[_id] = this;
    }

    /// <summary>Bytes held now. Where not all rows of a query were read, its part goes with the session's next statement.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Bytes that may be held.</summary>
    public long Limit { get; }

    internal StateBlocks Blocks { get; }

    /// <summary>Room that grows and shrinks, for one holder.</summary>
    public MemoryLease Lease() => new(this);

    /// <summary>By its number, for what DuckDB calls without telling for which database.</summary>
    internal static FunctionMemory Of(int id) => Accounts[id];

    internal void Retain() => Interlocked.Increment(ref _users);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            FreeBlocks();
            Accounts.TryRemove(_id, out _);
        }
    }

    /// <summary>Frees the blocks of states that are no more, but were not destroyed.</summary>
    internal void FreeBlocks() => Give(Blocks.Clear());

    /// <summary>Counts bytes that are about to be held.</summary>
    /// <exception cref="FunctionMemoryException">They would pass the limit; then none are counted.</exception>
    internal void Take(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > Limit)
        {
            Give(bytes);
            throw new FunctionMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"what the query's functions must keep would pass the limit of {Limit / 1_000_000:N0} MB"));
        }
    }

    internal void Give(long bytes) => Interlocked.Add(ref _held, -bytes);
}

/// <summary>One holder's part of a <see cref="FunctionMemory"/>, which it gives back at the end.</summary>
public sealed class MemoryLease : IDisposable
{
    private readonly FunctionMemory _memory;
    private long _bytes;

    internal MemoryLease(FunctionMemory memory) => _memory = memory;

    /// <summary>Says how many bytes are held from now on.</summary>
    /// <exception cref="FunctionMemoryException">They pass the limit.</exception>
    public void Resize(long bytes)
    {
        if (bytes > _bytes)
        {
            _memory.Take(bytes - _bytes);
        }
        else
        {
            _memory.Give(_bytes - bytes);
        }

        _bytes = bytes;
    }

    public void Dispose() => Resize(0);
}

/// <summary>Functions of ours would hold more than the database's memory limit.</summary>
public sealed class FunctionMemoryException(string message) : Exception(message);

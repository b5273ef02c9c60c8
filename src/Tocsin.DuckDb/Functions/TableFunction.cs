using System.Collections.Immutable;

namespace Tocsin.DuckDb;

/// <summary>
/// A source of rows that SQL calls by name, such as <c>from read_x('file')</c>. <paramref name="bind"/> gets the
/// arguments (string, long, double, bool, <c>object?[]</c> for lists, or null) and says what there is to read.
/// </summary>
public sealed class TableFunction(string name, ImmutableArray<DuckDbType> parameters, Func<ImmutableArray<object?>, TableScan> bind)
{
    public string Name { get; } = name;

    public ImmutableArray<DuckDbType> Parameters { get; } = parameters;

    public Func<ImmutableArray<object?>, TableScan> Bind { get; } = bind;
}

/// <summary>One call of a <see cref="TableFunction"/> in a query, which may run several times.</summary>
public abstract class TableScan
{
    public abstract ImmutableArray<DuckDbColumn> Columns { get; }

    /// <summary>About how many rows there are, which helps DuckDB order joins; null if unknown.</summary>
    public virtual long? Cardinality => null;

    /// <summary>How many threads may read at once.</summary>
    public virtual int MaxThreads => 1;

    /// <summary>Begins one run, and returns what makes a reader for each thread.</summary>
    /// <param name="columns">The columns that the query needs, by their place in <see cref="Columns"/>; the output has these alone, in this order.</param>
    public abstract Func<TableReader> Start(ImmutableArray<int> columns);
}

/// <summary>Reads rows on one thread.</summary>
public abstract class TableReader : IDisposable
{
    /// <summary>Fills in up to <see cref="ChunkWriter.Capacity"/> rows and returns how many; 0 at the end.</summary>
    public abstract int Read(ChunkWriter output);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

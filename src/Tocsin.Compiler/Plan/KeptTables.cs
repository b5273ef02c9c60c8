using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;

namespace Tocsin.Compiler.Plan;

/// <summary>
/// What the results of a query share and is computed once: <c>materialize()</c>
/// (https://learn.microsoft.com/kusto/query/materialize-function) and the rows before fork and facet. Each becomes a
/// temporary table, of the columns that are read.
/// </summary>
public sealed class KeptTables
{
    private readonly List<KeptTable> _tables = [];

    // The table whose query is lowered.
    private KeptTable? _current;

    public KeptTable Of(SharedQuery query)
    {
        var table = _tables.Find(t => t.Source == query);
        if (table is null)
        {
            table = new KeptTable(string.Create(CultureInfo.InvariantCulture, $"tocsin_kept_{_tables.Count + 1}"), query);
            _tables.Add(table);
        }

        return table;
    }

    /// <summary>Takes note of what a query reads of a kept table.</summary>
    public void NoteColumns(ScanPlan scan)
    {
        if (_tables.Find(t => t.Name.Equals(scan.Table, StringComparison.Ordinal)) is { } table)
        {
            table.IsRead = true;
            _current?.Reads.Add(table);
            table.Needed.UnionWith(scan.Columns.Select(c => c.Name));
        }
    }

    /// <summary>
    /// Computes every table by <paramref name="lower"/>, which may take note of others; again where something turns out to
    /// read more of it. They come in an order in which each follows those that it reads.
    /// </summary>
    public ImmutableArray<T> Lower<T>(Func<KeptTable, T> lower)
    {
        var lowered = new Dictionary<KeptTable, (int Columns, T Value)>();
        while (_tables.Find(t => t.IsRead && (!lowered.TryGetValue(t, out var known) || known.Columns < t.Needed.Count)) is { } next)
        {
            _current = next;
            var columns = next.Needed.Count;
            lowered[next] = (columns, lower(next));
        }

        _current = null;
        var ordered = new List<KeptTable>();
        foreach (var table in _tables.Where(lowered.ContainsKey))
        {
            AddAfterItsSources(table, ordered);
        }

        return [.. ordered.Select(t => lowered[t].Value)];
    }

    private static void AddAfterItsSources(KeptTable table, List<KeptTable> ordered)
    {
        if (ordered.Contains(table))
        {
            return;
        }

        foreach (var source in table.Reads)
        {
            AddAfterItsSources(source, ordered);
        }

        ordered.Add(table);
    }
}

/// <summary>The table of a query's rows, with their number where they have an order.</summary>
public sealed class KeptTable
{
    private const string RowNumber = "row number";

    private readonly ImmutableArray<ColumnSymbol> _columns;
    private readonly ImmutableArray<string> _names;
    private readonly bool _isOrdered;

    public KeptTable(string name, SharedQuery source)
    {
        Name = name;
        Source = source;
        _isOrdered = !Planner.Plan(source.Query).Root.Order.IsEmpty;
        Query = _isOrdered ? BoundBuilder.Add(source.Query, source.Query.Span, BoundBuilder.RowNumber(RowNumber, source.Query.Span)) : source.Query;
        _columns = Query.Columns;
        _names = SelectBuilder.Names(_columns);
    }

    public string Name { get; }

    public SharedQuery Source { get; }

    /// <summary>The rows as they are stored.</summary>
    public BoundQuery Query { get; }

    /// <summary>The kept tables that its own query reads.</summary>
    public HashSet<KeptTable> Reads { get; } = [];

    public bool IsRead { get; set; }

    /// <summary>The names of the columns that something reads.</summary>
    public HashSet<string> Needed { get; } = new(StringComparer.Ordinal);

    /// <summary>The needed columns, and their names in the table.</summary>
    public (ImmutableArray<ColumnSymbol> Columns, ImmutableArray<string> Names) Stored
    {
        get
        {
            var kept = Enumerable.Range(0, _columns.Length).Where(i => Needed.Contains(_names[i])).ToArray();
            return ([.. kept.Select(i => _columns[i])], [.. kept.Select(i => _names[i])]);
        }
    }

    /// <summary>Reads the table into the columns of a use of its source.</summary>
    public PlanNode Read(ImmutableArray<ColumnSymbol> columns)
    {
        ImmutableArray<ColumnSymbol> stored = [.. _columns.Select((c, i) => c.Renamed(_names[i]))];
        var assignments = columns.Select((c, i) => new BoundAssignment(c, new BoundColumn(stored[i], default)));
        if (!_isOrdered)
        {
            return new ComputePlan(new ScanPlan(Name, stored), [.. assignments]);
        }

        var number = BoundBuilder.Pass(stored[^1], default);
        return new ComputePlan(new ScanPlan(Name, stored), [.. assignments, number])
        {
            Order = [PlanOrdering.Ascending(number.Column)],
        };
    }
}

using Tocsin.Compiler.Binding;
using Tocsin.DuckDb;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Engine.Sources;

/// <summary>
/// The tables that queries may name: those loaded, and every other that Tocsin knows, empty, so that any rule binds
/// and runs anywhere. An empty table is described, and gets its view, when a query first names it.
/// </summary>
internal sealed class TableCatalogue
{
    private readonly Dictionary<string, LoadedTable> _loaded;
    private readonly DuckDbSession _session;

    public TableCatalogue(LoadedTelemetry telemetry, DuckDbSession session)
    {
        _loaded = telemetry.Tables.ToDictionary(t => t.Schema.Name, StringComparer.Ordinal);
        _session = session;
        Tables = new TableDictionary(() => KnownTables.Names.Union(_loaded.Keys, StringComparer.Ordinal), Describe);
        Reached = [.. KnownTables.Basic.Select(t => t.Name).Union(_loaded.Keys, StringComparer.Ordinal)];
        foreach (var name in _loaded.Keys)
        {
            _ = Tables[name];
        }
    }

    public TableDictionary Tables { get; }

    /// <summary>What wildcards, search and find reach: the tables with data, and those that are there in any case.</summary>
    public IReadOnlyCollection<string> Reached { get; }

    /// <summary>Whether files hold rows of a table, or are said to.</summary>
    public bool IsLoaded(string name) => _loaded.ContainsKey(name);

    /// <summary>The table, with a view of its rows under its name; null where none is known.</summary>
    private TableDescriptor? Describe(string name)
    {
        var loaded = _loaded.GetValueOrDefault(name);
        if ((loaded?.Schema ?? KnownTables.Find(name)) is not { } schema)
        {
            return null;
        }

        _session.Execute($"CREATE OR REPLACE TEMP VIEW {DuckDbWriter.Quote(name)} AS {DuckDbWriter.Write(loaded?.Rows ?? Empty(schema))};");
        return TableDescriptors.Of(schema) with
        {
            RowsWithin = loaded is not null && loaded.Sources.Any(s => s.NativeTime is not null) ? loaded.RowsWithin : null,
        };
    }

    private static SqlSelect Empty(TableSchema schema) => new()
    {
        Items = [.. schema.Columns.Select(c => new SqlSelectItem(new SqlNull(SqlTypes.Of(c.Type)), c.Name))],
        Where = Sql.Tree.Sql.False,
    };
}

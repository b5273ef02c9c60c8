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
/// and runs anywhere.
/// </summary>
internal sealed class TableCatalogue
{
    private readonly Dictionary<string, LoadedTable> _loaded;

    public TableCatalogue(LoadedTelemetry telemetry)
    {
        _loaded = telemetry.Tables.ToDictionary(t => t.Schema.Name, StringComparer.Ordinal);
        Tables = KnownTables.All.ToDictionary(t => t.Name, Describe, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, TableDescriptor> Tables { get; }

    public IEnumerable<LoadedTable> Loaded => _loaded.Values;

    /// <summary>A view for each table, under its name.</summary>
    public void CreateViews(DuckDbSession session)
    {
        var statements = KnownTables.All.Select(schema =>
        {
            var rows = _loaded.TryGetValue(schema.Name, out var table) ? table.Rows : Empty(schema);
            return $"CREATE TEMP VIEW {DuckDbWriter.Quote(schema.Name)} AS {DuckDbWriter.Write(rows)};";
        });
        session.Execute(string.Concat(statements));
    }

    private TableDescriptor Describe(TableSchema schema) => new(schema.Name, [.. schema.Columns.Select(c => new TableColumn(c.Name, c.Type))])
    {
        RowsWithin = _loaded.TryGetValue(schema.Name, out var table) && table.Sources.Any(s => s.NativeTime is not null)
            ? table.RowsWithin
            : null,
    };

    private static SqlSelect Empty(TableSchema schema) => new()
    {
        Items = [.. schema.Columns.Select(c => new SqlSelectItem(new SqlNull(SqlTypes.Of(c.Type)), c.Name))],
        Where = Sql.Tree.Sql.False,
    };
}

using System.Collections.Immutable;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// A table that is kept as its stage. Columns that the source does not have, or that equal another, are not stored:
/// the table's query adds them.
/// </summary>
internal sealed class StagedTable
{
    private readonly TableSchema _schema;
    private readonly ImmutableArray<SqlSelectItem> _columns;

    public StagedTable(TableMap map, MappingLowerer lowerer)
    {
        _schema = map.Schema;
        _columns = lowerer.Columns(map);
        Stored = [.. _columns.Where(c => !IsConstant(c.Expression)).DistinctBy(c => Spelled(c.Expression), StringComparer.Ordinal).Select(OfStage)];
    }

    public ImmutableArray<SqlSelectItem> Stored { get; }

    public TableSource Over(string stageName, Stage stage, string? sensor = null) => new(
        _schema,
        new SqlSelect
        {
            Items = [.. _columns.Select(c => new SqlSelectItem(FromStage(c.Expression), c.Alias))],
            From = new SqlTable(stageName),
            Where = stage.IsUsedFor(_schema.Name),
        })
    {
        Sensor = sensor,
    };

    /// <summary>The stage's own columns begin with a dollar sign, and a user's file may have such.</summary>
    private static SqlSelectItem OfStage(SqlSelectItem item) => item.Alias is ['$', ..] ? item with { Alias = "$$" + item.Alias } : item;

    private static bool IsConstant(SqlExpression expression) => expression is SqlString or SqlNull;

    private SqlExpression FromStage(SqlExpression expression) =>
        IsConstant(expression)
            ? expression
            : Column(Stored.First(s => Spelled(s.Expression).Equals(Spelled(expression), StringComparison.Ordinal)).Alias!);

    /// <summary>Equal expressions are spelled alike; nodes that hold lists of others do not compare so.</summary>
    private static string Spelled(SqlExpression expression) => DuckDbWriter.Write(expression);
}

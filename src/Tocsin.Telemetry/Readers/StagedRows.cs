using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>A table's rows from a stage that holds its columns already.</summary>
internal static class StagedRows
{
    public static SqlQuery Of(TableSchema schema, string stage) => new SqlSelect
    {
        Items = [.. schema.Columns.Select(c => new SqlSelectItem(Column(c.Name)))],
        From = new SqlTable(stage),
        Where = Equal(Column(Stage.Outcome), String(Stage.Name(RecordOutcome.Used))),
    };
}

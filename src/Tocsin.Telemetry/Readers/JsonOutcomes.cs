using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

internal static class JsonOutcomes
{
    public static IEnumerable<OutcomeCase> Malformed(SqlExpression json) =>
    [
        new(IsNull(json), RecordOutcome.Rejected, String(Stage.BadJson)),
        new(
            NotEqual(Call("left", Call("ltrim", json), Integer(1)), String("{")),
            RecordOutcome.Rejected,
            String(Stage.NotAnObject)),
    ];

    /// <summary>Every record's text and its transformation, with the file's index.</summary>
    public static SqlRelation Transformed(
        ImmutableArray<InputFile> files, string structure, string alias, string document, int maximumBytes) => new SqlDerived(
        new SqlSelect
        {
            Items =
            [
                new(Column("r", FileScan.JsonColumn), FileScan.JsonColumn),
                new(Column("r", FileScan.FileIndex), FileScan.FileIndex),
                new(Call("json_transform", Column("r", FileScan.JsonColumn), String(structure)), document),
            ],
            From = FileScan.JsonObjects(files, "r", maximumBytes),
        },
        alias);
}

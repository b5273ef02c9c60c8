using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>One JSON record a row: its text, the struct that was made of it, and the file's index.</summary>
internal static class JsonRecords
{
    public const string Document = "x";

    public static ImmutableArray<OutcomeCase> Malformed { get; } =
    [
        new(IsNull(Column(FileScan.JsonColumn)), RecordOutcome.Rejected, String(Stage.BadJson)),
        new(
            NotEqual(Call("left", Call("ltrim", Column(FileScan.JsonColumn)), Integer(1)), String("{")),
            RecordOutcome.Rejected,
            String(Stage.NotAnObject)),
    ];

    public static SqlRelation Of(ImmutableArray<InputFile> files, string structure, int maximumBytes) =>
        Transformed(FileScan.JsonObjects(files, "r", maximumBytes), structure);

    /// <summary>Texts and file indices, with the struct of each text.</summary>
    public static SqlRelation Transformed(SqlRelation texts, string structure) => new SqlDerived(
        new SqlSelect
        {
            Items =
            [
                new(Column(FileScan.JsonColumn)),
                new(Column(FileScan.FileIndex), FileScan.FileIndex),
                // An empty structure asks for nothing, and the function takes none.
                new(structure is "{}" ? Column(FileScan.JsonColumn) : Call("json_transform", Column(FileScan.JsonColumn), String(structure)), Document),
            ],
            From = texts,
        },
        "records");
}

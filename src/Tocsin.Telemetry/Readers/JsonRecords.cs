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

    public static SqlRelation Of(ImmutableArray<InputFile> files, string structure, int maximumBytes) => new SqlDerived(
        new SqlSelect
        {
            Items =
            [
                new(Column(FileScan.JsonColumn)),
                new(Column(FileScan.FileIndex)),
                new(Call("json_transform", Column(FileScan.JsonColumn), String(structure)), Document),
            ],
            From = FileScan.JsonObjects(files, "r", maximumBytes),
        },
        "records");
}

using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>JSON records of one table: mapped while they are read, so the stage is the table.</summary>
/// <param name="Sampled">Names of the sampled records.</param>
/// <param name="IsExact">Whether names are spelled one way only; else they match without regard to case where none matches exactly.</param>
internal sealed record MappedJsonPlan(string Format, TableMap Map, IReadOnlySet<string> Sampled, bool IsExact, TelemetryOptions Options)
{
    /// <summary>See <see cref="TextSource.Null"/>.</summary>
    public string? Null { get; init; }

    /// <summary>See <see cref="TableSource.Sensor"/>.</summary>
    public string? Sensor { get; init; }

    /// <summary>Records that are not of the table, by conditions over the source.</summary>
    public Func<FieldSource, IEnumerable<OutcomeCase>>? Kinds { get; init; }

    public TelemetryReading Read(ImmutableArray<InputFile> files, string stageName) => Quick(files, stageName) ?? Thorough(files, stageName);

    /// <summary>
    /// The database's own reader, which parses each record once and keeps no column that the file does not have. It says
    /// neither which record is at fault nor how it reads; any fault leaves the files to <see cref="Thorough"/>.
    /// </summary>
    private TelemetryReading? Quick(ImmutableArray<InputFile> files, string stageName)
    {
        var source = new JsonColumnSource(Sampled, IsExact) { Null = Null };
        var lowerer = new MappingLowerer(source);
        var table = new StagedTable(Map, lowerer);
        OutcomeCase[] known = [.. Kinds?.Invoke(source) ?? [], .. Stage.Unreadable(lowerer, Map), Stage.NoTime(lowerer, Map)];
        if (source.Columns.Any(IsTaken) || !source.IsComplete || (source.Columns.IsEmpty && source.Others.IsEmpty))
        {
            return null;
        }

        var others = new OutcomeCase(source.HasOthers, RecordOutcome.Header, String("fields that the first records do not have"));
        var stage = new Stage([others, .. known], Stage.Used(Map.Schema.Name));
        var records = new SqlDerived(
            new SqlSelect
            {
                Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex)],
                From = FileScan.JsonColumns(files, "r", source.Columns, source.Others, Options.MaximumRecordBytes),
            },
            "r");
        return Reading(files, stageName, table, stage, source.Layers.Over(records, stage.Judgement)) with
        {
            Thorough = () => Thorough(files, stageName),
        };
    }

    /// <summary>Whether a field would be a column that the reading itself adds.</summary>
    private static bool IsTaken(string name) => name is ['$', ..] || name.Equals(FileScan.FileIndex, StringComparison.OrdinalIgnoreCase);

    private TelemetryReading Thorough(ImmutableArray<InputFile> files, string stageName)
    {
        var source = new JsonSource(Column(JsonRecords.Document), IsExact ? null : Sampled) { Null = Null };
        var lowerer = new MappingLowerer(source);
        var table = new StagedTable(Map, lowerer);
        var stage = new Stage(
            [
                .. JsonRecords.Malformed,
                .. Kinds?.Invoke(source) ?? [],
                .. Stage.Unreadable(lowerer, Map),
                Stage.NoTime(lowerer, Map),
            ],
            Stage.Used(Map.Schema.Name))
        {
            RecordText = Column(FileScan.JsonColumn),
        };
        var records = JsonRecords.Of(files, source.Structure, Options.MaximumRecordBytes);
        return Reading(files, stageName, table, stage, source.Layers.Over(records, stage.Judgement));
    }

    private TelemetryReading Reading(
        ImmutableArray<InputFile> files, string stageName, StagedTable table, Stage stage, SqlRelation records) => new()
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect { Items = [.. table.Stored, .. stage.Columns(Column(FileScan.FileIndex))], From = records },
            IsStageTable = true,
            Tables = [table.Over(stageName, stage, Sensor)],
            Accounting = stage.Accounting(new SqlTable(stageName)),
            Rejections = stage.Rejections(new SqlTable(stageName)),
            Over = Read,
        };
}

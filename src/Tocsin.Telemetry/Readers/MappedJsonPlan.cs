using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>JSON records of one table: mapped while they are read, so the stage is the table.</summary>
/// <param name="Kinds">Records that are not of the table, by conditions over the source.</param>
internal sealed record MappedJsonPlan(
    string Format,
    TableMap Map,
    IReadOnlySet<string>? Names,
    TelemetryOptions Options,
    Func<JsonSource, IEnumerable<OutcomeCase>>? Kinds = null)
{
    /// <summary>See <see cref="TableSource.Sensor"/>.</summary>
    public string? Sensor { get; init; }

    public TelemetryReading Read(ImmutableArray<InputFile> files, string stageName)
    {
        var source = new JsonSource(Column(JsonRecords.Document), Names);
        var lowerer = new MappingLowerer(source);
        var table = new StagedTable(Map, lowerer);
        var stage = new Stage(
            [
                .. JsonRecords.Malformed,
                .. Kinds?.Invoke(source) ?? [],
                .. Stage.Unreadable(lowerer, Map),
                Stage.NoTime(lowerer, Map),
            ],
            Stage.Used(Map.Schema.Name));
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect
            {
                Items = [.. table.Stored, .. stage.Columns(Column(FileScan.FileIndex), Column(FileScan.JsonColumn))],
                From = source.Layers.Over(JsonRecords.Of(files, source.Structure, Options.MaximumRecordBytes), stage.Judgement),
            },
            IsStageTable = true,
            Tables = [table.Over(stageName, stage, Sensor)],
            Accounting = stage.Accounting(new SqlTable(stageName)),
            Rejections = stage.Rejections(new SqlTable(stageName)),
            Over = Read,
        };
    }
}

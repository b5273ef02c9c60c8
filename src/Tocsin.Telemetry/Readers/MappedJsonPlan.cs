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
    private const string Records = "records";
    private const string Document = "x";

    public TelemetryReading Read(ImmutableArray<InputFile> files, string stage)
    {
        var source = new JsonSource(Column(Document), Names);
        var lowerer = new MappingLowerer(source);
        var columns = lowerer.Columns(Map);
        var json = Column(FileScan.JsonColumn);
        ImmutableArray<OutcomeCase> cases =
        [
            .. JsonOutcomes.Malformed(json),
            .. Kinds?.Invoke(source) ?? [],
            .. Stage.Unreadable(lowerer, Map),
            Stage.NoTime(lowerer, Map),
        ];
        var table = Map.Schema.Name;
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stage,
            Stage = new SqlSelect
            {
                Items = [.. columns, .. Stage.Verdict(Column(FileScan.FileIndex), json, cases, String(table))],
                From = source.Layers.Over(
                    JsonOutcomes.Transformed(files, source.Structure, Records, Document, Options.MaximumRecordBytes), Stage.Judgement(cases)),
            },
            IsStageTable = true,
            Tables = [new TableSource(Map.Schema, StagedRows.Of(Map.Schema, stage))],
            Accounting = Stage.Accounting(stage),
            Rejections = Stage.Rejections(stage),
            Over = Read,
        };
    }
}

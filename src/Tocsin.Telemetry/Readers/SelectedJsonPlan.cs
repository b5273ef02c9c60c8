using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// JSON records of several kinds: the stage sorts them by kind and keeps the text of those that a table takes, and each
/// table maps its own afterwards. One pass over the files, however many tables.
/// </summary>
/// <param name="Kinds">In order; the first whose condition holds decides. What none of them claims is skipped as <paramref name="OtherKind"/>.</param>
internal sealed record SelectedJsonPlan(
    string Format,
    ImmutableArray<SelectedKind> Kinds,
    MappedValue OtherKind,
    TelemetryOptions Options)
{
    private const string Records = "records";
    private const string Document = "x";

    public TelemetryReading Read(ImmutableArray<InputFile> files, string stage)
    {
        var source = new JsonSource(Column(Document));
        var lowerer = new MappingLowerer(source);
        var json = Column(FileScan.JsonColumn);
        var cases = new List<OutcomeCase>(JsonOutcomes.Malformed(json));
        var used = new List<SqlWhen>();
        foreach (var kind in Kinds)
        {
            var condition = kind.Condition(lowerer);
            IEnumerable<OutcomeCase> faults = [.. Stage.Unreadable(lowerer, kind.Map), Stage.NoTime(lowerer, kind.Map)];
            cases.AddRange(faults.Select(f => f with { Condition = And(condition, f.Condition) }));
            used.Add(new SqlWhen(condition, String(kind.Map.Schema.Name)));
        }

        var isOther = Not(Coalesce(Or(used.Select(u => u.Condition)), False));
        cases.Add(new OutcomeCase(isOther, RecordOutcome.Skipped, Coalesce(lowerer.Lower(OtherKind, KqlType.String)!, String(string.Empty))));
        var verdict = Stage.Verdict(
            Column(FileScan.FileIndex), json, [.. cases], used.Count == 0 ? String(string.Empty) : new SqlCase([.. used], String(string.Empty)));
        var sorted = new SqlSelect
        {
            Items = [new(json, FileScan.JsonColumn), .. verdict],
            From = source.Layers.Over(
                JsonOutcomes.Transformed(files, source.Structure, Records, Document, Options.MaximumRecordBytes),
                Stage.Judgement([.. cases])),
        };
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stage,
            Stage = KeepUsedText(sorted),
            Tables = [.. Kinds.Select(k => k.Map).DistinctBy(m => m.Schema.Name, StringComparer.Ordinal).Select(m => Table(m, stage))],
            Accounting = Stage.Accounting(stage),
            Rejections = Stage.Rejections(stage),
            Over = Read,
        };
    }

    private static SqlSelect KeepUsedText(SqlSelect sorted) => new()
    {
        Items =
        [
            new(Column(Stage.File)),
            new(Column(Stage.Outcome)),
            new(Column(Stage.Detail)),
            new(Column(Stage.Text)),
            new(
                If(
                    Equal(Column(Stage.Outcome), String(Stage.Name(RecordOutcome.Used))),
                    Column(FileScan.JsonColumn),
                    new SqlNull(SqlType.Json)),
                Stage.Json),
        ],
        From = new SqlDerived(sorted, "sorted"),
    };

    private static TableSource Table(TableMap map, string stage)
    {
        var source = new JsonSource(Column(Document));
        var columns = new MappingLowerer(source).Columns(map);
        var transformed = new SqlSelect
        {
            Items = [new(Call("json_transform", Column(Stage.Json), String(source.Structure)), Document)],
            From = new SqlTable(stage),
            Where = Stage.IsUsedFor(map.Schema.Name),
        };
        return new TableSource(map.Schema, new SqlSelect { Items = columns, From = source.Layers.Over(new SqlDerived(transformed, Records)) });
    }
}

/// <summary>Records that a table takes.</summary>
internal sealed record SelectedKind(Func<MappingLowerer, SqlExpression> Condition, TableMap Map);

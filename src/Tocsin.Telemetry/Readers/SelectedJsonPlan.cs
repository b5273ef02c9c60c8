using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Records that a table takes.</summary>
internal sealed record SelectedKind(Func<MappingLowerer, SqlExpression> Condition, TableMap Map);

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
    /// <summary>A field that is there only where a converter could not read the record, and says why; null where none converts.</summary>
    public MappedValue? Rejected { get; init; }

    /// <summary>The text of a record that a table takes.</summary>
    private const string UsedText = "$json";

    public TelemetryReading Read(ImmutableArray<InputFile> files, string stageName)
    {
        var source = new JsonSource(Column(JsonRecords.Document));
        var stage = Judge(new MappingLowerer(source));
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect
            {
                Items =
                [
                    .. stage.Columns(Column(FileScan.FileIndex), Column(FileScan.JsonColumn)),
                    new(If(stage.IsUsed, Column(FileScan.JsonColumn), new SqlNull(SqlType.Json)), UsedText),
                ],
                From = source.Layers.Over(JsonRecords.Of(files, source.Structure, Options.MaximumRecordBytes), stage.Judgement),
            },
            Tables = [.. Kinds.Select((k, i) => Table(k.Map, stageName, stage.IsUsedAs(i)))],
            Accounting = stage.Accounting(new SqlTable(stageName)),
            Rejections = stage.Rejections(new SqlTable(stageName)),
            Over = Read,
        };
    }

    private Stage Judge(MappingLowerer lowerer)
    {
        var faults = new List<OutcomeCase>(JsonRecords.Malformed);
        if (Rejected is not null && lowerer.Lower(Rejected, KqlType.String) is { } reason)
        {
            faults.Add(new OutcomeCase(IsNotNull(reason), RecordOutcome.Rejected, reason));
        }

        var used = new List<OutcomeCase>();
        foreach (var kind in Kinds)
        {
            var condition = kind.Condition(lowerer);
            faults.AddRange(Stage.Unreadable(lowerer, kind.Map).Append(Stage.NoTime(lowerer, kind.Map))
                .Select(f => f with { Condition = And(condition, f.Condition) }));
            used.Add(Stage.Used(kind.Map.Schema.Name) with { Condition = condition });
        }

        var kindName = lowerer.Lower(OtherKind, KqlType.String) ?? throw new InvalidOperationException($"{Format} has no kinds.");
        return new Stage([.. faults, .. used], new OutcomeCase(True, RecordOutcome.Skipped, kindName));
    }

    private static TableSource Table(TableMap map, string stageName, SqlExpression isUsed)
    {
        var source = new JsonSource(Column(JsonRecords.Document));
        var columns = new MappingLowerer(source).Columns(map);
        var transformed = new SqlSelect
        {
            Items = [new(Call("json_transform", Column(UsedText), String(source.Structure)), JsonRecords.Document)],
            From = new SqlTable(stageName),
            Where = isUsed,
        };
        return new TableSource(
            map.Schema, new SqlSelect { Items = columns, From = source.Layers.Over(new SqlDerived(transformed, "records")) });
    }
}

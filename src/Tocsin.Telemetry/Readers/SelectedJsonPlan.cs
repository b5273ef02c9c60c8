using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Records that a table takes.</summary>
/// <param name="Sensor">See <see cref="TableSource.Sensor"/>.</param>
/// <param name="Essential">A field without which a record is rejected; its reason is the other part.</param>
internal sealed record SelectedKind(
    Func<MappingLowerer, SqlExpression> Condition, TableMap Map, string? Sensor = null, (MappedValue Field, string Reason)? Essential = null);

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

    /// <summary>A number without which a record is rejected, and the reason; null where records may lack any.</summary>
    public (MappedValue Field, string Reason)? Required { get; init; }

    /// <summary>Where the records are lines of delimited text, which become objects by this header; null where they are JSON.</summary>
    public CsvHeader? Csv { get; init; }

    /// <summary>What stands in delimited text for a value that a record lacks; null where nothing does.</summary>
    public string? Absent { get; init; }

    public ImmutableArray<string> TimeFormats { get; init; } = [];

    /// <summary>Whether a record that none of the kinds claims is one of <see cref="Wider"/>; null where there is no such plan.</summary>
    public Func<MappingLowerer, SqlExpression>? Others { get; init; }

    /// <summary>The plan with all kinds that the files hold, by which they are read again where there are <see cref="Others"/>.</summary>
    public Func<ImmutableArray<InputFile>, SelectedJsonPlan>? Wider { get; init; }

    /// <summary>The text of a record that a table takes.</summary>
    private const string UsedText = "$json";

    public TelemetryReading Read(ImmutableArray<InputFile> files, string stageName)
    {
        var source = new JsonSource(Column(JsonRecords.Document)) { TimeFormats = TimeFormats };
        var stage = Judge(new MappingLowerer(source));
        var accounting = stage.Accounting(new SqlTable(stageName));
        var rejections = stage.Rejections(new SqlTable(stageName));
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect
            {
                Items =
                [
                    .. stage.Columns(Column(FileScan.FileIndex)),
                    new(If(stage.IsUsed, Column(FileScan.JsonColumn), new SqlNull(SqlType.Json)), UsedText),
                ],
                From = source.Layers.Over(Records(files, source.Structure, stageName), stage.Judgement),
            },
            SideTables = Csv is null ? [] : [FileScan.RejectsTable(stageName), FileScan.ScansTable(stageName)],
            Shape = Csv is null ? null : new CsvShape(Csv.Delimiter, Csv.Skip, Csv.Columns.Length),
            Tables = [.. Kinds.Select((k, i) => Table(k, stageName, stage.IsUsedAs(i)))],
            Accounting = Csv is null ? accounting : CsvRejects.WithAccounting(accounting, stageName),
            Rejections = Csv is null ? rejections : CsvRejects.WithRejections(rejections, stageName),
            Over = Read,
            Again = Wider is null ? null : () => Wider(files).Read(files, stageName),
        };
    }

    private SqlRelation Records(ImmutableArray<InputFile> files, string structure, string stageName)
    {
        if (Csv is null)
        {
            return JsonRecords.Of(files, structure, Options.MaximumRecordBytes);
        }

        var fields = Csv.Columns.Select((name, i) => (Name: name, Value: Column(FileScan.CsvColumn(i))))
            .DistinctBy(f => f.Name, StringComparer.Ordinal)
            .SelectMany(f => (SqlExpression[])[String(f.Name), Absent is null ? f.Value : Call("nullif", f.Value, String(Absent))]);
        return JsonRecords.Transformed(
            new SqlDerived(
                new SqlSelect
                {
                    Items =
                    [
                        new(Call("json_object", [.. fields]), FileScan.JsonColumn),
                        new(Column(FileScan.FileIndex), FileScan.FileIndex),
                    ],
                    From = FileScan.Csv(files, "r", stageName, Csv.Delimiter, Csv.Skip, Csv.Columns.Length),
                },
                "texts"),
            structure);
    }

    private Stage Judge(MappingLowerer lowerer)
    {
        var faults = new List<OutcomeCase>(JsonRecords.Malformed);
        if (Rejected is not null && lowerer.Lower(Rejected, KqlType.String) is { } reason)
        {
            faults.Add(new OutcomeCase(IsNotNull(reason), RecordOutcome.Rejected, reason));
        }

        if (Required is { } required && lowerer.Lower(required.Field, KqlType.Long) is { } number)
        {
            faults.Add(new OutcomeCase(IsNull(number), RecordOutcome.Rejected, String(required.Reason)));
        }

        var used = new List<OutcomeCase>();
        foreach (var kind in Kinds)
        {
            var condition = kind.Condition(lowerer);
            faults.AddRange(Stage.Unreadable(lowerer, kind.Map).Append(Stage.NoTime(lowerer, kind.Map))
                .Select(f => f with { Condition = And(condition, f.Condition) }));
            if (kind.Essential is { } essential && lowerer.Lower(essential.Field, KqlType.String) is { } field)
            {
                var isAbsent = Equal(Coalesce(field, String(string.Empty)), String(string.Empty));
                faults.Add(new OutcomeCase(And(condition, isAbsent), RecordOutcome.Rejected, String(essential.Reason)));
            }

            used.Add(Stage.Used(kind.Map.Schema.Name) with { Condition = condition });
        }

        var kindName = lowerer.Lower(OtherKind, KqlType.String) ?? throw new InvalidOperationException($"{Format} has no kinds.");
        if (Others is not null)
        {
            used.Add(new OutcomeCase(Others(lowerer), RecordOutcome.Header, String("records of further tables")));
        }

        return new Stage([.. faults, .. used], new OutcomeCase(True, RecordOutcome.Skipped, kindName)) { RecordText = Column(FileScan.JsonColumn) };
    }

    private TableSource Table(SelectedKind kind, string stageName, SqlExpression isUsed)
    {
        var source = new JsonSource(Column(JsonRecords.Document)) { TimeFormats = TimeFormats };
        var columns = new MappingLowerer(source).Columns(kind.Map);
        var transformed = new SqlSelect
        {
            Items =
            [
                new(Call("json_transform", Column(UsedText), String(source.Structure)), JsonRecords.Document),
                new(Column(Stage.File), Stage.File),
            ],
            From = new SqlTable(stageName),
            Where = isUsed,
        };
        return new TableSource(
            kind.Map.Schema,
            new SqlSelect { Items = [.. columns, new SqlSelectItem(Column(Stage.File), Stage.File)], From = source.Layers.Over(new SqlDerived(transformed, "records")) })
        {
            Sensor = kind.Sensor,
        };
    }
}

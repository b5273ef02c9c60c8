using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Zeek logs as text, by their <c>#fields</c> header.</summary>
internal sealed class ZeekTsvReader : IFormatReader
{
    private const string Lines = "lines";
    private const string Fields = "fields";

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Lines.Count == 0 || !sample.Lines[0].StartsWith('#'))
        {
            return null;
        }

        if (ZeekHeader.Read(sample.Lines) is not { } header)
        {
            return sample.Lines[0].StartsWith("#separator", StringComparison.Ordinal)
                ? new Refused("a Zeek log without a #fields line, so its columns are not known")
                : null;
        }

        // Collectors add to the path (conn_long, dns_red…); the fields then tell which log it is.
        var log = ZeekLogs.Find(header.Path) ?? ZeekLogs.All.FirstOrDefault(l => l.IsOf(f => header.Fields.Contains(f, StringComparer.Ordinal)));
        var format = $"Zeek {log?.Name ?? header.Path} TSV";
        return new Recognised(
            format,
            string.Join('\n', header.FieldsLine, header.EmptyField, header.UnsetField, header.Path, header.Lines),
            (files, stage) => Read(format, header, log, files, stage));
    }

    private static TelemetryReading Read(string format, ZeekHeader header, ZeekLog? log, ImmutableArray<InputFile> files, string stageName) =>
        log is not null && char.IsAscii(header.Separator) ? Quick(format, header, log, files, stageName) : Thorough(format, header, log, files, stageName);

    /// <summary>
    /// By the database's own splitting, which gives the needed fields only. Of what is no record it knows nothing: ragged
    /// lines and headers in the middle of the file leave it to <see cref="Thorough"/>.
    /// </summary>
    private static TelemetryReading Quick(string format, ZeekHeader header, ZeekLog log, ImmutableArray<InputFile> files, string stageName)
    {
        var columns = new Dictionary<string, SqlExpression>(StringComparer.Ordinal);
        for (var i = 0; i < header.Fields.Length; i++)
        {
            columns.TryAdd(header.Fields[i], Column(FileScan.CsvColumn(i)));
        }

        var source = new ColumnSource(columns, isExact: true);
        var lowerer = new MappingLowerer(source);
        var first = Column(FileScan.CsvColumn(0));
        var isHeader = Call("starts_with", first, String(ZeekHeader.FieldsMark));
        var stage = new Stage(
            [
                new OutcomeCase(isHeader, RecordOutcome.Header, String("a second #fields line")),
                .. Stage.Unreadable(lowerer, log.Map),
                Stage.NoTime(lowerer, log.Map),
            ],
            Stage.Used(log.Map.Schema.Name));
        var records = new SqlDerived(
            new SqlSelect
            {
                Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex)],
                From = FileScan.Unquoted(
                    files, "r", stageName, header.Separator, header.Lines, header.Fields.Length, [header.UnsetField, header.EmptyField]),
                Where = Or(IsNull(first), Not(Call("starts_with", first, String("#"))), isHeader),
            },
            Lines);
        var isRecord = Or(Not(Call("starts_with", Column("text"), String("#"))), Call("starts_with", Column("text"), String(ZeekHeader.FieldsMark)));
        var reading = Reading(format, log, files, stageName, new StagedTable(log.Map, lowerer), stage, source.Layers.Over(records, stage.Judgement), String(string.Empty));
        return reading with
        {
            Accounting = CsvRejects.WithAccounting(stage.Accounting(new SqlTable(stageName)), stageName, isRecord),
            Over = (others, name) => Read(format, header, log, others, name),
            Thorough = () => Thorough(format, header, log, files, stageName),
        };
    }

    /// <summary>Lines are read whole and split.</summary>
    private static TelemetryReading Thorough(string format, ZeekHeader header, ZeekLog? log, ImmutableArray<InputFile> files, string stageName)
    {
        var source = new ListSource(Column(Fields), header.Fields, [header.UnsetField, header.EmptyField]);
        var lowerer = new MappingLowerer(source);
        var table = log is null ? null : new StagedTable(log.Map, lowerer);
        var stage = new Stage(
            Cases(header, log?.Map, lowerer),
            log is null ? new OutcomeCase(True, RecordOutcome.Skipped, String($"zeek {header.Path}")) : Stage.Used(log.Map.Schema.Name));
        var records = source.Layers.Over(SplitLines(header, files, stageName), stage.Judgement);
        return Reading(format, log, files, stageName, table, stage, records, Column(FileScan.LineColumn)) with
        {
            Over = (others, name) => Thorough(format, header, log, others, name),
        };
    }

    private static TelemetryReading Reading(
        string format, ZeekLog? log, ImmutableArray<InputFile> files, string stageName, StagedTable? table, Stage stage, SqlRelation records, SqlExpression text) => new()
        {
            Format = format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect { Items = [.. table?.Stored ?? [], .. stage.Columns(Column(FileScan.FileIndex), text)], From = records },
            SideTables = [FileScan.RejectsTable(stageName), FileScan.ScansTable(stageName)],
            IsStageTable = true,
            Shape = CsvShape.Lines,
            Tables = table is null ? [] : [table.Over(stageName, stage, $"zeek {log!.Name}")],
            Accounting = CsvRejects.WithAccounting(stage.Accounting(new SqlTable(stageName)), stageName),
            Rejections = CsvRejects.WithRejections(stage.Rejections(new SqlTable(stageName)), stageName),
            Over = (_, _) => throw new InvalidOperationException("Each way of reading says how it reads other files."),
        };

    private static ImmutableArray<OutcomeCase> Cases(ZeekHeader header, TableMap? map, MappingLowerer lowerer)
    {
        var line = Column(FileScan.LineColumn);
        var otherHeader = new OutcomeCase(
            Call("starts_with", line, String(ZeekHeader.FieldsMark)), RecordOutcome.Header, String("a second #fields line"));
        var ragged = new OutcomeCase(
            NotEqual(Call("len", Column(Fields)), BigInt(header.Fields.Length)),
            RecordOutcome.Rejected,
            String("not as many fields as #fields names"));
        return map is null ? [otherHeader, ragged] : [otherHeader, ragged, .. Stage.Unreadable(lowerer, map), Stage.NoTime(lowerer, map)];
    }

    /// <summary>Comment lines fall away, except a header that says other columns than this reading's.</summary>
    private static SqlDerived SplitLines(ZeekHeader header, ImmutableArray<InputFile> files, string stage)
    {
        var line = Column("r", FileScan.LineColumn);
        return new SqlDerived(
            new SqlSelect
            {
                Items =
                [
                    new(line, FileScan.LineColumn),
                    new(Column("r", FileScan.FileIndex), FileScan.FileIndex),
                    new(Call("string_split", line, String(header.Separator.ToString())), Fields),
                ],
                From = FileScan.Lines(files, "r", stage),
                Where = And(
                    IsNotNull(line),
                    Or(
                        Not(Call("starts_with", line, String("#"))),
                        And(
                            Call("starts_with", line, String(ZeekHeader.FieldsMark)),
                            NotEqual(line, String(header.FieldsLine))))),
            },
            Lines);
    }
}

using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
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
    private const string SecondHeader = "a second #fields line";

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
        var log = ZeekLogs.Find(header.Path)
            ?? ZeekLogs.All.FirstOrDefault(l => l.Mapping.Takes(f => header.Fields.Contains(f, StringComparer.Ordinal)));
        var duplicates = header.Fields.GroupBy(f => f, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);
        return Recognised($"Zeek {log?.Name ?? header.Path} TSV", header, log?.Mapping, log?.Sensor) with
        {
            Diagnostics = [.. duplicates.Select(d => TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, d))],
        };
    }

    public static Recognised Recognised(string format, ZeekHeader header, FileMapping? mapping, string? sensor)
    {
        var log = new LogFormat(format, header, mapping, sensor);
        return new Recognised(
            format,
            string.Join('\n', header.FieldsLine, header.EmptyField, header.UnsetField, header.Path, header.Lines),
            (files, stage) => Read(log, files, stage));
    }

    private static TelemetryReading Read(LogFormat log, ImmutableArray<InputFile> files, string stageName) =>
        log.Mapping is not null && char.IsAscii(log.Header.Separator) ? Quick(log, log.Mapping, files, stageName) : Thorough(log, files, stageName);

    /// <summary>
    /// By the database's own splitting, which gives the needed fields only. Of what is no record it knows nothing: ragged
    /// lines and headers in the middle of the file leave it to <see cref="Thorough"/>.
    /// </summary>
    private static TelemetryReading Quick(LogFormat log, FileMapping mapping, ImmutableArray<InputFile> files, string stageName)
    {
        var header = log.Header;
        var columns = new Dictionary<string, SqlExpression>(StringComparer.Ordinal);
        for (var i = 0; i < header.Fields.Length; i++)
        {
            columns.TryAdd(header.Fields[i], Column(FileScan.CsvColumn(i)));
        }

        var source = new ColumnSource(columns, isExact: true);
        var lowerer = new MappingLowerer(source);
        var first = Column(FileScan.CsvColumn(0));
        var isHeader = IsOtherHeader(files, Call("starts_with", first, String(ZeekHeader.FieldsMark)));
        var otherHeader = new OutcomeCase(isHeader, RecordOutcome.Header, String(SecondHeader));
        var stage = new Stage(
            [otherHeader, .. mapping.Others(source), .. Stage.Unreadable(lowerer, mapping.Map), Stage.NoTime(lowerer, mapping.Map)],
            Stage.Used(mapping.Map.Schema.Name));
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
        var table = new StagedTable(mapping.Map, lowerer);
        return Reading(log, files, stageName, table, stage, source.Layers.Over(records, stage.Judgement)) with
        {
            Accounting = CsvRejects.WithAccounting(stage.Accounting(new SqlTable(stageName)), stageName, isRecord),
            Over = (others, name) => Read(log, others, name),
            Thorough = () => Thorough(log, files, stageName),
        };
    }

    /// <summary>Lines are read whole and split.</summary>
    private static TelemetryReading Thorough(LogFormat log, ImmutableArray<InputFile> files, string stageName)
    {
        var header = log.Header;
        var source = new ListSource(Column(Fields), header.Fields, [header.UnsetField, header.EmptyField]);
        var lowerer = new MappingLowerer(source);
        var table = log.Mapping is { } mapping ? new StagedTable(mapping.Map, lowerer) : null;
        var stage = new Stage(
            Cases(log, source, lowerer),
            log.Mapping is { } used ? Stage.Used(used.Map.Schema.Name) : new OutcomeCase(True, RecordOutcome.Skipped, String($"zeek {header.Path}")))
        {
            RecordText = Column(FileScan.LineColumn),
        };
        var records = source.Layers.Over(SplitLines(header, files, stageName), stage.Judgement);
        return Reading(log, files, stageName, table, stage, records);
    }

    private static TelemetryReading Reading(
        LogFormat log, ImmutableArray<InputFile> files, string stageName, StagedTable? table, Stage stage, SqlRelation records) => new()
        {
            Format = log.Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect { Items = [.. table?.Stored ?? [], .. stage.Columns(Column(FileScan.FileIndex))], From = records },
            SideTables = [FileScan.RejectsTable(stageName), FileScan.ScansTable(stageName)],
            IsStageTable = true,
            Shape = CsvShape.Lines,
            Tables = table is null ? [] : [table.Over(stageName, stage, log.Sensor)],
            Accounting = CsvRejects.WithAccounting(stage.Accounting(new SqlTable(stageName)), stageName),
            Rejections = CsvRejects.WithRejections(stage.Rejections(new SqlTable(stageName)), stageName),
            Over = (others, name) => Thorough(log, others, name),
        };

    private static ImmutableArray<OutcomeCase> Cases(LogFormat log, TextSource source, MappingLowerer lowerer)
    {
        var line = Column(FileScan.LineColumn);
        var otherHeader = new OutcomeCase(
            Call("starts_with", line, String(ZeekHeader.FieldsMark)), RecordOutcome.Header, String(SecondHeader));
        var ragged = new OutcomeCase(
            NotEqual(Call("len", Column(Fields)), BigInt(log.Header.Fields.Length)),
            RecordOutcome.Rejected,
            String("not as many fields as #fields names"));
        return log.Mapping is { } mapping
            ? [otherHeader, ragged, .. mapping.Others(source), .. Stage.Unreadable(lowerer, mapping.Map), Stage.NoTime(lowerer, mapping.Map)]
            : [otherHeader, ragged];
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
                        IsOtherHeader(files, And(
                            Call("starts_with", line, String(ZeekHeader.FieldsMark)),
                            NotEqual(line, String(header.FieldsLine)))))),
            },
            Lines);
    }

    /// <summary>A section's one header is its own, even where the database reads it in another way than we.</summary>
    private static SqlExpression IsOtherHeader(ImmutableArray<InputFile> files, SqlExpression condition) => files[0].IsSection ? False : condition;

    /// <summary>A log's header, and the mapping that takes its records; null where they are skipped.</summary>
    private sealed record LogFormat(string Format, ZeekHeader Header, FileMapping? Mapping, string? Sensor);
}

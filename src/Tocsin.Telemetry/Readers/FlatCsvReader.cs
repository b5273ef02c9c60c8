using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>CSV with Microsoft's column names: exports of advanced hunting and of Log Analytics.</summary>
internal sealed class FlatCsvReader : IFormatReader
{
    private const string Format = "Defender CSV";
    private const int SampleRows = 50;

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not null || CsvHeader.Read(sample.Lines) is not { } header)
        {
            return null;
        }

        var table = FlatTables.Recognise(sample.File, header.Columns, [.. Types(sample, header)]);
        if (table is null)
        {
            return null;
        }

        var duplicates = header.Columns.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key);
        var map = TableMap.Flat(table);
        var timeFormats = LocalisedTimes.Detect(sample.Values(header, FlatTables.IsTime));
        return new Recognised(
            Format,
            $"{table.Name} {header.Delimiter} {header.Skip} {string.Join('\n', header.Columns)} {string.Join('\n', timeFormats)}",
            (files, stage) => Read(header, map, timeFormats, files, stage))
        {
            Diagnostics = [.. duplicates.Select(d => TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, d))],
        };
    }

    /// <summary>The file's index is no column that <c>*</c> would name.</summary>
    private static SqlDerived WithFile(SqlRelation records) => new(
        new SqlSelect { Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex)], From = records }, "numbered");

    private static IEnumerable<string> Types(ContentSample sample, CsvHeader header) =>
        sample.Values(header, c => c.Equals("Type", StringComparison.OrdinalIgnoreCase)).Take(SampleRows);

    private static TelemetryReading Read(
        CsvHeader header, TableMap map, ImmutableArray<string> timeFormats, ImmutableArray<InputFile> files, string stageName)
    {
        var columns = new Dictionary<string, SqlExpression>(StringComparer.Ordinal);
        for (var i = 0; i < header.Columns.Length; i++)
        {
            columns.TryAdd(header.Columns[i], Column(FileScan.CsvColumn(i)));
        }

        var source = new ColumnSource(columns) { TimeFormats = timeFormats };
        var lowerer = new MappingLowerer(source);
        var table = new StagedTable(map, lowerer);
        var stage = new Stage([.. Stage.Unreadable(lowerer, map), Stage.NoTime(lowerer, map)], Stage.Used(map.Schema.Name));
        var time = header.Columns.Select((name, i) => (Name: name, Index: i)).First(c => FlatTables.IsTime(c.Name)).Index;
        var records = FileScan.Csv(files, "r", stageName, header.Delimiter, header.Skip, header.Columns.Length);
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect
            {
                Items =
                [
                    .. table.Stored,
                    .. stage.Columns(Column(FileScan.FileIndex), Coalesce(Column(FileScan.CsvColumn(time)), String(string.Empty))),
                ],
                From = source.Layers.Over(WithFile(records), stage.Judgement),
            },
            SideTables = [FileScan.RejectsTable(stageName), FileScan.ScansTable(stageName)],
            IsStageTable = true,
            Shape = new CsvShape(header.Delimiter, header.Skip, header.Columns.Length),
            Tables = [table.Over(stageName, stage)],
            Accounting = CsvRejects.WithAccounting(stage.Accounting(new SqlTable(stageName)), stageName),
            Rejections = CsvRejects.WithRejections(stage.Rejections(new SqlTable(stageName)), stageName),
            Over = (others, name) => Read(header, map, timeFormats, others, name),
        };
    }
}

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
    private const string Records = "records";
    private const int SampleRows = 50;

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not null || CsvHeader.Read(sample.Lines) is not { } header)
        {
            return null;
        }

        var table = FlatTables.Recognise(sample.File, header.Columns, Types(sample, header));
        if (table is null)
        {
            return null;
        }

        var duplicates = header.Columns.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key);
        var map = TableMap.Flat(table);
        return new Recognised(
            Format,
            $"{table.Name} {header.Delimiter} {header.Skip} {string.Join('\n', header.Columns)}",
            (files, stage) => Read(header, map, files, stage))
        {
            Diagnostics = [.. duplicates.Select(d => TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, d))],
        };
    }

    /// <summary>The file's index is no column that <c>*</c> would name.</summary>
    private static SqlDerived WithFile(SqlRelation records) => new(
        new SqlSelect { Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex)], From = records }, "numbered");

    private static List<string> Types(ContentSample sample, CsvHeader header)
    {
        var index = header.Columns.IndexOf("Type", StringComparer.OrdinalIgnoreCase);
        return index < 0
            ? []
            : [.. sample.Lines.Skip(header.Skip).Take(SampleRows)
                .Select(l => CsvHeader.Split(l, header.Delimiter)).Where(v => v.Count > index).Select(v => v[index])];
    }

    private static TelemetryReading Read(CsvHeader header, TableMap map, ImmutableArray<InputFile> files, string stage)
    {
        var columns = new Dictionary<string, SqlExpression>(StringComparer.Ordinal);
        for (var i = 0; i < header.Columns.Length; i++)
        {
            columns.TryAdd(header.Columns[i], Column(FileScan.CsvColumn(i)));
        }

        var source = new ColumnSource(columns);
        var lowerer = new MappingLowerer(source);
        ImmutableArray<OutcomeCase> cases = [.. Stage.Unreadable(lowerer, map), Stage.NoTime(lowerer, map)];
        var time = header.Columns.Select((name, i) => (name, i))
            .First(c => c.name.Equals("Timestamp", StringComparison.OrdinalIgnoreCase) || c.name.Equals("TimeGenerated", StringComparison.OrdinalIgnoreCase));
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stage,
            Stage = new SqlSelect
            {
                Items =
                [
                    .. lowerer.Columns(map),
                    .. Stage.Verdict(
                        Column(FileScan.FileIndex),
                        Coalesce(Column(FileScan.CsvColumn(time.i)), String(string.Empty)),
                        cases,
                        String(map.Schema.Name)),
                ],
                From = source.Layers.Over(
                    WithFile(FileScan.Csv(files, Records, stage, header.Delimiter, header.Skip, header.Columns.Length)),
                    Stage.Judgement(cases)),
            },
            SideTables = [FileScan.RejectsTable(stage), FileScan.ScansTable(stage)],
            IsStageTable = true,
            Shape = new CsvShape(header.Delimiter, header.Skip, header.Columns.Length),
            Tables = [new TableSource(map.Schema, StagedRows.Of(map.Schema, stage))],
            Accounting = CsvRejects.WithAccounting(Stage.Accounting(stage), stage),
            Rejections = CsvRejects.WithRejections(Stage.Rejections(stage), stage),
            Over = (others, name) => Read(header, map, others, name),
        };
    }
}

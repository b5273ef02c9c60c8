using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Delimited text of one table: mapped while it is read, so the stage is the table.</summary>
internal sealed record MappedCsvPlan(string Format, CsvHeader Header, TableMap Map, ImmutableArray<string> TimeFormats)
{
    /// <summary>Records that are not of the table, by conditions over the source.</summary>
    public Func<FieldSource, IEnumerable<OutcomeCase>>? Kinds { get; init; }

    public Recognised Recognised() => new(
        Format,
        $"{Map.Schema.Name} {Header.Delimiter} {Header.Skip} {string.Join('\n', Header.Columns)} {string.Join('\n', TimeFormats)}",
        Read);

    /// <summary>Columns that the table does not need are not read, until a record is at fault and has to be shown.</summary>
    public TelemetryReading Read(ImmutableArray<InputFile> files, string stageName) => Read(files, stageName, isThorough: false) with
    {
        Thorough = () => Read(files, stageName, isThorough: true),
    };

    private TelemetryReading Read(ImmutableArray<InputFile> files, string stageName, bool isThorough)
    {
        var columns = new Dictionary<string, SqlExpression>(StringComparer.Ordinal);
        var all = Header.Columns.Select((name, i) => (Name: name, Value: Column(FileScan.CsvColumn(i)))).ToArray();
        foreach (var (name, value) in all)
        {
            columns.TryAdd(name, value);
        }

        var source = new ColumnSource(columns) { TimeFormats = TimeFormats };
        var lowerer = new MappingLowerer(source);
        var table = new StagedTable(Map, lowerer);
        var stage = new Stage(
            [.. Kinds?.Invoke(source) ?? [], .. Stage.Unreadable(lowerer, Map), Stage.NoTime(lowerer, Map)], Stage.Used(Map.Schema.Name))
        {
            RecordText = isThorough
                ? Call("concat_ws", [String(Header.Delimiter.ToString()), .. all.Select(c => Coalesce(c.Value, String(string.Empty)))])
                : null,
        };
        var records = FileScan.Csv(files, "r", stageName, Header.Delimiter, Header.Skip, Header.Columns.Length);
        return new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect
            {
                Items = [.. table.Stored, .. stage.Columns(Column(FileScan.FileIndex))],
                From = source.Layers.Over(WithFile(records), stage.Judgement),
            },
            SideTables = [FileScan.RejectsTable(stageName), FileScan.ScansTable(stageName)],
            IsStageTable = true,
            Shape = new CsvShape(Header.Delimiter, Header.Skip, Header.Columns.Length),
            Tables = [table.Over(stageName, stage)],
            Accounting = CsvRejects.WithAccounting(stage.Accounting(new SqlTable(stageName)), stageName),
            Rejections = CsvRejects.WithRejections(stage.Rejections(new SqlTable(stageName)), stageName),
            Over = Read,
        };
    }

    /// <summary>The file's index is no column that <c>*</c> would name.</summary>
    private static SqlDerived WithFile(SqlRelation records) => new(
        new SqlSelect { Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex)], From = records }, "numbered");
}

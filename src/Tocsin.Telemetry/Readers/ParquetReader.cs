using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// Parquet with Microsoft's column names. Queried in place where its time column is a time or ticks; with times as
/// (or numbers) as text it is loaded once, because parsing them for each query costs more.
/// </summary>
internal sealed class ParquetReader : IFormatReader
{
    private const string Format = "Parquet";
    private const string Records = "records";

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Kind != ContentKind.Parquet)
        {
            return null;
        }

        ParquetFooter footer;
        try
        {
            footer = ParquetFooter.Read(sample.File.Path);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return new Refused($"a Parquet file that cannot be read: {e.Message}") { IsDamaged = true };
        }

        if (FlatTables.Recognise(sample.File, footer.Columns.Select(c => c.Name), []) is not { } table)
        {
            return new Refused("a Parquet file without the columns of a known table");
        }

        return new Recognised(
            Format,
            $"{table.Name} {string.Join('\n', footer.Columns.Select(c => $"{c.Name}:{c.Kind}"))}",
            (files, stage) => Read(table, footer.Columns, files, stage));
    }

    private static TelemetryReading Read(TableSchema table, ImmutableArray<ParquetColumn> columns, ImmutableArray<InputFile> files, string stage)
    {
        var source = new ParquetSource(Records, columns);
        var time = source.Find("Timestamp") ?? source.Find("TimeGenerated")!;
        var ticks = source.Field([time.Name], KqlType.DateTime) ?? new SqlNull(SqlType.BigInt);
        var map = TableMap.Flat(table);
        var lowerer = new MappingLowerer(source);
        var items = lowerer.Columns(map)
            .Select(i => IsTimestamp(i) ? i with { Expression = ticks } : i).ToImmutableArray();
        var isOutOfRange = And(IsNull(ticks), IsNotNull(Column(Records, time.Name)));
        OutcomeCase noTime = new(isOutOfRange, RecordOutcome.Rejected, String(Stage.BadTimestamp));
        ImmutableArray<OutcomeCase> cases = [.. Stage.Unreadable(lowerer, map), noTime];
        var verdict = Stage.Verdict(Column(FileScan.FileIndex), Cast(Column(time.Name), SqlType.Varchar), cases, String(table.Name));
        var from = FileScan.Parquet(files, Records);
        var judgedRecords = new SqlDerived(
            new SqlSelect
            {
                Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex), Stage.Judgement(cases)],
                From = from,
            },
            Records);
        var reading = new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stage,
            Stage = new SqlSelect { Items = [.. items, .. verdict], From = judgedRecords },
            IsStageTable = true,
            Tables = [new TableSource(table, StagedRows.Of(table, stage))],
            Accounting = Stage.Accounting(stage),
            Rejections = Stage.Rejections(stage),
            Over = (others, name) => Read(table, columns, others, name),
        };
        if (NativeKind(time.Kind) is not { } native || table.Columns.Any(c => source.IsText([c.Name], c.Type)))
        {
            return reading;
        }

        // Nothing is staged: the accounts are taken from the time column alone.
        var judged = new SqlDerived(new SqlSelect { Items = verdict, From = judgedRecords }, "judged");
        var column = Column(Records, time.Name);
        var bare = ParquetSource.BareTicks(column, time.Kind);
        var rows = new SqlSelect
        {
            Items = [.. items.Select(i => IsTimestamp(i) ? i with { Expression = bare } : i)],
            From = from,
            Where = Or(NativeTimeBounds.Whole(column, native), IsNull(column)),
        };
        return reading with
        {
            Stage = null,
            IsStageTable = false,
            Tables =
            [
                new TableSource(table, rows, IsDirectScan: true, new NativeTimeColumn(
                    time.Name, native, (start, end) => NativeTimeBounds.Apply(rows, column, native, start, end))),
            ],
            Accounting = Stage.Accounting(stage) with { From = judged },
            Rejections = Stage.Rejections(stage) with { From = judged },
        };
    }

    private static bool IsTimestamp(SqlSelectItem item) => "Timestamp".Equals(item.Alias, StringComparison.Ordinal);

    private static NativeTimeKind? NativeKind(ParquetKind kind) => kind switch
    {
        ParquetKind.Timestamp => NativeTimeKind.Timestamp,
        ParquetKind.TimestampNanoseconds => NativeTimeKind.TimestampNanoseconds,
        ParquetKind.TimestampWithZone => NativeTimeKind.TimestampWithZone,
        ParquetKind.Integer => NativeTimeKind.Ticks,
        _ => null,
    };
}

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

        if (sample.File.Table is { } name && (sample.File.IsOwnTable || FlatTables.Recognise(sample.File, footer.Columns.Select(c => c.Name), []).Table is not null))
        {
            return new BoundParquetReader(Format, name, KnownTables.Find(name), footer.Columns).Recognised(Shape(footer.Columns));
        }

        var found = FlatTables.Recognise(sample.File, footer.Columns.Select(c => c.Name), []);
        if (found.Table is not { } table)
        {
            return found.Refusal ?? new Refused($"a Parquet file without the columns of a known table; {NotRecognised.WayOut(sample.File)}");
        }

        return new Recognised(
            Format,
            $"{table.Name} {Shape(footer.Columns)}",
            (files, stage) => Read(table, footer.Columns, files, stage));
    }

    /// <summary>Null where the file cannot be read or is not the mapping's.</summary>
    public static Recognised? Recognise(InputFile file, FileMapping mapping)
    {
        try
        {
            var columns = ParquetFooter.Read(file.Path).Columns;
            return mapping.Header.IsEmpty && mapping.Takes(f => columns.Any(c => c.Name.Equals(f, StringComparison.Ordinal)))
                ? new Recognised(
                    mapping.Name,
                    Shape(columns),
                    (files, stage) => Read(mapping, columns, files, stage))
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    private static string Shape(ImmutableArray<ParquetColumn> columns) => string.Join('\n', columns.Select(c => $"{c.Name}:{c.Kind}"));

    /// <summary>Mapped columns are made once, not for each query.</summary>
    private static TelemetryReading Read(FileMapping mapping, ImmutableArray<ParquetColumn> columns, ImmutableArray<InputFile> files, string stageName)
    {
        var source = new ParquetSource(Records, columns);
        var lowerer = new MappingLowerer(source);
        var table = new StagedTable(mapping.Map, lowerer);
        var stage = new Stage(
            [.. mapping.Others(source), .. Stage.Unreadable(lowerer, mapping.Map), Stage.NoTime(lowerer, mapping.Map)],
            Stage.Used(mapping.Map.Schema.Name))
        {
            RecordText = Cast(Call("to_json", Column(Records)), SqlType.Varchar),
        };
        var judged = new SqlDerived(
            new SqlSelect
            {
                Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex), stage.Judgement],
                From = FileScan.Parquet(files, Records),
            },
            Records);
        return new TelemetryReading
        {
            Format = mapping.Name,
            Files = files,
            StageName = stageName,
            Stage = new SqlSelect
            {
                Items = [.. table.Stored, .. stage.Columns(Column(FileScan.FileIndex))],
                From = judged,
            },
            IsStageTable = true,
            Tables = [table.Over(stageName, stage)],
            Accounting = stage.Accounting(new SqlTable(stageName)),
            Rejections = stage.Rejections(new SqlTable(stageName)),
            Over = (others, name) => Read(mapping, columns, others, name),
        };
    }

    public static TelemetryReading Read(TableSchema schema, ImmutableArray<ParquetColumn> columns, ImmutableArray<InputFile> files, string stageName)
    {
        var map = TableMap.Flat(schema);
        var source = new ParquetSource(Records, columns);
        var lowerer = new MappingLowerer(source);
        var time = TimeOf(schema, source);
        var timeColumn = time is null ? new SqlNull(SqlType.BigInt) : Column(Records, time.Name);
        var ticks = time is null ? null : source.Field([time.Name], KqlType.DateTime);
        var noTime = new OutcomeCase(And(IsNull(ticks ?? new SqlNull(SqlType.BigInt)), IsNotNull(timeColumn)), RecordOutcome.Rejected, String(Stage.BadTimestamp));
        var stage = new Stage([.. Stage.Unreadable(lowerer, map), noTime], Stage.Used(schema.Name)) { RecordText = Cast(timeColumn, SqlType.Varchar) };
        var records = FileScan.Parquet(files, Records);
        var judged = new SqlDerived(
            new SqlSelect { Items = [new(new SqlStar()), new(Column(FileScan.FileIndex), FileScan.FileIndex), stage.Judgement], From = records },
            Records);
        var verdict = stage.Columns(Column(FileScan.FileIndex));
        var reading = new TelemetryReading
        {
            Format = Format,
            Files = files,
            StageName = stageName,
            Tables = [],
            Accounting = stage.Accounting(new SqlTable(stageName)),
            Rejections = stage.Rejections(new SqlTable(stageName)),
            Over = (others, name) => Read(schema, columns, others, name),
        };
        if (time is null || NativeKind(time.Kind) is not { } native || schema.Columns.Any(c => source.IsText([c.Name], c.Type)))
        {
            var table = new StagedTable(map, lowerer);
            return reading with
            {
                Stage = new SqlSelect { Items = [.. table.Stored, .. verdict], From = judged },
                IsStageTable = true,
                Tables = [table.Over(stageName, stage)],
            };
        }

        // Nothing is staged: the accounts are taken from the time column alone.
        var outcomes = new SqlDerived(new SqlSelect { Items = verdict, From = judged }, "outcomes");
        var bare = ParquetSource.BareTicks(timeColumn, time.Kind);
        var rows = new SqlSelect
        {
            Items = [.. lowerer.Columns(map).Select(i => IsTimestamp(i) ? i with { Expression = bare } : i)],
            From = records,
            Where = Or(NativeTimeBounds.Whole(timeColumn, native), IsNull(timeColumn)),
        };
        return reading with
        {
            Tables =
            [
                new TableSource(schema, rows, IsDirectScan: true, new NativeTimeColumn(
                    time.Name, native, (start, end) => NativeTimeBounds.Apply(rows, timeColumn, native, start, end))),
            ],
            Accounting = stage.Accounting(outcomes),
            Rejections = stage.Rejections(outcomes),
        };
    }

    /// <summary>
    /// The column that rows have their time from; null where they have none. A table of one's own may have two that differ,
    /// or one that holds something else.
    /// </summary>
    private static ParquetColumn? TimeOf(TableSchema schema, ParquetSource source) =>
        KnownTables.Find(schema.Name) is not null ? source.Find("Timestamp") ?? source.Find("TimeGenerated")
        : schema.Columns.Where(c => FoundColumn.IsTime(c.Name)).ToArray() is [{ Type: KqlType.DateTime } only] ? source.Find(only.Name)
        : null;

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

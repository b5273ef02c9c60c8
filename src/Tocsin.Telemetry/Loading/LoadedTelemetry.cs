using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Loading;

/// <summary>What came of reading everything.</summary>
public sealed record LoadedTelemetry(
    ImmutableArray<LoadedTable> Tables,
    ImmutableArray<RecordAccount> Accounts,
    ImmutableArray<RejectedRecord> Rejections,
    ImmutableArray<SkippedFile> Skipped,
    ImmutableArray<TelemetryDiagnostic> Diagnostics)
{
    public static LoadedTelemetry None { get; } = new([], [], [], [], []);

    public long Records(RecordOutcome outcome) => Accounts.Where(a => a.Outcome == outcome).Sum(a => a.Records);
}

/// <summary>A table and the queries that give its rows; together they are all of it.</summary>
public sealed record LoadedTable(TableSchema Schema, ImmutableArray<TableSource> Sources)
{
    /// <summary>
    /// The table of all these sources, which are of one name. Files that a user binds to a table may have columns beside
    /// those that are published; they are empty in the rows of the others.
    /// </summary>
    public static LoadedTable Of(IEnumerable<TableSource> sources)
    {
        TableSource[] all = [.. sources];
        var widest = all.MaxBy(s => s.Schema.Columns.Length)!.Schema;
        var further = all.SelectMany(s => s.Schema.Columns).Where(c => widest.Find(c.Name) is null).DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        var schema = further.Length == 0 ? widest : widest.With(further, widest.HasOwnTime);
        return new LoadedTable(schema, [.. all.Select(s => s.Schema.Columns.Length == schema.Columns.Length ? s : s.Widened(schema))]);
    }

    /// <summary>All rows.</summary>
    public SqlQuery Rows => Sources is [var only] ? only.Rows : new SqlUnionAll([.. Sources.Select(s => s.Rows)]);

    /// <summary>Rows of at least the time from..to in ticks (null is open), where the files allow skipping the others.</summary>
    public SqlQuery RowsWithin(long? from, long? to)
    {
        ImmutableArray<SqlQuery> rows = [.. Sources.Select(s => s.NativeTime?.Bounded(from, to) ?? s.Rows)];
        return rows is [var only] ? only : new SqlUnionAll(rows);
    }
}

/// <summary>How many records of a file ended how; the detail is the table, the kind or the reason.</summary>
public sealed record RecordAccount(string File, string Format, RecordOutcome Outcome, string Detail, long Records);

/// <summary>A rejected record: some of each file as examples, or all where that was asked for; the line counts from 1 and is null where it is not known.</summary>
public sealed record RejectedRecord(string File, long? Line, string Reason, string? Text);

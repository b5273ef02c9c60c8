using System.Collections.Immutable;
using Tocsin.DuckDb;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Loading;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Engine.Sources;

/// <summary>What was loaded, and which clock to hunt it by.</summary>
internal static class DataSummaries
{
    /// <summary>How many of the newest events are looked at for stray clocks.</summary>
    private const int NewestEvents = 1000;

    /// <summary>Events fewer than this are all taken as they are: too few to tell a stray from a rhythm.</summary>
    private const long LeastEvents = 50;

    public static DataSummary Summarise(DuckDbSession session, LoadedTelemetry loaded, DataRequest request, CancellationToken cancellation)
    {
        var spans = loaded.Tables.Select(t => TableSpan.Of(session, t, cancellation)).ToArray();
        var newest = spans.SelectMany(s => s.Newest.Select(t => (Table: s.Name, Ticks: t))).OrderByDescending(e => e.Ticks).Take(NewestEvents).ToArray();
        var events = spans.Sum(s => s.Events);
        var strays = CountStrays([.. newest.Select(e => e.Ticks)], events);
        var latest = strays < newest.Length ? newest[strays].Ticks : (long?)null;
        var earliest = spans.Min(s => s.Earliest);
        var now = request.Now ?? (latest is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : TimeProvider.System.GetUtcNow().UtcDateTime);
        return new DataSummary(
            Files: loaded.Accounts.Select(a => a.File).Distinct(StringComparer.Ordinal).Count(),
            Events: events,
            BadRecords: loaded.Records(RecordOutcome.Rejected),
            Earliest: Instant(earliest),
            Latest: Instant(latest),
            Now: now,
            NowIsFromData: request.Now is null && latest is not null,
            StrayClocks: request.Now is not null ? [] : [.. newest.Take(strays).GroupBy(e => e).Select(g => new StrayClock(g.Key.Table, new DateTime(g.Key.Ticks, DateTimeKind.Utc), g.Count()))],
            Warnings: [.. loaded.Diagnostics.Where(IsWarning).Select(InWords)])
        {
            ClockIsAskedFor = request.Now is not null,
            OldEvents = earliest < now.Ticks - DataSummary.RuleReach.Ticks
                ? new Lazy<long>(() => spans.Sum(s => s.CountBefore(session, now.Ticks - DataSummary.RuleReach.Ticks, cancellation)))
                : new Lazy<long>(0L),
            UsedRecords = Counts(loaded, RecordOutcome.Used),
            SkippedRecords = Counts(loaded, RecordOutcome.Skipped),
            LeftOutFiles = [.. loaded.Diagnostics.Where(d => d.Descriptor == TelemetryDescriptors.NotTelemetry).Select(d => new LeftOutFile(d.Path, (string)d.Arguments[0]))],
        };
    }

    /// <summary>A query that names no data has the system's clock, unless it asks for another.</summary>
    public static DataSummary OfNoData(DataRequest request) => new(
        Files: 0,
        Events: 0,
        BadRecords: 0,
        Earliest: null,
        Latest: null,
        Now: request.Now ?? TimeProvider.System.GetUtcNow().UtcDateTime,
        NowIsFromData: false,
        StrayClocks: [],
        Warnings: [])
    {
        ClockIsAskedFor = request.Now is not null,
    };

    /// <summary>The message, and what to do about it.</summary>
    public static string InWords(TelemetryDiagnostic diagnostic) =>
        diagnostic.Hint is { } hint ? $"{diagnostic.Message.TrimEnd('.')}. {hint}" : diagnostic.Message;

    // Files that are no telemetry are listed by themselves.
    public static bool IsWarning(TelemetryDiagnostic diagnostic) =>
        diagnostic.Severity != DiagnosticSeverity.Information && diagnostic.Descriptor != TelemetryDescriptors.NotTelemetry;

    public static ImmutableArray<RecordCount> Counts(LoadedTelemetry loaded, RecordOutcome outcome) =>
    [
        .. loaded.Accounts.Where(a => a.Outcome == outcome)
            .GroupBy(a => a.Detail, StringComparer.Ordinal)
            .Select(g => new RecordCount(g.Key, g.Sum(a => a.Records)))
            .OrderByDescending(c => c.Records)
            .ThenBy(c => c.Kind, StringComparer.Ordinal),
    ];

    /// <summary>
    /// How many of the newest events (given newest first) are strays: at most one in five hundred, and more than a
    /// day ahead of all others. A wrong clock must not move the hunt to a time without data.
    /// </summary>
    internal static int CountStrays(IReadOnlyList<long> newest, long events)
    {
        if (events < LeastEvents)
        {
            return 0;
        }

        var limit = (int)Math.Min(Math.Max(1, events / 500), newest.Count - 1);
        for (var count = limit; count > 0; count--)
        {
            if (newest[count - 1] - newest[count] > TimeSpan.TicksPerDay)
            {
                return count;
            }
        }

        return 0;
    }

    private static DateTime? Instant(long? ticks) => ticks is { } value ? new DateTime(value, DateTimeKind.Utc) : null;

    /// <param name="Time">The column of times; null where the table has none.</param>
    private sealed record TableSpan(string Name, SqlExpression? Time, long Events, long? Earliest, IReadOnlyList<long> Newest)
    {
        /// <summary>The names of one instant; a table of one's own may have the second only, or neither.</summary>
        private static readonly string[] TimeColumns = ["Timestamp", "TimeGenerated"];

        private static SqlExpression Count => S.Call("count", new SqlStar());

        public static TableSpan Of(DuckDbSession session, LoadedTable table, CancellationToken cancellation)
        {
            var rows = new SqlTable(table.Schema.Name);
            var time = TimeColumns.Select(table.Schema.Find).FirstOrDefault(c => c?.Type == KqlType.DateTime) is { } column ? S.Column(column.Name) : null;
            var sums = new SqlSelect { Items = [new(Count), new(time is null ? new SqlNull(SqlType.BigInt) : S.Call("min", time))], From = rows };
            using var totals = session.Query(DuckDbWriter.Write(sums), cancellation);
            var row = totals.ReadRows().Single();
            var newest = new List<long>();
            if (time is not null)
            {
                var last = new SqlSelect
                {
                    Items = [new(time)],
                    From = rows,
                    Where = S.IsNotNull(time),
                    OrderBy = [new SqlOrdering(time, IsDescending: true, NullsFirst: false)],
                    Limit = S.Integer(NewestEvents),
                };
                using var result = session.Query(DuckDbWriter.Write(last), cancellation);
                newest.AddRange(result.ReadRows().Select(r => (long)r[0]!));
            }

            return new TableSpan(table.Schema.Name, time, (long)row[0]!, (long?)row[1], newest);
        }

        public long CountBefore(DuckDbSession session, long ticks, CancellationToken cancellation)
        {
            if (Time is null)
            {
                return 0;
            }

            var older = new SqlSelect { Items = [new(Count)], From = new SqlTable(Name), Where = S.Less(Time, S.BigInt(ticks)) };
            return (long)session.QueryValue(DuckDbWriter.Write(older), cancellation)!;
        }
    }
}

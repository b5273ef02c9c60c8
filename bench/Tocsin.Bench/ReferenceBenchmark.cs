using System.Diagnostics;
using System.Globalization;
using Tocsin.DuckDb;
using Tocsin.Engine;
using Tocsin.Engine.Kernels;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;

namespace Tocsin.Bench;

/// <summary>
/// Times the five reference queries against the best SQL that we could write by hand for the same Parquet file. Both
/// sides run in this process on the same DuckDB, in turn; the median of the pairs' ratios is what counts. Answers are
/// compared first, cell by cell: a wrong answer is not worth timing.
/// </summary>
internal sealed class ReferenceBenchmark(string folder, long? memory, TextWriter output)
{
    private const int Pairs = 5;
    private const string Now = "2026-06-15 12:00:00";

    public bool AllAgree { get; private set; } = true;

    public void Run(long events)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events-{events}.parquet"));
        using var byHand = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        KernelCatalogue.Register(byHand);
        if (!File.Exists(file))
        {
            byHand.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sql", "events.sql")).Replace("$events", events.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("$file", file, StringComparison.Ordinal));
        }

        using var session = new DuckDbEngine(new EngineOptions(memory)).Open(Request(file), new Progress<string>(), CancellationToken.None);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{events:N0} events, {new FileInfo(file).Length / 1_000_000.0:N1} MB of Parquet, DuckDB {DuckDbSession.LibraryVersion}, {Environment.ProcessorCount} cores\n"));
        output.WriteLine("| query | rows | compiled ms | by hand ms | ratio (min–max) | M events/s | peak MB |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var query in ReferenceQuery.All)
        {
            Measure(query, events, file, session, byHand);
        }
    }

    /// <summary>DuckDB's profile of a query, compiled and by hand, over a file that a run has made.</summary>
    public void Profile(string name, long events)
    {
        var query = ReferenceQuery.All.Single(q => q.Name == name);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events-{events}.parquet"));
        using var session = new DuckDbEngine(new EngineOptions(memory)).Open(Request(file), new Progress<string>(), CancellationToken.None);
        using var byHand = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        KernelCatalogue.Register(byHand);
        var compiled = session.Compile(new SourceText(query.Kql)).Emit(Stage.Sql);
        byHand.Execute($"CREATE TEMP VIEW \"DeviceNetworkEvents\" AS SELECT * FROM read_parquet('{file}')");
        foreach (var sql in new[] { compiled, query.Sql(file, Now) })
        {
            using var result = byHand.Query($"EXPLAIN ANALYZE {sql}");
            output.WriteLine(result.ReadRows().Single()[1]);
        }
    }

    private static DataRequest Request(string file) =>
        new([file], [], DateTime.Parse(Now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    private void Measure(ReferenceQuery query, long events, string file, IEngineSession session, DuckDbSession byHand)
    {
        var text = query.Kql;
        var sql = query.Sql(file, Now);
        var compiledRows = CountCompiled(session, text);
        if (Difference(query, session, byHand, sql) is { } difference)
        {
            AllAgree = false;
            output.WriteLine($"| {query.Name} | the answers differ: {difference} | | | | | |");
            return;
        }

        ForgetPeak();
        var pairs = new List<(double Compiled, double Hand)>();
        for (var i = 0; i < Pairs; i++)
        {
            pairs.Add((Time(() => CountCompiled(session, text)), Time(() => CountByHand(byHand, sql))));
        }

        var ratios = pairs.Select(p => p.Compiled / p.Hand).Order().ToArray();
        var compiled = pairs.Select(p => p.Compiled).Order().ElementAt(Pairs / 2);
        var hand = pairs.Select(p => p.Hand).Order().ElementAt(Pairs / 2);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {query.Name} | {compiledRows:N0} | {compiled:N0} | {hand:N0} | {ratios[Pairs / 2]:N2} ({ratios[0]:N2}–{ratios[^1]:N2}) | {events / compiled / 1000:N1} | {peak:N0} |"));
    }

    private static string? Difference(ReferenceQuery query, IEngineSession session, DuckDbSession byHand, string sql)
    {
        using IRowReader rows = session.Compile(new SourceText(query.Kql)).Run(CancellationToken.None);
        var compiled = Answer.Compiled(query, rows);
        using var result = byHand.Query(sql);
        return compiled.Difference(Answer.ByHand(compiled, result));
    }

    /// <summary>Linux counts the peak anew, without the answers held for comparing; elsewhere the peak is the process's.</summary>
    private static void ForgetPeak()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static long CountCompiled(IEngineSession session, string text)
    {
        using IRowReader rows = session.Compile(new SourceText(text)).Run(CancellationToken.None);
        long count = 0;
        while (rows.Read())
        {
            count++;
        }

        return count;
    }

    private static long CountByHand(DuckDbSession session, string sql)
    {
        using var result = session.Query(sql);
        return result.ReadChunks().Sum(c => (long)c.RowCount);
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

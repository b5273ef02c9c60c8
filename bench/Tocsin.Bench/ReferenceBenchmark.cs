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

    public bool AllAgree { get; private set; } = true;

    public void Run(long events)
    {
        var file = EventFile.Of(folder, events);
        using var byHand = ByHand();
        using var session = file.Open(memory);
        output.WriteLine($"\n{file.Description}\n");
        output.WriteLine("| query | rows | compiled ms | by hand ms | ratio (min–max) | M events/s | peak MB |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var query in ReferenceQuery.All)
        {
            Measure(query, file, session, byHand);
        }
    }

    /// <summary>DuckDB's profile of a query, compiled and by hand.</summary>
    public void Profile(string name, long events)
    {
        var query = ReferenceQuery.All.Single(q => q.Name == name);
        var file = EventFile.Of(folder, events);
        using var session = file.Open(memory);
        using var byHand = ByHand();
        var compiled = session.Compile(new SourceText(query.Kql)).Emit(Stage.Sql);
        byHand.Execute($"CREATE TEMP VIEW \"DeviceNetworkEvents\" AS SELECT * FROM read_parquet('{file.Path}')");
        foreach (var sql in new[] { compiled, query.Sql(file.Path, EventFile.Now) })
        {
            using var result = byHand.Query($"EXPLAIN ANALYZE {sql}");
            output.WriteLine(result.ReadRows().Single()[1]);
        }
    }

    private DuckDbSession ByHand()
    {
        var session = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        KernelCatalogue.Register(session);
        return session;
    }

    private void Measure(ReferenceQuery query, EventFile file, IEngineSession session, DuckDbSession byHand)
    {
        var sql = query.Sql(file.Path, EventFile.Now);
        if (Difference(query, session, byHand, sql) is { } difference)
        {
            AllAgree = false;
            output.WriteLine($"| {query.Name} | the answers differ: {difference} | | | | | |");
            return;
        }

        Measurement.ForgetPeak();
        long rows = 0;
        var pairs = new List<(double Compiled, double Hand)>();
        for (var i = 0; i < Pairs; i++)
        {
            pairs.Add((Measurement.Time(() => rows = CountCompiled(session, query.Kql)), Measurement.Time(() => CountByHand(byHand, sql))));
        }

        var ratios = pairs.Select(p => p.Compiled / p.Hand).ToArray();
        var compiled = Measurement.Median(pairs.Select(p => p.Compiled));
        var hand = Measurement.Median(pairs.Select(p => p.Hand));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {query.Name} | {rows:N0} | {compiled:N0} | {hand:N0} | {Measurement.Median(ratios):N2} ({ratios.Min():N2}–{ratios.Max():N2}) | {file.Events / compiled / 1000:N1} | {Measurement.Peak():N0} |"));
    }

    private static string? Difference(ReferenceQuery query, IEngineSession session, DuckDbSession byHand, string sql)
    {
        using IRowReader rows = session.Compile(new SourceText(query.Kql)).Run(CancellationToken.None);
        var compiled = Answer.Compiled(query, rows);
        using var result = byHand.Query(sql);
        return compiled.Difference(Answer.ByHand(compiled, result));
    }

    internal static long CountCompiled(IEngineSession session, string text)
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
}

using System.Globalization;
using Tocsin.DuckDb;
using Tocsin.Engine;
using Tocsin.Engine.Kernels;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;
using Tocsin.Sql.Dialects;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Bench;

/// <summary>
/// Times reading files into tables, all that <c>tocsin query --data</c> does before its query runs, against DuckDB's own
/// reader filling a table from the same file. In turn, in one process; the median of the pairs' ratios is what counts.
/// What was read is compared first.
/// </summary>
internal sealed class ReadingBenchmark(string folder, long? memory, TextWriter output)
{
    private const int Pairs = 5;

    public bool AllAgree { get; private set; } = true;

    public void Run(long events, string? only = null)
    {
        var source = EventFile.Of(folder, events);
        output.WriteLine($"\n{source.Description}\n");
        output.WriteLine("| format | MB | Tocsin ms | DuckDB ms | ratio (min–max) | goal | of processor time | M records/s | peak MB |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var format in ReadingFormat.All.Where(f => only is null || f.Name == only))
        {
            Measure(format, format.File(folder, source), events);
        }
    }

    /// <summary>Opens the files and gives the session to the action; all of it is what is timed.</summary>
    public static void Open(string path, long? memory, Action<IEngineSession> use)
    {
        using var session = new DuckDbEngine(new EngineOptions(memory)).Open(
            new DataRequest([path], [], null), new Progress<string>(), CancellationToken.None);
        use(session);
    }

    /// <summary>The SQL that loads a format's file, and DuckDB's profile of it.</summary>
    public void Profile(string name, long events)
    {
        var file = ReadingFormat.All.Single(f => f.Name == name).File(folder, EventFile.Of(folder, events));
        using var set = TelemetryCatalog.Open([file]);
        using var session = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        KernelCatalogue.Register(session);
        foreach (var reading in set.Readings)
        {
            var sql = DuckDbWriter.Write(reading.Stage!);
            output.WriteLine(sql);

            // Once before, so that the profile is not one of compiling our functions.
            session.Execute($"CREATE TEMP TABLE loaded AS {sql}");
            session.Execute("DROP TABLE loaded");
            using var result = session.Query($"EXPLAIN ANALYZE CREATE TEMP TABLE loaded AS {sql}");
            output.WriteLine(result.ReadRows().Single()[1]);
        }
    }

    private void Measure(ReadingFormat format, string file, long events)
    {
        var reader = format.Reader.Replace("$file", file, StringComparison.Ordinal);
        if (Difference(format, file, reader) is { } difference)
        {
            AllAgree = false;
            output.WriteLine($"| {format.Name} | what was read differs: {difference} | | | | | | | |");
            return;
        }

        var ours = new List<(double Clock, double Processor)>();
        var theirs = new List<(double Clock, double Processor)>();
        long peak = 0;
        for (var i = 0; i < Pairs; i++)
        {
            Measurement.ForgetPeak();
            ours.Add(Measurement.Both(() => Open(file, memory, _ => { })));
            peak = Math.Max(peak, Measurement.Peak());
            theirs.Add(Measurement.Both(() => Load(reader)));
        }

        var ratios = ours.Zip(theirs, (o, t) => o.Clock / t.Clock).ToArray();
        var clock = Measurement.Median(ours.Select(o => o.Clock));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {format.Name} | {new FileInfo(file).Length / 1_000_000.0:N0} | {clock:N0} | {Measurement.Median(theirs.Select(t => t.Clock)):N0} | {Measurement.Median(ratios):N2} ({ratios.Min():N2}–{ratios.Max():N2}) | {format.Goal:N2} | {ours.Min(o => o.Processor) / theirs.Min(t => t.Processor):N2} | {events / clock / 1000:N2} | {peak:N0} |"));
    }

    private void Load(string reader)
    {
        using var session = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        session.Execute($"CREATE TEMP TABLE loaded AS SELECT * FROM {reader}");
    }

    private string? Difference(ReadingFormat format, string file, string reader)
    {
        var ours = string.Empty;
        Open(file, memory, session =>
        {
            using IRowReader rows = session.Compile(new SourceText(ReadingFormat.Rows)).Run(CancellationToken.None);
            rows.Read();
            ours = string.Join(' ', Enumerable.Range(0, 5).Select(rows.GetLong));
        });
        using var duck = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        using var result = duck.Query($"SELECT {format.Check} FROM {reader}");
        var theirs = string.Join(' ', result.ReadRows().Single().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));
        return ours == theirs ? null : $"{ours} here, {theirs} there";
    }
}

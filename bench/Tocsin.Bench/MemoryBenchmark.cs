using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Tocsin.DuckDb;
using Tocsin.Engine;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;

namespace Tocsin.Bench;

/// <summary>
/// What reading takes at most as its input grows tenfold under one limit of memory: each file is read by a process of
/// its own, which says what it held at most. What it read is compared first.
/// </summary>
internal sealed class MemoryBenchmark(string folder, long memory, TextWriter output)
{
    private const int Growth = 10;
    private const int MB = 1_000_000;
    private const string StandardInput = "-";

    private const string EventLogRows = "union withsource=T DeviceNetworkEvents, DeviceProcessEvents, DeviceEvents | count";

    public bool AllAgree { get; private set; } = true;

    /// <param name="events">Events of the smaller input.</param>
    /// <param name="log">An event log that is repeated, chunk by chunk, to as many; null leaves event logs out.</param>
    /// <param name="only">One format alone, or null.</param>
    public void Run(long events, string? log, string? only)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{events:N0} and {events * Growth:N0} events, --memory {memory / MB:N0} MB, DuckDB {DuckDbSession.LibraryVersion}, {Environment.ProcessorCount} cores\n"));
        output.WriteLine("| input | MB | peak MB | MB | peak MB | ratio |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var input in Inputs(log).Where(i => only is null || i.Name == only))
        {
            Measure(input, events);
        }
    }

    /// <summary>The child: reads the file and writes the answer and the peak, a line each.</summary>
    public static void Read(string path, long memory, TextWriter output)
    {
        using var session = new DuckDbEngine(new EngineOptions(memory)).Open(new DataRequest([path], [], null), new Progress<string>(), CancellationToken.None);
        var query = Path.GetExtension(path) is ".evtx" ? EventLogRows : ReadingFormat.Rows;
        using IRowReader rows = session.Compile(new SourceText(query)).Run(CancellationToken.None);
        rows.Read();
        output.WriteLine(string.Join(' ', Enumerable.Range(0, rows.Columns.Count).Select(rows.GetLong)));
        output.WriteLine(Measurement.Peak());
    }

    private IEnumerable<Input> Inputs(string? log)
    {
        foreach (var format in ReadingFormat.All)
        {
            yield return new Input(format.Name, n => format.File(folder, EventFile.Of(folder, n)), file => Expected(format, file));
        }

        var json = ReadingFormat.All.Single(f => f.Name == "ndjson");
        yield return new Input("zip", n => Zipped(json.File(folder, EventFile.Of(folder, n))), file => Expected(json, file[..^".zip".Length]));
        yield return new Input("stdin", n => json.File(folder, EventFile.Of(folder, n)), file => Expected(json, file)) { IsPiped = true };
        if (log is not null)
        {
            yield return new Input("evtx", n => Repeated(log, n), file => Expected(log, file));
        }
    }

    private void Measure(Input input, long events)
    {
        var peaks = new List<long>();
        var sizes = new List<double>();
        foreach (var count in new[] { events, events * Growth })
        {
            var file = input.File(count);
            var (answer, peak) = Child(file, input.IsPiped);
            var expected = input.Expected(file);
            if (answer != expected)
            {
                AllAgree = false;
                output.WriteLine($"| {input.Name} | what was read differs: {answer} here, {expected} there | | | | |");
                return;
            }

            peaks.Add(peak);
            sizes.Add(new FileInfo(file).Length / (double)MB);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {input.Name} | {sizes[0]:N0} | {peaks[0]:N0} | {sizes[1]:N0} | {peaks[1]:N0} | {peaks[1] / (double)peaks[0]:N2} |"));
    }

    private (string Answer, long Peak) Child(string file, bool isPiped)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "memory", "--read", isPiped ? StandardInput : file, "--memory", memory.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            RedirectStandardInput = isPiped,
            UseShellExecute = false,
        };
        using var child = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        if (isPiped)
        {
            using var source = File.OpenRead(file);
            source.CopyTo(child.StandardInput.BaseStream);
            child.StandardInput.Close();
        }

        var lines = child.StandardOutput.ReadToEnd().Split('\n');
        child.WaitForExit();
        return child.ExitCode == 0 && lines.Length > 1 && long.TryParse(lines[1], CultureInfo.InvariantCulture, out var peak)
            ? (lines[0], peak)
            : ($"nothing, exit status {child.ExitCode}", 0);
    }

    private string Expected(ReadingFormat format, string file)
    {
        using var duck = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = memory });
        using var result = duck.Query($"SELECT {format.Check} FROM {format.Reader.Replace("$file", file, StringComparison.Ordinal)}");
        return string.Join(' ', result.ReadRows().Single().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));
    }

    /// <summary>As many times the answer over the log itself as its chunks were repeated.</summary>
    private string Expected(string log, string file)
    {
        var times = (new FileInfo(file).Length - EventLog.HeaderBytes) / (new FileInfo(log).Length - EventLog.HeaderBytes);
        var answer = Child(log, isPiped: false).Answer;
        return long.TryParse(answer, CultureInfo.InvariantCulture, out var rows) ? (rows * times).ToString(CultureInfo.InvariantCulture) : answer;
    }

    private static string Zipped(string file)
    {
        var path = file + ".zip";
        if (!File.Exists(path))
        {
            using (var archive = ZipFile.Open(path + ".part", ZipArchiveMode.Create))
            {
                archive.CreateEntryFromFile(file, "events.ndjson", CompressionLevel.Fastest);
            }

            File.Move(path + ".part", path);
        }

        return path;
    }

    private string Repeated(string log, long events)
    {
        var records = long.TryParse(Child(log, isPiped: false).Answer, CultureInfo.InvariantCulture, out var rows) && rows > 0 ? rows : events;
        return EventLog.Repeat(log, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events-{events}.evtx")), Math.Max(1, events / records));
    }

    private sealed record Input(string Name, Func<long, string> File, Func<string, string> Expected)
    {
        public bool IsPiped { get; init; }
    }
}

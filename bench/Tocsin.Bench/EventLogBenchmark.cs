using System.Diagnostics;
using System.Globalization;
using Tocsin.Engine;

namespace Tocsin.Bench;

/// <summary>
/// Times reading an event log against python3-evtx rendering the same records, where that is installed. Python reads the
/// log once; we read it with its chunks repeated, since once takes us too short a time.
/// </summary>
internal sealed class EventLogBenchmark(string log, string folder, TextWriter output)
{
    private const int HeaderBytes = 4096;
    private const int Copies = 60;
    private const double Goal = 50;

    private const string Script = """
        import sys, Evtx.Evtx
        with Evtx.Evtx.Evtx(sys.argv[1]) as log:
            print(sum(1 for record in log.records() if record.xml()))
        """;

    /// <summary>False where the two count differently.</summary>
    public bool Run()
    {
        long records = 0;
        var python = Measurement.Time(() => records = Python());
        if (records < 0)
        {
            output.WriteLine("\nEVTX: python3-evtx is not installed (apt-get install python3-evtx).");
            return true;
        }

        var file = Repeated();
        var read = Read(file);
        if (read != records * Copies)
        {
            output.WriteLine($"\nEVTX: python3-evtx counts {records} records, {read} were read of {Copies} copies.");
            return false;
        }

        var ours = Measurement.Median(Enumerable.Range(0, 5).Select(_ => Measurement.Time(() => Read(file))));
        var pace = read / ours;
        output.WriteLine("\n| format | MB | records/s | python3-evtx records/s | times as fast | goal |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| EVTX | {new FileInfo(file).Length / 1_000_000.0:N0} | {pace * 1000:N0} | {records / python * 1000:N0} | {pace / (records / python):N0} | {Goal:N0} |"));
        return true;
    }

    private static long Read(string file)
    {
        long records = 0;
        ReadingBenchmark.Open(file, memory: null, session => records = Total(session.Data));
        return records;
    }

    private static long Total(DataSummary data) => data.UsedRecords.Sum(r => r.Records) + data.SkippedRecords.Sum(r => r.Records) + data.BadRecords;

    private long Python()
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "-c", Script, log } };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? long.Parse(text, CultureInfo.InvariantCulture) : -1;
    }

    private string Repeated()
    {
        var bytes = File.ReadAllBytes(log);
        var path = Path.Combine(folder, "events.evtx");
        using var file = File.Create(path);
        file.Write(bytes.AsSpan(0, HeaderBytes));
        for (var i = 0; i < Copies; i++)
        {
            file.Write(bytes.AsSpan(HeaderBytes));
        }

        return path;
    }
}

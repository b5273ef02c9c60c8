using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>What cannot be said as one command and its output: pipes, signals, half-written files, real data.</summary>
public sealed class ProcessTests
{
    // Far more rows than anyone waits for.
    private const string Endless = "range a from 1 to 100000 step 1 | extend k=1 | join kind=inner (range b from 1 to 100000 step 1 | extend k=1) on k | where a * b == -1";

    private static readonly string[] Outcomes = ["used", "skipped", "rejected"];

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Interrupt_ends_at_once_and_leaves_the_old_file(string ending)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill on Windows to send Ctrl-C with.");
        Assert.SkipWhen(IgnoresInterrupts(), "Ctrl-C is ignored here and in what is started from here, as in jobs that a script puts into the background.");
        using var folder = new TemporaryFolder();
        var target = folder.Write("out." + ending, "old");
        using var process = Tocsin.Launch(["query", Endless, "-o", target], folder.Path);
        process.WaitForExit(TimeSpan.FromSeconds(3)).ShouldBeFalse();

        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var hasEnded = process.WaitForExit(TimeSpan.FromSeconds(30));
        if (!hasEnded)
        {
            process.Kill(entireProcessTree: true);
        }

        hasEnded.ShouldBeTrue();

        process.ExitCode.ShouldBe(130);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        File.ReadAllText(target).ShouldBe("old");
        Directory.EnumerateFileSystemEntries(folder.Path).Count().ShouldBe(1);
    }

    [Fact]
    public void A_reader_that_has_seen_enough_is_no_error()
    {
        using var folder = new TemporaryFolder();
        using var process = Tocsin.Launch(["query", "range a from 1 to 3000000 step 1", "--format", "csv"], folder.Path);
        process.StandardOutput.ReadLine().ShouldBe("a");
        process.StandardOutput.Close();
        process.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();

        process.ExitCode.ShouldBe(0);
        process.StandardError.ReadToEnd().ShouldBe("");
    }

    [Fact]
    public void Parquet_comes_back_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var events = "Timestamp,DeviceName,RemoteIP,RemotePort\n2026-03-05T10:00:00.1234567Z,pc-1,203.0.113.5,443\n2026-03-05T11:00:00Z,pc-2,203.0.113.6,80\n";
        folder.Write("events.csv", events);
        const string query = "DeviceNetworkEvents | project Timestamp, DeviceName, RemoteIP, RemotePort | sort by Timestamp asc";

        Tocsin.Start(["query", query, "--data", "events.csv", "-o", "events.parquet"], folder.Path).Status.ShouldBe(0);
        var again = Tocsin.Start(["query", query, "--table", "DeviceNetworkEvents=events.parquet", "--format", "csv"], folder.Path);
        var first = Tocsin.Start(["query", query, "--data", "events.csv", "--format", "csv"], folder.Path);

        again.Error.ShouldBe("");
        again.Output.ShouldBe(first.Output);
    }

    /// <summary>Over a folder of sound and broken files, packed and plain: what is used, skipped and rejected is all, of each file and in sum.</summary>
    [Fact]
    public void Accounts_add_up()
    {
        using var folder = new TemporaryFolder();
        var broken = Path.Combine(Tocsin.Repository, "tests", "corpus", "formats", "broken");
        var run = Tocsin.Start(["query", "union DeviceNetworkEvents, DeviceProcessEvents, DeviceEvents, EmailEvents | count", "--data", broken, "--accounts", "accounts.json", "--rejects", "rejected.ndjson", "--format", "csv"], folder.Path);
        run.Status.ShouldBe(0, run.Error);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "accounts.json")));
        var root = document.RootElement;
        var files = root.GetProperty("files").EnumerateArray().ToArray();

        files.Length.ShouldBeGreaterThan(100);
        foreach (var file in files)
        {
            Outcomes.Sum(o => Records(file, o)).ShouldBe(file.GetProperty("records").GetInt64(), file.GetProperty("file").GetString());
        }

        foreach (var outcome in Outcomes)
        {
            files.Sum(f => Records(f, outcome)).ShouldBe(root.GetProperty(outcome).GetInt64(), outcome);
        }

        files.Sum(f => f.GetProperty("records").GetInt64()).ShouldBe(root.GetProperty("records").GetInt64());
        run.Output.ReplaceLineEndings("\n").ShouldBe($"Count\n{root.GetProperty("used").GetInt64()}\n");
        File.ReadLines(Path.Combine(folder.Path, "rejected.ndjson")).LongCount().ShouldBe(root.GetProperty("rejected").GetInt64());
        Tocsin.Start(["query", "DeviceNetworkEvents | count", "--data", broken, "--strict"], folder.Path).Status.ShouldBe(3);

        static long Records(JsonElement file, string outcome) => file.GetProperty(outcome).EnumerateArray().Sum(k => k.GetProperty("records").GetInt64());
    }

    /// <summary>
    /// Each run is killed a little later than the one before, so that death comes everywhere from the start to the end: what a
    /// run had said before it died is there, what it had not is there whole or not at all.
    /// </summary>
    [Fact]
    public void Ingest_that_is_killed_loses_nothing_that_it_acknowledged()
    {
        const int events = 400;
        using var folder = new TemporaryFolder();
        var acknowledged = new List<int>();
        var kills = 0;
        for (var run = 0; run < 14; run++)
        {
            folder.Write($"{run}.csv", "Timestamp,DeviceName,ActionType,RemoteIP\n" + string.Concat(Enumerable.Range(0, events).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"2026-02-{1 + (i % 20):D2}T08:00:{i % 60:D2}Z,run-{run},ConnectionSuccess,10.0.{i / 250}.{i % 250}\n"))));
            using var process = Tocsin.Launch(["ingest", $"{run}.csv", "--store", "store"], folder.Path);
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(150 + (run * 90))))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                kills++;
            }

            if (process.StandardOutput.ReadToEnd().Contains("1 file taken in", StringComparison.Ordinal))
            {
                acknowledged.Add(run);
            }
        }

        kills.ShouldBeGreaterThan(0);
        if (Directory.Exists(Path.Combine(folder.Path, "store")))
        {
            Tocsin.Start(["store", "verify", "store"], folder.Path).Output.ShouldContain("whole", Case.Sensitive);
        }

        // Everything again: what was acknowledged is known, the rest comes in once.
        var again = Tocsin.Start(["ingest", "*.csv", "--store", "store"], folder.Path);
        again.Status.ShouldBe(0, again.Error);
        var known = int.Parse(again.Output.Split(", ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        known.ShouldBeGreaterThanOrEqualTo(acknowledged.Count);
        var counts = Tocsin.Start(["query", "DeviceNetworkEvents | summarize n = count() by DeviceName | summarize Runs = count(), Least = min(n), Most = max(n)", "--store", "store", "--format", "csv"], folder.Path);
        counts.Output.Split('\n')[1].TrimEnd('\r').ShouldBe($"14,{events},{events}", counts.Error);
        Tocsin.Start(["store", "verify", "store"], folder.Path).Output.ShouldBe("whole\n");
    }

    [Theory]
    [InlineData("windows-json", "10.0.10.106", 443, 64)]
    [InlineData("zeek-json", "192.168.0.4", 8443, 376)]
    [InlineData("zeek-tsv", "10.136.0.16", 3128, 407)]
    public void The_known_connection_shows_in_real_telemetry(string kind, string address, int port, int times)
    {
        var telemetry = Environment.GetEnvironmentVariable("TOCSIN_TELEMETRY") ?? Path.Combine(Tocsin.Repository, "..", "shared", "telemetry");
        Assert.SkipUnless(Directory.Exists(telemetry), "No real telemetry beside the repository (TOCSIN_TELEMETRY names its folder).");
        var query = Path.Combine(Tocsin.Repository, "docs", "queries", "repeated-connections.kql");

        var run = Tocsin.Start(["query", "-f", query, "--data", Path.Combine(telemetry, kind), "--format", "csv"], Tocsin.Repository);

        run.Status.ShouldBe(0, run.Error);
        run.Output.Split('\n').ShouldContain(l => l.Contains($",{address},{port},{times},", StringComparison.Ordinal));
    }

    private static bool IgnoresInterrupts()
    {
        const string status = "/proc/self/status";
        const ulong interrupt = 1UL << (2 - 1);
        return File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
            && (ulong.Parse(ignored.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & interrupt) != 0;
    }
}

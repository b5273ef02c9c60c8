using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shouldly;
using Tocsin.Sql.Dialects;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>
/// Files of the corpus with bytes changed at random, through the whole loader: it neither fails nor hangs, its accounts
/// add up, and every rejected record is named. <c>TOCSIN_FUZZ</c> says how many of each format (2,000 were run once),
/// <c>TOCSIN_FUZZ_FIRST</c> the first seed, <c>TOCSIN_FUZZ_FORMAT</c> which format alone.
/// </summary>
public sealed class MutatedFileTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What the database says where a query of ours is wrong, as opposed to a file.</summary>
    private static readonly string[] DatabaseFaults =
        ["INTERNAL", "Binder Error", "Parser Error", "Catalog Error", "Conversion Error", "Out of Range Error", "Out of Memory", "Mismatch Type"];

    /// <summary>Format; files of the corpus that it starts from.</summary>
    public static TheoryData<string, string[]> Formats() => new()
    {
        { "ndjson", ["defender-json/lines.ndjson", "defender-json/faulty-lines.ndjson", "windows-nxlog/sysmon3.json", "zeek-conn-json/names.log", "windows-dialects/winlogbeat-ecs.ndjson", "defender-streaming/mixed.ndjson", "mappings/flows.ndjson"] },
        { "documents", ["defender-json/array.json", "defender-json/results.json", "log-analytics/query.json", "windows-dialects/evtx-dump-records.json", "defender-streaming/records.json", "windows-dialects/get-winevent-7.json"] },
        { "csv", ["defender-csv/columns.csv", "defender-csv/faulty-rows.csv", "defender-csv/times-us.csv", "defender-csv/times-german.csv", "windows-dialects/evtxecmd.csv", "windows-dialects/security-event.csv", "defender-csv/mixed-line-ends.csv"] },
        { "zeek", ["zeek-conn-tsv/states.log", "zeek-conn-tsv/values.log", "zeek-conn-tsv/put-together.log", "zeek-logs/dns.log", "zeek-logs/separators.log", "zeek-logs/ssl.log"] },
        { "archives", ["defender-json/archive.zip", "defender-json/archive.tar.gz", "defender-json/compressed.json.gz", "zeek-conn-tsv/compressed.log.gz", "defender-json/two-members.ndjson.gz", "evtx/events.evtx.gz"] },
        { "parquet", ["parquet/ticks.parquet", "parquet/text.parquet", "parquet/zoned.parquet", "parquet/nanoseconds.parquet", "parquet/far-future.parquet"] },
        { "xml", ["windows-xml/wevtutil.xml", "windows-dialects/splunk-xml.json"] },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Is_accounted_for_whatever_is_wrong(string format, string[] files)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("TOCSIN_FUZZ_FORMAT") is { Length: > 0 } wanted && wanted != format, "Another format is asked for.");
        var count = Number("TOCSIN_FUZZ", 40);
        var first = Number("TOCSIN_FUZZ_FIRST", 0);
        var sources = files.Select(f => File.ReadAllBytes(Path.Combine(Corpus.Folder("formats"), f))).ToArray();
        var folder = Directory.CreateTempSubdirectory("tocsin-fuzz-").FullName;
        var faults = new List<string>();
        try
        {
            for (var seed = first; seed < first + count; seed++)
            {
                var random = new Random(seed);
                var source = random.Next(sources.Length);
                var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{format}-{seed}"));
                File.WriteAllBytes(path, Mutation.Of(sources[source], sources[random.Next(sources.Length)], random));
                var known = faults.Count;
                faults.AddRange(Check(path).Select(f => $"seed {seed} ({files[source]}): {f}"));
                Keep(path, faults.Count > known);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        faults.ShouldBeEmpty(string.Join('\n', faults.Take(40)));
    }

    /// <summary>Files that show a fault are kept where <c>TOCSIN_FUZZ_KEEP</c> says.</summary>
    private static void Keep(string path, bool isFaulty)
    {
        if (isFaulty && Environment.GetEnvironmentVariable("TOCSIN_FUZZ_KEEP") is { Length: > 0 } kept)
        {
            File.Copy(path, Path.Combine(kept, Path.GetFileName(path)), overwrite: true);
        }

        File.Delete(path);
    }

    private static List<string> Check(string path)
    {
        var watch = Stopwatch.StartNew();
        List<string> faults;
        try
        {
            using var set = TelemetryCatalog.Open([path], TelemetryOptions.Default with { KeepsRejections = true });
            using var session = new TestSession();
            faults = Check(path, TelemetryLoader.Load(set, session), session);
        }
        catch (Exception e)
        {
            return [$"{e.GetType().Name}: {e.Message.Split('\n')[0]} {e.StackTrace?.Split('\n')[0]}"];
        }

        if (watch.Elapsed > Limit)
        {
            faults.Add($"took {watch.Elapsed}");
        }

        return faults;
    }

    private static List<string> Check(string path, LoadedTelemetry loaded, TestSession session)
    {
        // What damaged Parquet files make of DuckDB is told as theirs.
        var faults = loaded.Diagnostics.Where(d => !d.Message.Contains("cannot be read as Parquet", StringComparison.Ordinal) && DatabaseFaults.Any(f => d.Message.Contains(f, StringComparison.Ordinal)))
            .Select(d => $"{d.Id} {d.Message}").ToList();
        var used = loaded.Records(RecordOutcome.Used);
        var rows = loaded.Tables.Sum(t => Convert.ToInt64(session.Rows($"SELECT count(*) FROM ({DuckDbWriter.Write(t.Rows)})")[0][0], CultureInfo.InvariantCulture));
        Expect(rows == used, $"{rows} rows of {used} records used");

        var rejected = loaded.Records(RecordOutcome.Rejected);
        Expect(loaded.Rejections.Length == rejected, $"{loaded.Rejections.Length} of {rejected} rejected records named: {string.Join("; ", loaded.Accounts)}");
        Expect(loaded.Accounts.All(a => a.Records > 0 && a.Detail.Length > 0), $"an account of nothing: {string.Join("; ", loaded.Accounts)}");
        Expect(loaded.Accounts.Length > 0 || loaded.Skipped.Length > 0 || loaded.Diagnostics.Length > 0, "neither records nor a reason");
        faults.AddRange(LineFaults(path, loaded));
        return faults;

        void Expect(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>Files that stand as they are read: as many records as lines, and rejected ones where they are said to be.</summary>
    private static IEnumerable<string> LineFaults(string path, LoadedTelemetry loaded)
    {
        var bytes = File.ReadAllBytes(path);
        var format = loaded.Accounts.Select(a => a.Format).Distinct(StringComparer.Ordinal).ToArray();
        if (format is not [var only] || bytes is [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', ..] || loaded.Diagnostics.Any(d => d.Id is "TOC6010"))
        {
            yield break;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var records = loaded.Accounts.Sum(a => a.Records);
        if (only.Contains("JSON", StringComparison.Ordinal) && IsLines(text) && !text.Contains("\"records\"", StringComparison.Ordinal))
        {
            var lines = text.Split('\n').Count(l => l.Trim(' ', '\t', '\r').Length > 0);
            if (lines != records)
            {
                yield return $"{records} records of {lines} lines: {string.Join("; ", loaded.Accounts)}";
            }
        }

        if (!only.Contains("CSV", StringComparison.Ordinal) && !only.Contains("TSV", StringComparison.Ordinal) && !IsLines(text))
        {
            yield break;
        }

        var all = text.ReplaceLineEndings("\n").Split('\n');
        foreach (var rejection in loaded.Rejections.Where(r => r.Line is not null))
        {
            if (rejection.Line < 1 || rejection.Line > all.Length)
            {
                yield return $"line {rejection.Line} of {all.Length}: {rejection.Reason}";
            }
        }
    }

    private static bool IsLines(string text) => text.TrimStart('\uFEFF', ' ', '\n', '\r', '\t') is ['{', '"', ..] start && start.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && start[..end].TrimEnd().EndsWith('}');

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

using System.IO.Compression;
using System.Text;
using Shouldly;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

public sealed class ArchiveBoundTests : IDisposable
{
    private const string Event = """{"Timestamp":"2026-02-11T08:01:00Z","DeviceName":"ws-01","RemoteIP":"10.1.2.3"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_member_that_unfolds_too_far_ends_the_archive()
    {
        var path = Zip(("a.ndjson", Event), ("b.ndjson", new string(' ', 4 << 20)), ("c.ndjson", Event));
        using var set = TelemetryCatalog.Open([path], Options with { RatioFreeBytes = 1 << 20, MaximumRatio = 100 });
        set.Diagnostics.ShouldContain(d => d.Id == "TOC6021" && d.Message.Contains("b.ndjson", StringComparison.Ordinal));
        set.Readings.Sum(r => r.Files.Length).ShouldBe(1);
    }

    [Fact]
    public void Unpacked_bytes_are_bounded_in_all()
    {
        var path = Zip([.. Enumerable.Range(0, 20).Select(i => ($"{i:D2}.ndjson", Event + new string(' ', 1000)))]);
        using var set = TelemetryCatalog.Open([path], Options with { MaximumTemporaryBytes = 5000 });
        set.Diagnostics.ShouldContain(d => d.Id == "TOC6021");
        set.Readings.Sum(r => r.Files.Length).ShouldBe(4);
    }

    [Fact]
    public void Members_are_bounded_in_number()
    {
        var path = Zip([.. Enumerable.Range(0, 20).Select(i => ($"{i:D2}.ndjson", Event))]);
        using var set = TelemetryCatalog.Open([path], Options with { MaximumMembers = 7 });
        set.Diagnostics.ShouldContain(d => d.Id == "TOC6021");
        set.Readings.Sum(r => r.Files.Length).ShouldBe(7);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using (var set = TelemetryCatalog.Open([Zip(("../a.ndjson", Event), ("/b.ndjson", Event))], Options))
        {
            set.Readings.Sum(r => r.Files.Length).ShouldBe(2);
            set.Readings.SelectMany(r => r.Files).ShouldAllBe(f => f.Path.StartsWith(_folder, StringComparison.Ordinal));
        }

        Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).ShouldBe(["archive.zip"]);
    }

    private TelemetryOptions Options => TelemetryOptions.Default with { TemporaryFolder = _folder };

    private string Zip(params (string Name, string Text)[] members)
    {
        var path = Path.Combine(_folder, "archive.zip");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in members)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }
}

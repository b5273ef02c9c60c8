using System.IO.Compression;
using System.Text;
using Shouldly;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

public sealed class StandardInputTests : IDisposable
{
    private const string Event = """{"Timestamp":"2026-02-11T08:01:00Z","DeviceName":"ws-01","ActionType":"ConnectionSuccess","RemoteIP":"10.1.2.3"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_recognised_and_unpacked_as_files_are(bool isPacked)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Event, Event, "no JSON", Event));
        using var set = TelemetryCatalog.Open(["-"], Options(isPacked ? Packed(bytes) : bytes));
        using var session = new TestSession();
        var loaded = TelemetryLoader.Load(set, session);
        loaded.Records(RecordOutcome.Used).ShouldBe(3);
        loaded.Accounts.ShouldAllBe(a => a.File == "standard input");
        var rejected = loaded.Rejections.ShouldHaveSingleItem();
        rejected.Line.ShouldBe(3);
        rejected.Text.ShouldBe("no JSON");
    }

    [Fact]
    public void Is_bounded_on_the_disk_and_leaves_nothing_there()
    {
        using (var set = TelemetryCatalog.Open(["-"], Options(new byte[1 << 20]) with { MaximumTemporaryBytes = 1 << 16 }))
        {
            set.Diagnostics.ShouldContain(d => d.Id == "TOC6021" && d.Path == "standard input");
            set.Readings.ShouldBeEmpty();
        }

        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    private TelemetryOptions Options(byte[] bytes) =>
        TelemetryOptions.Default with { TemporaryFolder = _folder, StandardInput = () => new MemoryStream(bytes) };

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}

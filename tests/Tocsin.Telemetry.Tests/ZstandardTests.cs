using System.Text;
using Shouldly;
using Tocsin.Telemetry.Files.Zstandard;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>What the corpus's packed files cannot say: hostile frames, and the bounds on what they unpack to.</summary>
public sealed class ZstandardTests : IDisposable
{
    private const string Event = """{"Timestamp":"2026-02-11T08:01:00Z","DeviceName":"ws-01","RemoteIP":"10.1.2.3"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_changed_frame_is_unpacked_or_refused()
    {
        var random = new Random(7);
        byte[][] frames = [.. Directory.EnumerateFiles(Corpus.Folder("formats"), "*.zst", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        frames.ShouldNotBeEmpty();
        for (var i = 0; i < 10_000; i++)
        {
            var frame = (byte[])frames[i % frames.Length].Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                frame[random.Next(random.Next(2) == 0 ? Math.Min(64, frame.Length) : frame.Length)] = (byte)random.Next(256);
            }

            var length = random.Next(3) == 0 ? random.Next(frame.Length) : frame.Length;
            try
            {
                Unpack(frame.AsSpan(0, length).ToArray());
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    /// <summary>Blocks that repeat one byte: 128 KB for four bytes.</summary>
    [Fact]
    public void A_file_that_unfolds_too_far_is_left_out()
    {
        var path = Path.Combine(_folder, "bomb.zst");
        File.WriteAllBytes(path, Bomb(blocks: 100));
        using var set = TelemetryCatalog.Open([path], TelemetryOptions.Default with { TemporaryFolder = _folder, RatioFreeBytes = 1 << 20, MaximumRatio = 100 });
        set.Diagnostics.ShouldContain(d => d.Id == "TOC6021" && d.Message.Contains("bomb.zst", StringComparison.Ordinal));
        set.Readings.ShouldBeEmpty();
        set.Skipped.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_window_beyond_the_bound_is_refused()
    {
        // 2^10+21 bytes: what zstd --ultra --long=31 would ask for.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 21 << 3, 0x01, 0x00, 0x00];
        Should.Throw<InvalidDataException>(() => Unpack(frame)).Message.ShouldContain("128 MB", Case.Sensitive);
    }

    private static byte[] Bomb(int blocks)
    {
        var frame = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3 };
        AddRaw(frame, Encoding.UTF8.GetBytes(Event + "\n"), isLast: false);
        for (var i = 0; i < blocks; i++)
        {
            const int size = 128 << 10;
            const int header = (size << 3) | (1 << 1);
            frame.AddRange([(byte)(header & 0xFF), (byte)((header >> 8) & 0xFF), (byte)(header >> 16), (byte)' ']);
        }

        AddRaw(frame, "\n"u8.ToArray(), isLast: true);
        return [.. frame];
    }

    private static void AddRaw(List<byte> frame, byte[] content, bool isLast)
    {
        var header = (content.Length << 3) | (isLast ? 1 : 0);
        frame.AddRange([(byte)(header & 0xFF), (byte)((header >> 8) & 0xFF), (byte)(header >> 16), .. content]);
    }

    private static long Unpack(byte[] frame)
    {
        using var unpacked = new ZstandardStream(new MemoryStream(frame));
        var buffer = new byte[1 << 16];
        long length = 0;
        while (length < 64 << 20 && unpacked.Read(buffer) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Telemetry.Evtx;
using Xunit;

namespace Tocsin.Telemetry.Tests;

public sealed partial class EvtxReaderTests
{
    private const int ChunkSize = 1 << 16;
    private static readonly TimeSpan SecondReaderTime = TimeSpan.FromMinutes(2);

    [Fact]
    public void Values_of_every_type_are_written_as_windows_does()
    {
        var sid = new byte[] { 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0 };
        var log = new EvtxBuilder().Add(
            "Test",
            1,
            ("Null", EvtxValue.Null),
            ("Text", EvtxValue.Text("a \"b\" \\ \r\n\u00e4\u20ac\ud83d\ude00")),
            ("Ansi", new EvtxValue(0x02, "x\u00e9"u8.ToArray()[..1])),
            ("Int8", new EvtxValue(0x03, [0xFF])),
            ("UInt8", new EvtxValue(0x04, [0xFF])),
            ("Int16", new EvtxValue(0x05, [0xFE, 0xFF])),
            ("UInt16", EvtxValue.Number((ushort)65535)),
            ("Int32", new EvtxValue(0x07, BitConverter.GetBytes(-3))),
            ("UInt32", EvtxValue.Number(uint.MaxValue)),
            ("Int64", new EvtxValue(0x09, BitConverter.GetBytes(long.MinValue))),
            ("UInt64", EvtxValue.Number(ulong.MaxValue)),
            ("Real32", new EvtxValue(0x0B, BitConverter.GetBytes(1.5f))),
            ("Real64", new EvtxValue(0x0C, BitConverter.GetBytes(-0.25))),
            ("Bool", new EvtxValue(0x0D, BitConverter.GetBytes(1))),
            ("Binary", new EvtxValue(0x0E, [0, 0xAB])),
            ("Guid", EvtxValue.Identifier(new Guid("5770385f-c22a-43e0-bf4c-06f5698ffbd9"))),
            ("Size", new EvtxValue(0x10, BitConverter.GetBytes(0x1FUL))),
            ("FileTime", EvtxValue.Time(new DateTime(2026, 2, 11, 8, 1, 2, DateTimeKind.Utc).AddTicks(3))),
            ("Never", new EvtxValue(0x11, BitConverter.GetBytes(long.MaxValue))),
            ("SystemTime", new EvtxValue(0x12, [0xEA, 7, 2, 0, 3, 0, 11, 0, 8, 0, 1, 0, 2, 0, 3, 0])),
            ("Sid", new EvtxValue(0x13, sid)),
            ("Hex32", new EvtxValue(0x14, BitConverter.GetBytes(0x3E7))),
            ("Hex64", EvtxValue.Hexadecimal(0x3E7)),
            ("Texts", new EvtxValue(0x81, Encoding.Unicode.GetBytes("a\0b\0")))).Build();
        var (records, condition) = Read(log);
        condition.ShouldBe(new EvtxCondition(false, 0, 1, 0));
        records.ShouldHaveSingleItem().GetProperty("EventData").EnumerateObject().Select(p => $"{p.Name}={p.Value.GetString()}").ShouldBe(
        [
            "Null=", "Text=a \"b\" \\ \r\n\u00e4\u20ac\ud83d\ude00", "Ansi=x", "Int8=-1", "UInt8=255", "Int16=-2", "UInt16=65535", "Int32=-3",
            "UInt32=4294967295", "Int64=-9223372036854775808", "UInt64=18446744073709551615", "Real32=1.5", "Real64=-0.25", "Bool=true",
            "Binary=00AB", "Guid={5770385f-c22a-43e0-bf4c-06f5698ffbd9}", "Size=0x1f", "FileTime=2026-02-11T08:01:02.0000003Z",
            "Never=9223372036854775807", "SystemTime=2026-02-11T08:01:02.0030000Z", "Sid=S-1-5-32-544", "Hex32=0x3e7", "Hex64=0x3e7", "Texts=a", "Data1=b",
        ]);
    }

    [Fact]
    public void Templates_and_names_are_found_again_in_every_chunk()
    {
        var (records, condition) = Read(Log(2000).Build());
        condition.ShouldBe(new EvtxCondition(false, 0, 2000, 0));
        records.Select(r => r.GetProperty("EventRecordID").GetString())
            .ShouldBe(Enumerable.Range(1, 2000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        records.ShouldAllBe(r => r.GetProperty("Provider").GetString() == "Test"
            && r.GetProperty("EventData").GetProperty("Name").GetString() == $"name {r.GetProperty("EventRecordID").GetString()}");
    }

    [Fact]
    public void A_log_that_is_being_written_gives_what_its_headers_do_not_count()
    {
        var log = Log(100).Build();
        var whole = Log(60).Build();

        // The header of the chunk as it was after 60 records.
        whole.AsSpan(4096, 512).CopyTo(log.AsSpan(4096));
        Read(log).Condition.Records.ShouldBe(100);
    }

    [Fact]
    public void Remains_of_older_records_are_not_read()
    {
        var log = Log(60).Build();
        var older = Log(100).Build();
        var free = BitConverter.ToInt32(log, 4096 + 48);
        var behind = older.AsSpan(4096 + free).IndexOf("**\0\0"u8);
        older.AsSpan(4096 + free + behind, ChunkSize - free - behind).CopyTo(log.AsSpan(4096 + free));

        // They would go on with 61, so they are taken for new; with another number they are not.
        log[4096 + free + 8] = 7;
        Read(log).Condition.Records.ShouldBe(60);
    }

    [Theory]
    [InlineData("header", 400, 0)]
    [InlineData("file header", 400, 0)]
    [InlineData("record mark", 399, 1)]
    [InlineData("second size", 400, 0)]
    [InlineData("cut off", -1, -1)]
    public void Damage_costs_no_more_than_it_hits(string damage, int read, int lost)
    {
        var log = Log(400).Build();
        var third = Record(log, 3);
        switch (damage)
        {
            case "header":
                log.AsSpan(4096, 8).Clear();
                break;
            case "file header":
                log.AsSpan(0, 128).Clear();
                break;
            case "record mark":
                log[third] = 0;
                break;
            case "second size":
                log[third - 4] ^= 0xFF;
                break;
            default:
                log = log[..(4096 + 40_000)];
                break;
        }

        var (_, condition) = Read(log);
        if (read >= 0)
        {
            condition.Records.ShouldBe(read);
            condition.Unreadable.ShouldBe(lost);
        }
        else
        {
            // The first chunk's header says how many records it had.
            condition.DamagedChunks.ShouldBe(1);
            (condition.Records + condition.Unreadable).ShouldBe((long)BitConverter.ToUInt64(log, 4096 + 32));
            condition.Unreadable.ShouldBeGreaterThan(0);
        }
    }

    /// <summary>Bytes changed at random: an end, a bound, and never more records than there were places for.</summary>
    [Fact]
    public void Mutated_logs_neither_crash_nor_hang_nor_grow()
    {
        // 10,000 files were run once; the suite runs fewer.
        var count = int.Parse(Environment.GetEnvironmentVariable("TOCSIN_FUZZ") ?? "300", CultureInfo.InvariantCulture);
        var sources = new List<byte[]> { Log(150).Build(), Log(20).Build() };
        if (Corpus.RealTelemetry is { } real)
        {
            sources.AddRange(Directory.EnumerateFiles(Path.Combine(real, "evtx"), "*.evtx").Where(f => new FileInfo(f).Length < 100_000).Select(File.ReadAllBytes));
        }

        var slowest = TimeSpan.Zero;
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var log = Mutate(sources[random.Next(sources.Count)], random);
            var watch = Stopwatch.StartNew();
            using var output = new CountingStream();
            var condition = EvtxReader.Read(new MemoryStream(log), output);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            (condition.Records + condition.Unreadable).ShouldBeLessThan(log.Length / 20, $"seed {seed}");
            output.Length.ShouldBeLessThan(270L * ChunkSize * ((log.Length / ChunkSize) + 1), $"seed {seed}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} files, slowest {slowest.TotalMilliseconds:F0} ms");
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Equals_a_second_reader()
    {
        Assert.SkipUnless(HasSecondReader(), "Debian's python3-evtx is not installed.");
        var built = Path.Combine(Path.GetTempPath(), $"tocsin-tests-{Guid.NewGuid():N}.evtx");
        File.WriteAllBytes(built, Log(700).Build());
        try
        {
            string[] real = Corpus.RealTelemetry is { } folder ? Directory.GetFiles(Path.Combine(folder, "evtx"), "*.evtx") : [];
            foreach (var path in real.Append(built))
            {
                var expected = SecondReader(path).Select(Normal).ToArray();
                var (records, condition) = Read(File.ReadAllBytes(path));
                condition.Unreadable.ShouldBe(0, path);
                records.Select(Normal).ToArray().ShouldBe(expected, path);
            }
        }
        finally
        {
            File.Delete(built);
        }
    }

    internal static EvtxBuilder Log(int records)
    {
        var builder = new EvtxBuilder();
        for (var i = 1; i <= records; i++)
        {
            builder.Add(
                "Test",
                (ushort)(i % 3),
                ("Name", EvtxValue.Text($"name {i}")),
                ("Empty", EvtxValue.Text(string.Empty)),
                ("Number", EvtxValue.Number((uint)i)),
                ("LogonId", EvtxValue.Hexadecimal((ulong)i * 1000)));
        }

        return builder;
    }

    private static (List<JsonElement> Records, EvtxCondition Condition) Read(byte[] log)
    {
        using var output = new MemoryStream();
        var condition = EvtxReader.Read(new MemoryStream(log), output);
        return (Lines(Encoding.UTF8.GetString(output.ToArray())), condition);
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static int Record(byte[] log, int number)
    {
        var position = 4096 + 512;
        for (var i = 1; i < number; i++)
        {
            position += BitConverter.ToInt32(log, position + 4);
        }

        return position;
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        var log = source.ToArray();
        for (var i = random.Next(1, 60); i > 0; i--)
        {
            // Mostly where records lie.
            var at = random.Next(4) == 0 ? random.Next(log.Length) : Math.Min(log.Length - 4, 4096 + random.Next(20_000));
            switch (random.Next(4))
            {
                case 0:
                    log[at] = (byte)random.Next(256);
                    break;
                case 1:
                    log[at] = (byte)new[] { 0, 1, 0x0C, 0x0D, 0x0F, 0x21, 0x81, 0xFF }[random.Next(8)];
                    break;
                case 2:
                    log.AsSpan(at, Math.Min(log.Length - at, random.Next(1, 200))).Fill((byte)random.Next(256));
                    break;
                default:
                    BitConverter.TryWriteBytes(log.AsSpan(Math.Min(at, log.Length - 4)), random.Next(2) == 0 ? random.Next(ChunkSize) : random.Next());
                    break;
            }
        }

        return random.Next(8) == 0 ? log[..random.Next(log.Length)] : log;
    }

    private static bool HasSecondReader()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import Evtx"]) { RedirectStandardError = true })!;
        process.WaitForExit(SecondReaderTime);
        return process.ExitCode == 0;
    }

    private static List<JsonElement> SecondReader(string path)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Corpus.Folder("evtx"), "second-reader.py"), path]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit(SecondReaderTime).ShouldBeTrue();
        process.ExitCode.ShouldBe(0);
        return Lines(text);
    }

    /// <summary>One text for a record from either reader, which spell numbers, times and identifiers differently.</summary>
    private static string Normal(JsonElement record)
    {
        var text = new StringBuilder();
        foreach (var name in (string[])["EventRecordID", "Provider", "EventID", "Channel", "Computer", "Keywords", "TimeCreated", "ProcessID"])
        {
            var value = record.TryGetProperty(name, out var property) ? property.GetString()! : string.Empty;
            text.Append(Spelled(name.Equals("TimeCreated", StringComparison.Ordinal) ? Instant(value) : value)).Append('|');
        }

        foreach (var section in (string[])["EventData", "UserData"])
        {
            var fields = record.TryGetProperty(section, out var data) ? data.EnumerateObject().Where(p => !p.Name.StartsWith("Data", StringComparison.Ordinal)) : [];
            text.AppendJoin('|', fields.Select(f => $"{f.Name}={Spelled(f.Value.GetString()!)}").Order(StringComparer.Ordinal)).Append('|');
        }

        return text.ToString();
    }

    /// <summary>To the millisecond: the second reader goes through a double.</summary>
    private static string Instant(string value) => DateTime
        .Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)
        .ToString("yyyy-MM-dd HH:mm:ss.ff", CultureInfo.InvariantCulture);

    private static string Spelled(string value) => LeadingZeros().Replace(value.Replace("\r\n", "\n", StringComparison.Ordinal).ToLowerInvariant(), "0x");

    [GeneratedRegex("^0x0+(?=.)")]
    private static partial Regex LeadingZeros();

    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}

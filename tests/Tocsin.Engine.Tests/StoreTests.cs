using System.Globalization;
using System.IO.Compression;
using Shouldly;
using Tocsin.DuckDb;
using Tocsin.Engine.Store;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Store;
using Xunit;

namespace Tocsin.Engine.Tests;

public sealed class StoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-tests-").FullName;

    private string Store => Path.Combine(_folder, "store");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_content_is_taken_in_once()
    {
        var file = Events("a.ndjson", 3, day: 1);
        Ingest(file).ShouldBe((1, 0));
        File.Copy(file, Path.Combine(_folder, "again.ndjson"));
        Ingest(file, Path.Combine(_folder, "again.ndjson")).ShouldBe((0, 2));
        Ingest(Events("b.ndjson", 4, day: 1)).ShouldBe((1, 0));
        Count("DeviceNetworkEvents | count").ShouldBe(7);
    }

    [Fact]
    public void A_packed_file_is_known_by_what_it_holds()
    {
        var file = Events("a.ndjson", 3, day: 1);
        var packed = file + ".gz";
        using (var target = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            target.Write(File.ReadAllBytes(file));
        }

        Ingest(packed, file).ShouldBe((1, 1));
        Ingest(file).ShouldBe((0, 1));
        Count("DeviceNetworkEvents | count").ShouldBe(3);
    }

    [Fact]
    public void A_store_within_a_folder_is_not_read_as_its_files()
    {
        Events("a.ndjson", 3, day: 1);
        Ingest(_folder).ShouldBe((1, 0));
        Ingest(_folder).ShouldBe((0, 1));
        Count("DeviceNetworkEvents | count").ShouldBe(3);
    }

    [Fact]
    public void A_folder_that_is_no_store_is_not_taken_for_an_empty_one() =>
        Should.Throw<UnreadableDataException>(() => StoreCare.Verify(_folder, CancellationToken.None)).Message.ShouldContain("is no store", Case.Sensitive);

    [Fact]
    public void Columns_that_a_schema_got_later_are_empty_in_older_files()
    {
        Ingest(Events("a.ndjson", 2, day: 1));
        var manifest = Directory.EnumerateFiles(Path.Combine(Store, "manifests")).Single();
        var known = StoreManifest.Read(manifest);
        Without(Path.Combine(Store, known.Files.Single().Path), "RemotePort", "RemoteIP");
        var columns = known.Columns.ShouldNotBeNull()["DeviceNetworkEvents"].Except(["RemotePort", "RemoteIP"]).ToArray();
        (known with { Columns = new Dictionary<string, IReadOnlyList<string>> { ["DeviceNetworkEvents"] = columns } }).Write(manifest);

        Ingest(Events("b.ndjson", 3, day: 2));
        Count("DeviceNetworkEvents | where isnull(RemotePort) and RemoteIP == '' | count").ShouldBe(2);
        Count("DeviceNetworkEvents | where Timestamp < datetime(2026-02-02) | summarize countif(isnull(RemotePort))").ShouldBe(2);
        Count("DeviceNetworkEvents | count").ShouldBe(5);
    }

    [Fact]
    public void A_condition_on_time_names_the_files_of_its_day_only()
    {
        Ingest(Events("a.ndjson", 2, day: 1), Events("b.ndjson", 3, day: 2), Events("c.ndjson", 4, day: 3));
        const string query = "DeviceNetworkEvents | where Timestamp between (datetime(2026-02-02) .. datetime(2026-02-02T23:59:59)) | count";
        Count(query).ShouldBe(3);
        using var session = Open();
        var sql = session.Compile(new SourceText(query)).Emit(Stage.Sql).ShouldNotBeNull();
        sql.ShouldContain("day=2026-02-02", Case.Sensitive);
        sql.ShouldNotContain("day=2026-02-01", Case.Sensitive);
        sql.ShouldNotContain("day=2026-02-03", Case.Sensitive);
    }

    [Fact]
    public void What_was_not_acknowledged_is_not_there()
    {
        Ingest(Events("a.ndjson", 2, day: 1));
        var stored = Directory.EnumerateFiles(Store, "*.parquet", SearchOption.AllDirectories).Single();
        var left = Path.Combine(Path.GetDirectoryName(stored)!, "left.parquet");
        File.Copy(stored, left);
        File.WriteAllText(left + ".part", "half");
        Count("DeviceNetworkEvents | count").ShouldBe(2);
        var condition = StoreCare.Verify(Store, CancellationToken.None);
        condition.IsWhole.ShouldBeTrue();
        condition.Extra.Select(e => e.Split('/')[^1]).ShouldBe(["left.parquet", "left.parquet.part"]);
        Ingest(Events("b.ndjson", 1, day: 2));
        File.Exists(left).ShouldBeFalse();
        File.Exists(left + ".part").ShouldBeFalse();
    }

    [Fact]
    public void Old_days_are_pruned_and_do_not_come_back()
    {
        var file = Events("a.ndjson", 2, day: 1);
        Ingest(file, Events("b.ndjson", 3, day: 5));
        StoreCare.Prune(Store, new DateOnly(2026, 2, 3)).Single().ShouldBe(
            new PrunedTable("DeviceNetworkEvents", Days: 1, new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 1), Rows: 2, Files: 1));
        StoreCare.Prune(Store, new DateOnly(2026, 2, 3)).ShouldBeEmpty();
        Count("DeviceNetworkEvents | count").ShouldBe(3);
        Ingest(file).ShouldBe((0, 1));
        StoreCare.Open(Store).Tables.Single().Days.ShouldBe(1);
    }

    [Fact]
    public void Changed_and_missing_files_are_found()
    {
        Ingest(Events("a.ndjson", 2, day: 1), Events("b.ndjson", 3, day: 5));
        var files = Directory.GetFiles(Store, "*.parquet", SearchOption.AllDirectories);
        File.AppendAllText(files[0], "x");
        File.Delete(files[1]);
        var condition = StoreCare.Verify(Store, CancellationToken.None);
        condition.Changed.ShouldHaveSingleItem();
        condition.Missing.ShouldHaveSingleItem();
        Should.Throw<UnreadableDataException>(() => Count("DeviceNetworkEvents | count")).Message.ShouldContain("store verify", Case.Sensitive);
    }

    [Fact]
    public void One_flipped_bit_is_found()
    {
        Ingest(Events("a.ndjson", 20, day: 1));
        var file = Directory.GetFiles(Store, "*.parquet", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        StoreCare.Verify(Store, CancellationToken.None).Changed.ShouldHaveSingleItem();
    }

    /// <summary>A manifest that is cut off, empty, another's, changed in one digit, or leads out of the store.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_damaged_manifest_is_named_with_a_way_out(int damage)
    {
        var first = Events("a.ndjson", 3, day: 1);
        Ingest(first);
        Ingest(Events("b.ndjson", 4, day: 2));
        var manifest = Directory.GetFiles(Store, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, damage switch
        {
            0 => text[..(text.Length / 2)],
            1 => "",
            2 => "{}",
            3 => text.Replace("\"rows\": 3", "\"rows\": 5", StringComparison.Ordinal),
            _ => System.Text.RegularExpressions.Regex.Replace(text, "\"path\": \"data/[^\"]*\"", "\"path\": \"data/../../outside\"").Replace("\"check\"", "\"other\"", StringComparison.Ordinal),
        });
        foreach (var action in new Action[] { () => Count("DeviceNetworkEvents | count"), () => Ingest(first), () => StoreCare.Prune(Store, DateOnly.MaxValue), () => StoreCare.Verify(Store, CancellationToken.None) })
        {
            var message = Should.Throw<UnreadableDataException>(action).Message;
            message.ShouldContain(manifest, Case.Sensitive);
            message.ShouldContain("remove it, and ingest", Case.Sensitive);
        }

        // The way out.
        File.Delete(manifest);
        Ingest(first).ShouldBe((1, 0));
        Count("DeviceNetworkEvents | count").ShouldBe(7);
        StoreCare.Verify(Store, CancellationToken.None).Extra.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_writer_is_told_of_the_first()
    {
        Ingest(Events("a.ndjson", 3, day: 1));
        using (Telemetry.Store.TelemetryStore.Lock(Store))
        {
            Should.Throw<UnreadableDataException>(() => Ingest(Events("b.ndjson", 3, day: 1))).Message.ShouldContain("another run", Case.Sensitive);
            Should.Throw<UnreadableDataException>(() => StoreCare.Prune(Store, DateOnly.MaxValue)).Message.ShouldContain("another run", Case.Sensitive);
            Count("DeviceNetworkEvents | count").ShouldBe(3);
        }

        Ingest(Path.Combine(_folder, "b.ndjson")).ShouldBe((1, 0));
    }

    [Fact]
    public void Readers_see_the_store_as_it_was_when_they_opened_it()
    {
        Ingest(Events("a.ndjson", 3, day: 1));
        using var session = Open();
        Ingest(Events("b.ndjson", 4, day: 1));
        using var rows = session.Compile(new SourceText("DeviceNetworkEvents | count")).Run(CancellationToken.None);
        rows.Read().ShouldBeTrue();
        rows.GetLong(0).ShouldBe(3);
        Count("DeviceNetworkEvents | count").ShouldBe(7);
    }

    [Fact]
    public void Of_a_log_that_has_grown_the_new_lines_are_taken()
    {
        var json = Events("a.ndjson", 3, day: 1);
        var zeek = Path.Combine(_folder, "conn.log");
        const string header = "#separator \\x09\n#unset_field\t-\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n";
        File.WriteAllText(zeek, header + "1769932800.0\tC1\t10.0.0.5\t50000\t203.0.113.7\t443\ttcp\tSF\n");
        Ingest(json, zeek).ShouldBe((2, 0));
        File.AppendAllText(json, File.ReadAllLines(Events("more.ndjson", 2, day: 2))[1] + "\n");
        File.AppendAllText(zeek, "1769932900.0\tC2\t10.0.0.5\t50001\t203.0.113.7\t443\ttcp\tSF\n1769932901.0\tC3\t10.0.0.5\t50002\t203.0.113.7\t443\ttcp\tSF\n");
        Ingest(json, zeek).ShouldBe((2, 0));
        Count("DeviceNetworkEvents | count").ShouldBe(7);
        Count("DeviceNetworkEvents | where LocalPort > 0 | summarize dcount(LocalPort)").ShouldBe(3);
        Ingest(json, zeek).ShouldBe((0, 2));
    }

    [Fact]
    public void A_file_that_has_grown_and_cannot_be_divided_is_left_out_with_a_warning()
    {
        var file = Events("a.ndjson", 3, day: 1);
        File.WriteAllText(file, File.ReadAllText(file).TrimEnd('\n'));
        Ingest(file);
        File.AppendAllText(file, "\n" + File.ReadAllLines(file)[0].Replace("08:00", "09:00", StringComparison.Ordinal) + "\n");
        var summary = Engine().Ingest(new IngestRequest([file], Store), new Progress<string>(), CancellationToken.None);
        (summary.Files, summary.KnownFiles).ShouldBe((0, 0));
        summary.Warnings.ShouldHaveSingleItem().ShouldContain("has grown", Case.Sensitive);
        Count("DeviceNetworkEvents | count").ShouldBe(3);
    }

    /// <summary>As Zeek rotates them: a folder a day, a packed log an hour.</summary>
    [Fact]
    public void A_month_of_hourly_logs_is_queried_by_the_day_and_pruned()
    {
        var logs = Path.Combine(_folder, "zeek");
        for (var hour = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc); hour.Month == 1; hour = hour.AddHours(1))
        {
            HourlyLog(logs, hour);
        }

        Ingest(logs).ShouldBe((31 * 24, 0));
        Count("DeviceNetworkEvents | count").ShouldBe(31 * 24 * 3);

        const string query = "DeviceNetworkEvents | where Timestamp >= datetime(2026-01-20) and Timestamp < datetime(2026-01-21) | count";
        Count(query).ShouldBe(24 * 3);
        using (var session = Open())
        {
            var sql = session.Compile(new SourceText(query)).Emit(Stage.Sql).ShouldNotBeNull();
            Enumerable.Range(1, 31).Where(d => sql.Contains($"day=2026-01-{d:D2}", StringComparison.Ordinal)).ShouldBe([20]);
        }

        StoreCare.Prune(Store, new DateOnly(2026, 1, 15)).Single().Days.ShouldBe(14);
        Count("DeviceNetworkEvents | count").ShouldBe(17 * 24 * 3);
        var condition = StoreCare.Verify(Store, CancellationToken.None);
        condition.IsWhole.ShouldBeTrue();
        condition.Extra.ShouldBeEmpty();
    }

    private static void HourlyLog(string folder, DateTime hour)
    {
        var path = Path.Combine(folder, hour.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"conn.{hour:HH}:00:00-{hour.AddHours(1):HH}:00:00.log.gz");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var text = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)) { NewLine = "\n" };
        text.WriteLine("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn");
        text.WriteLine("#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state");
        text.WriteLine("#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring");
        var start = (hour - DateTime.UnixEpoch).TotalSeconds;
        for (var i = 0; i < 3; i++)
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{start + (i * 1199):F6}\tC{start + i}\t10.0.0.5\t{50_000 + i}\t203.0.113.7\t443\ttcp\tSF"));
        }

        text.WriteLine("#close\t" + hour.ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture));
    }

    private (int Files, int Known) Ingest(params string[] paths)
    {
        var summary = Engine().Ingest(new IngestRequest(paths, Store), new Progress<string>(), CancellationToken.None);
        return (summary.Files, summary.KnownFiles);
    }

    private static DuckDbEngine Engine() => new(new EngineOptions(MemoryLimit: 1L << 30, Threads: 2));

    private IEngineSession Open() =>
        Engine().Open(new DataRequest([], [], EngineFixture.Now) { Store = Store }, new Progress<string>(), CancellationToken.None);

    private long Count(string query)
    {
        using var session = Open();
        using var rows = session.Compile(new SourceText(query)).Run(CancellationToken.None);
        rows.Read().ShouldBeTrue();
        return rows.GetLong(0);
    }

    private string Events(string name, int count, int day)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"Timestamp":"2026-02-{{day:D2}}T08:{{i:D2}}:00Z","DeviceName":"{{name}}","ActionType":"ConnectionSuccess","RemoteIP":"8.8.8.8"}""")));
        return path;
    }

    private static void Without(string parquet, params string[] columns)
    {
        using var session = DuckDbSession.Open();
        session.Execute($"COPY (SELECT * EXCLUDE ({string.Join(", ", columns)}) FROM read_parquet('{parquet}')) TO '{parquet}.old' (FORMAT parquet)");
        File.Move(parquet + ".old", parquet, overwrite: true);
    }
}

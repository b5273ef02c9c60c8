using Shouldly;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

public sealed class FileCopyTests : IDisposable
{
    private const string Events = "Timestamp,DeviceName,ActionType,RemoteIP\n2026-02-11T08:00:00Z,a,ConnectionSuccess,192.0.2.1\n";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_copy_is_left_out_and_named()
    {
        Write("a.csv", Events);
        Write("a (1).csv", Events);
        Write("b.csv", Events.Replace(",a,", ",b,", StringComparison.Ordinal));
        var (loaded, path) = (Load(), Path.Combine(_folder, "a (1).csv"));
        loaded.Records(RecordOutcome.Used).ShouldBe(2);
        loaded.Skipped.ShouldBe([new SkippedFile(path, $"a copy of {Path.Combine(_folder, "a.csv")}")]);
        loaded.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("a (1).csv");
    }

    [Fact]
    public void Empty_files_are_no_copies()
    {
        Write("a.csv", "");
        Write("b.csv", "");
        Load().Skipped.Select(s => s.Reason).ShouldBe(["empty", "empty"]);
    }

    [Fact]
    public void A_file_is_a_table_beside_its_copy()
    {
        Write("a.csv", Events);
        Write("b.csv", Events);
        var tables = TelemetryOptions.Default with { Tables = TelemetryOptions.Default.Tables.Add(Path.Combine(_folder, "b.csv"), "Own_CL") };
        var loaded = Load(tables);
        loaded.Skipped.ShouldBeEmpty();
        loaded.Tables.Select(t => t.Schema.Name).Order(StringComparer.Ordinal).ShouldBe(["DeviceNetworkEvents", "Own_CL"]);
    }

    private LoadedTelemetry Load(TelemetryOptions? options = null)
    {
        using var set = TelemetryCatalog.Open([_folder], options);
        using var session = new TestSession();
        return TelemetryLoader.Load(set, session);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}

using System.Text.Json;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>The README's first command, against samples/expected-alerts.csv, which was worked out without the engine.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Hunt_of_the_samples_raises_exactly_the_expected_alerts()
    {
        var run = Tocsin.Start(["hunt", "samples/", "--format", "json"], Tocsin.Repository);

        run.Status.ShouldBe(0, run.Error);
        using var alerts = JsonDocument.Parse(run.Output);
        var expected = File.ReadAllLines(Path.Combine(Golden.Folder("samples"), "expected-alerts.csv")).Skip(1);
        alerts.RootElement.EnumerateArray().Select(Line).Order(StringComparer.Ordinal)
            .ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hunt_of_the_samples_gives_equal_alerts_on_one_thread_and_little_memory()
    {
        var many = Tocsin.Start(["hunt", "samples/", "--format", "json"], Tocsin.Repository);
        var one = Tocsin.Start(["hunt", "samples/", "--format", "json", "--threads", "1", "--memory", "256MB"], Tocsin.Repository);

        one.Status.ShouldBe(0, one.Error);
        Ids(one.Output).ShouldBe(Ids(many.Output));
    }

    [Fact]
    public void Hunt_finds_the_built_in_detections_from_any_folder()
    {
        using var folder = new TemporaryFolder();
        var run = Tocsin.Start(["rules", "list", "--format", "csv"], folder.Path);

        run.Status.ShouldBe(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(6);
    }

    private static string[] Ids(string json)
    {
        using var alerts = JsonDocument.Parse(json);
        return [.. alerts.RootElement.EnumerateArray().Select(a => a.GetProperty("id").GetString()!)];
    }

    private static string Line(JsonElement alert)
    {
        string Text(string name) => alert.GetProperty(name).ToString();
        var destination = Text("detection") is "application-layer-beacon" && Text("url").Length > 0 ? Text("url") : Text("ip");
        var process = Text("detection") is "adversary-server" ? "" : Text("process");
        return $"{Text("detection")},{Text("severity")},{Text("risk").Replace(".0", "", StringComparison.Ordinal)},{Text("host")},{process},{destination}";
    }
}

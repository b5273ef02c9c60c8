using System.Text.Json;
using Shouldly;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>The published detections, unchanged, through <c>hunt --rules</c> over three forms of the same events.</summary>
public sealed class ReferenceTests
{
    private static string Corpus => Path.Combine(Tocsin.Repository, "tests", "corpus", "reference");

    public static TheoryData<string> Queries() =>
        [.. Directory.EnumerateFiles(Path.Combine(Corpus, "queries"), "*.kql").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Alerts_are_equal_over_json_csv_and_parquet(string query)
    {
        using var answer = JsonDocument.Parse(File.ReadAllText(Path.Combine(Corpus, "answers", query + ".json")));
        var now = answer.RootElement.GetProperty("now").GetString()!;
        var rows = answer.RootElement.GetProperty("rows").GetArrayLength();

        var alerts = new[] { "ndjson", "csv", "parquet" }.Select(form => Alerts(query, form, now)).ToArray();

        alerts[0].Length.ShouldBe(rows);
        alerts[1].ShouldBe(alerts[0]);
        alerts[2].ShouldBe(alerts[0]);
    }

    /// <summary>Ids are made of the evidence: equal ids are equal rows, with the arrays taken as sets.</summary>
    private static string[] Alerts(string query, string form, string now)
    {
        var run = Tocsin.Start(
            ["hunt", Path.Combine(Corpus, "events." + form), "--rules", Path.Combine(Corpus, "queries", query + ".kql"), "--now", now, "--format", "json"],
            Tocsin.Repository);
        run.Status.ShouldBe(0, run.Error);
        using var alerts = JsonDocument.Parse(run.Output);
        return [.. alerts.RootElement.EnumerateArray().Select(a => Evidence(a)).Order(StringComparer.Ordinal)];
    }

    private static string Evidence(JsonElement alert) => string.Join('|', alert.GetProperty("evidence").EnumerateObject().Select(p => $"{p.Name}={Cell(p)}"));

    /// <summary>Which ten of twelve ports make_set(RemotePort, 10) keeps is open; how many is not.</summary>
    private static string Cell(JsonProperty cell) => cell.Value.ValueKind == JsonValueKind.Array
        ? cell.Name is "Ports" && cell.Value.GetArrayLength() == 10 ? "ten" : string.Join(',', cell.Value.EnumerateArray().Select(e => e.GetRawText()).Order(StringComparer.Ordinal))
        : cell.Value.GetRawText();
}

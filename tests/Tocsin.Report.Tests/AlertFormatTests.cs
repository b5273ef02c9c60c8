using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Report.Alerts;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Report.Tests;

/// <summary>
/// Each <c>cases/alerts/*.json</c> is the result of a detection with more of its metadata; beside it stands what the formats
/// of alerts make of it.
/// </summary>
public sealed class AlertFormatTests
{
    private static readonly string Cases = Golden.Folder("cases/alerts");

    private static readonly AlertRunInfo Run = new("1.2.3", new DateTime(2026, 3, 5, 12, 0, 0, DateTimeKind.Utc));

    // What the published schemas require: https://schema.ocsf.io/1.4.0/classes/detection_finding and the objects it holds.
    private static readonly Dictionary<string, string[]> OcsfRequired = new(StringComparer.Ordinal)
    {
        [""] = ["activity_id", "category_uid", "class_uid", "finding_info", "metadata", "severity_id", "time", "type_uid"],
        ["metadata"] = ["product", "version"],
        ["metadata.product"] = ["name"],
        ["finding_info"] = ["uid"],
        ["finding_info.analytic"] = ["type_id"],
        ["observables"] = ["type_id"],
        ["evidences.device"] = ["type_id"],
    };

    // Objects of which one attribute at least must be there.
    private static readonly Dictionary<string, string[]> OcsfAtLeastOne = new(StringComparer.Ordinal)
    {
        ["finding_info.attacks"] = ["tactic", "tactics", "technique", "sub_technique"],
        ["finding_info.analytic"] = ["name", "uid"],
        ["evidences"] = ["actor", "data", "device", "dst_endpoint", "url"],
        ["evidences.actor"] = ["process", "user", "app_name", "session", "app_uid"],
        ["evidences.actor.user"] = ["account", "name", "uid"],
        ["evidences.dst_endpoint"] = ["ip", "uid", "name", "hostname"],
        ["evidences.url"] = ["url_string", "path"],
        ["resources"] = ["name", "uid"],
    };

    // https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json: objects that hold nothing but
    // these; a field with a ! is required.
    private static readonly Dictionary<string, string[]> SarifFields = new(StringComparer.Ordinal)
    {
        [""] = ["$schema", "version!", "runs!", "inlineExternalProperties", "properties"],
        ["runs"] = ["tool!", "invocations", "results", "columnKind", "automationDetails", "properties"],
        ["runs.tool"] = ["driver!", "extensions", "properties"],
        ["runs.tool.driver"] = ["name!", "version", "semanticVersion", "informationUri", "rules", "properties"],
        ["runs.tool.driver.rules"] = ["id!", "name", "shortDescription", "fullDescription", "helpUri", "help", "defaultConfiguration", "properties"],
        ["runs.tool.driver.rules.shortDescription"] = ["text!", "markdown", "properties"],
        ["runs.tool.driver.rules.fullDescription"] = ["text!", "markdown", "properties"],
        ["runs.tool.driver.rules.defaultConfiguration"] = ["enabled", "level", "rank", "parameters", "properties"],
        ["runs.invocations"] = ["executionSuccessful!", "endTimeUtc", "startTimeUtc", "properties"],
        ["runs.results"] = ["ruleId", "ruleIndex", "kind", "level", "message!", "locations", "fingerprints", "partialFingerprints", "rank", "suppressions", "provenance", "properties"],
        ["runs.results.message"] = ["text", "markdown", "id", "arguments", "properties"],
        ["runs.results.locations"] = ["id", "physicalLocation", "logicalLocations", "message", "annotations", "relationships", "properties"],
        ["runs.results.locations.logicalLocations"] = ["name", "index", "fullyQualifiedName", "decoratedName", "parentIndex", "kind", "properties"],
        ["runs.results.suppressions"] = ["guid", "kind!", "status", "justification", "location", "properties"],
        ["runs.results.provenance"] = ["firstDetectionTimeUtc", "lastDetectionTimeUtc", "invocationIndex", "properties"],
    };

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Formats(string name)
    {
        var alerts = Alerts(name);
        Golden.Check(Path.Combine(Cases, $"{name}.sarif"), Written(new SarifAlertWriter(Run), alerts));
        Golden.Check(Path.Combine(Cases, $"{name}.ocsf.jsonl"), Written(new OcsfAlertWriter(Run), alerts));
        using var whole = AlertRows.All(alerts);
        using var lines = new MemoryStream();
        new JsonResultWriter(lines: true).Write(whole, lines, TestContext.Current.CancellationToken);
        Golden.Check(Path.Combine(Cases, $"{name}.ndjson"), Encoding.UTF8.GetString(lines.ToArray()));
        using var brief = AlertRows.Brief(alerts);
        using var table = new MemoryStream();
        new TableResultWriter(TableSurface.Plain).Write(brief, table, TestContext.Current.CancellationToken);
        Golden.Check(Path.Combine(Cases, $"{name}.table.txt"), Encoding.UTF8.GetString(table.ToArray()));
    }

    [Fact]
    public void Nothing_is_orphaned() => Golden.Orphans(Cases, ".json", [".sarif", ".ocsf.jsonl", ".ndjson", ".table.txt"]).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void Ocsf_findings_have_what_the_schema_requires(string name)
    {
        foreach (var line in Written(new OcsfAlertWriter(Run), Alerts(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var finding = JsonDocument.Parse(line);
            foreach (var (path, item) in Objects(finding.RootElement, ""))
            {
                var fields = item.EnumerateObject().Select(p => p.Name).ToList();
                OcsfRequired.GetValueOrDefault(path, []).Except(fields).ShouldBeEmpty(path);
                if (OcsfAtLeastOne.TryGetValue(path, out var some))
                {
                    some.Intersect(fields).ShouldNotBeEmpty(path);
                }
            }

            var root = finding.RootElement;
            root.GetProperty("class_uid").GetInt32().ShouldBe(2004);
            root.GetProperty("category_uid").GetInt32().ShouldBe(2);
            root.GetProperty("type_uid").GetInt64().ShouldBe((2004 * 100) + root.GetProperty("activity_id").GetInt32());
            root.GetProperty("severity_id").GetInt32().ShouldBeInRange(1, 5);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sarif_holds_what_the_schema_allows_and_requires(string name)
    {
        using var log = JsonDocument.Parse(Written(new SarifAlertWriter(Run), Alerts(name)));
        log.RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        foreach (var (path, item) in Objects(log.RootElement, "").Where(o => SarifFields.ContainsKey(o.Path)))
        {
            var fields = item.EnumerateObject().Select(p => p.Name).ToList();
            fields.Except(SarifFields[path].Select(f => f.TrimEnd('!'))).ShouldBeEmpty(path);
            SarifFields[path].Where(f => f.EndsWith('!')).Select(f => f.TrimEnd('!')).Except(fields).ShouldBeEmpty(path);
        }

        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToList();
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].ShouldBe(result.GetProperty("ruleId").GetString());
            result.GetProperty("level").GetString().ShouldBeOneOf("none", "note", "warning", "error");
        }
    }

    [Fact]
    public void No_alerts_are_a_sarif_log_without_results()
    {
        using var log = JsonDocument.Parse(Written(new SarifAlertWriter(Run), []));
        log.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength().ShouldBe(0);
        Written(new OcsfAlertWriter(Run), []).ShouldBeEmpty();
    }

    internal static ImmutableArray<Alert> Alerts(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Cases, $"{name}.json")));
        using var folder = new TemporaryFolder();
        folder.Write("rule.kql", "RowsOfTheTest");
        var head = "id: rule\ntitle: A rule\ndescription: For a test.\nkql: rule.kql\nseverity: medium\nconfidence: high\n";
        var yaml = folder.Write("detection.yaml", head + string.Join("\n", document.RootElement.GetProperty("metadata").EnumerateArray().Select(l => l.GetString())));
        var catalogue = DetectionCatalogue.Load(yaml);
        catalogue.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        var columns = CaseRows.Columns(document.RootElement);
        var builder = AlertBuilder.Create(catalogue.Packages.Single(), columns, out _).ShouldNotBeNull();
        return IncidentGrouping.Apply(AlertSuppressor.Apply([.. CaseRows.Rows(document.RootElement, columns).Select(builder.Build)]));
    }

    private static string Written(IAlertWriter writer, ImmutableArray<Alert> alerts)
    {
        using var output = new MemoryStream();
        writer.Write(alerts, output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Every object within, with the path of names that leads there; the elements of an array share its path.</summary>
    private static IEnumerable<(string Path, JsonElement Object)> Objects(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Objects(e, path)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Objects(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}")).Prepend((path, element)),
        _ => [],
    };
}

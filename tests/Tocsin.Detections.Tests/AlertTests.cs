using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>
/// Each <c>cases/alerts/*.json</c> holds a result, and perhaps metadata; the .alerts.txt beside it holds the
/// alerts made of it.
/// </summary>
public sealed class AlertTests
{
    private static readonly string Cases = Golden.Folder("cases/alerts");

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_become_alerts(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Cases, $"{name}.json")));
        using var folder = new TemporaryFolder();
        var package = Package(document.RootElement, folder);
        var columns = CaseRows.Columns(document.RootElement);
        var text = new StringBuilder();
        var builder = AlertBuilder.Create(package, columns, out var diagnostics);
        foreach (var diagnostic in diagnostics)
        {
            text.Append(CultureInfo.InvariantCulture, $"{diagnostic.Position} {diagnostic.Id} {diagnostic.Message} [{diagnostic.Hint}]\n");
        }

        foreach (var row in builder is null ? [] : CaseRows.Rows(document.RootElement, columns))
        {
            Describe(text, builder!.Build(row));
        }

        Golden.Check(Path.Combine(Cases, $"{name}.alerts.txt"), text.ToString());
    }

    [Fact]
    public void Nothing_is_orphaned() => Golden.Orphans(Cases, ".json", [".alerts.txt"]).ShouldBeEmpty();

    private static DetectionPackage Package(JsonElement root, TemporaryFolder folder)
    {
        // A table of the test's own: which columns there are is the rows' to say.
        var query = folder.Write("rule.kql", "// A rule\nRowsOfTheTest\n");
        if (!root.TryGetProperty("metadata", out var lines))
        {
            return DetectionCatalogue.Load(query).Packages.Single();
        }

        var head = "id: rule\ntitle: A rule\ndescription: For a test.\nkql: rule.kql\nseverity: medium\nconfidence: high\n";
        var yaml = folder.Write("detection.yaml", head + string.Join("\n", lines.EnumerateArray().Select(l => l.GetString())));
        var catalogue = DetectionCatalogue.Load(yaml);
        catalogue.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        return catalogue.Packages.Single();
    }

    private static void Describe(StringBuilder text, Alert alert)
    {
        static string Instant(DateTime? time) => time?.ToString("O", CultureInfo.InvariantCulture) ?? "none";
        text.Append(CultureInfo.InvariantCulture, $"alert {alert.Id}\n")
            .Append(CultureInfo.InvariantCulture, $"  title: {alert.Title}\n")
            .Append(CultureInfo.InvariantCulture, $"  time: {Instant(alert.Time)}\n")
            .Append(CultureInfo.InvariantCulture, $"  seen: {Instant(alert.FirstSeen)} to {Instant(alert.LastSeen)}\n")
            .Append(CultureInfo.InvariantCulture, $"  severity: {alert.Severity.Name()}, risk {alert.Risk?.ToString(CultureInfo.InvariantCulture) ?? "none"}, confidence {alert.Confidence.Name()}\n");
        foreach (var entity in alert.Entities)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {entity.Kind.Name()}: {entity.Name}\n");
        }
    }
}

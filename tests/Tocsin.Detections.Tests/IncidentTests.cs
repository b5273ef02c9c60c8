using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>
/// Each <c>cases/incidents/*.json</c> holds alerts in short, with the window and kinds of their detection's suppression; the
/// .txt beside it says which repeat others and which belong together.
/// </summary>
public sealed class IncidentTests
{
    private static readonly string Cases = Golden.Folder("cases/incidents");

    private static readonly ImmutableArray<Column> Columns =
    [
        new("Timestamp", KqlType.DateTime), new("Severity", KqlType.String), new("host", KqlType.Dynamic), new("account", KqlType.Dynamic),
        new("process", KqlType.Dynamic), new("ip", KqlType.Dynamic), new("url", KqlType.Dynamic), new("note", KqlType.String),
    ];

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Alerts_are_grouped(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Cases, $"{name}.json")));
        var alerts = document.RootElement.GetProperty("alerts").EnumerateArray().Select(a => Alert(document.RootElement, a)).ToImmutableArray();
        var grouped = IncidentGrouping.Apply(AlertSuppressor.Apply(alerts));
        Golden.Check(Path.Combine(Cases, $"{name}.txt"), Describe(grouped));

        // The order in which alerts come decides nothing.
        var reversed = IncidentGrouping.Apply(AlertSuppressor.Apply([.. alerts.Reverse()]));
        reversed.Reverse().Select(a => (a.Id, a.SuppressedBy, a.Incident?.Id)).ShouldBe(grouped.Select(a => (a.Id, a.SuppressedBy, a.Incident?.Id)));
    }

    [Fact]
    public void Nothing_is_orphaned() => Golden.Orphans(Cases, ".json", [".txt"]).ShouldBeEmpty();

    private static Alert Alert(JsonElement root, JsonElement alert)
    {
        var package = new DetectionPackage
        {
            Id = Text(alert, "rule") is { Length: > 0 } rule ? rule : "rule",
            Title = $"Rule {Text(alert, "rule")}",
            Query = new SourceText(""),
            Suppression = root.TryGetProperty("window", out var window)
                ? new Suppression(TimeSpan.Parse(window.GetString()!, CultureInfo.InvariantCulture), [.. root.GetProperty("by").EnumerateArray().Select(k => Enum.Parse<EntityKind>(k.GetString()!, ignoreCase: true))])
                : null,
            Entities = [.. Enum.GetValues<EntityKind>().Select(k => new EntityMapping(k, new ColumnReference(k.Name(), default)))],
        };
        var builder = AlertBuilder.Create(package, Columns, out _).ShouldNotBeNull();
        var time = Text(alert, "time");
        return builder.Build(
        [
            time.Length == 0 ? Cell.Null(KqlType.DateTime) : Cell.Integer(KqlType.DateTime, DateTime.Parse($"2026-03-{time}", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Ticks),
            Cell.FromText(KqlType.String, Text(alert, "severity") is { Length: > 0 } severity ? severity : "medium"),
            .. Enum.GetValues<EntityKind>().Select(k => alert.TryGetProperty(k.Name(), out var names) ? Cell.FromText(KqlType.Dynamic, names.GetRawText()) : Cell.Null(KqlType.Dynamic)),
            Cell.FromText(KqlType.String, Text(alert, "note")),
        ]);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static string Describe(ImmutableArray<Alert> alerts)
    {
        var text = new StringBuilder();
        foreach (var incident in alerts.GroupBy(a => a.Incident!.Id, StringComparer.Ordinal))
        {
            var first = incident.First().Incident!;
            text.Append(CultureInfo.InvariantCulture, $"{first.Id} {first.Severity.Name()}, {first.Alerts} raised, {first.FirstSeen:dd HH:mm} to {first.LastSeen:dd HH:mm}: {first.Title}\n");
            foreach (var alert in incident)
            {
                var entities = string.Join(" ", alert.Entities.Select(e => $"{e.Kind.Name()}={e.Name}"));
                text.Append(CultureInfo.InvariantCulture, $"  {alert.Time:dd HH:mm} {alert.Severity.Name()} {alert.Detection.Id} {entities} key {alert.Key}{(alert.IsRaised ? "" : $", repeats {alerts.Single(a => string.Equals(a.Id, alert.SuppressedBy, StringComparison.Ordinal)).Time:dd HH:mm}")}\n");
            }
        }

        return text.ToString();
    }
}

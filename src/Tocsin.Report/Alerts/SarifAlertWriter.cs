using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Alerts;

/// <summary>
/// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): detections are the tool's rules, alerts its
/// results. An alert lies in no file; its hosts are logical locations.
/// </summary>
public sealed class SarifAlertWriter(AlertRunInfo run) : IAlertWriter
{
    public void Write(ImmutableArray<Alert> alerts, Stream output, CancellationToken cancellationToken)
    {
        var rules = alerts.Select(a => a.Detection).DistinctBy(d => d.Id, StringComparer.Ordinal).OrderBy(d => d.Id, StringComparer.Ordinal).ToList();
        SarifLog.Write(output, run.Version, writer => rules.ForEach(rule => WriteRule(writer, rule)), writer =>
        {
            WriteInvocation(writer);
            writer.WriteStartArray("results");
            foreach (var alert in alerts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteResult(writer, alert, rules.FindIndex(r => string.Equals(r.Id, alert.Detection.Id, StringComparison.Ordinal)));
            }

            writer.WriteEndArray();
        });
    }

    private void WriteInvocation(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", value: true);
        writer.WriteStartObject("properties");
        writer.WriteString("clock", Instant(run.Now));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter writer, DetectionPackage rule)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Id);
        SarifLog.WriteMessage(writer, "shortDescription", rule.Title);
        if (rule.Description.Length > 0)
        {
            SarifLog.WriteMessage(writer, "fullDescription", rule.Description);
        }

        if (rule.References.FirstOrDefault(r => Uri.TryCreate(r, UriKind.Absolute, out _)) is { } reference)
        {
            writer.WriteString("helpUri", reference);
        }

        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", Level(rule.Severity));
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteString("precision", rule.Confidence.Name());
        writer.WriteString("security-severity", SecuritySeverity(rule.Severity));
        writer.WritePropertyName("tags");
        AlertJson.WriteTexts(writer, [.. rule.Techniques.Select(t => $"attack.{t.ToLowerInvariant()}"), .. rule.Tactics.Select(t => $"attack.{t}")]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Alert alert, int rule)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", alert.Detection.Id);
        writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", Level(alert.Severity));
        SarifLog.WriteMessage(writer, "message", alert.Title);
        WriteLocations(writer, alert);
        WriteFingerprints(writer, alert);
        if (alert.Risk is >= 0 and <= 100)
        {
            writer.WriteNumber("rank", alert.Risk.Value);
        }

        WriteSuppression(writer, alert);
        WriteProvenance(writer, alert);
        WriteProperties(writer, alert);
        writer.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartArray("locations");
        foreach (var host in alert.EntitiesOf(EntityKind.Host))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("logicalLocations");
            writer.WriteStartObject();
            writer.WriteString("name", host);
            writer.WriteString("kind", "host");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFingerprints(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject("fingerprints");
        writer.WriteString("alertId/v1", alert.Id);
        writer.WriteEndObject();
        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("alertKey/v1", alert.Key);
        writer.WriteEndObject();
    }

    private static void WriteSuppression(Utf8JsonWriter writer, Alert alert)
    {
        if (alert.SuppressedBy is not { } raised)
        {
            return;
        }

        writer.WriteStartArray("suppressions");
        writer.WriteStartObject();
        writer.WriteString("kind", "external");
        writer.WriteString("justification", $"Repeats the alert {raised} within the detection's suppression window.");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteProvenance(Utf8JsonWriter writer, Alert alert)
    {
        if (alert.FirstSeen is { } first && alert.LastSeen is { } last)
        {
            writer.WriteStartObject("provenance");
            writer.WriteString("firstDetectionTimeUtc", Instant(first));
            writer.WriteString("lastDetectionTimeUtc", Instant(last));
            writer.WriteEndObject();
        }
    }

    private static void WriteProperties(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject("properties");
        writer.WriteString("severity", alert.Severity.Name());
        writer.WriteString("security-severity", SecuritySeverity(alert.Severity));
        writer.WriteString("confidence", alert.Confidence.Name());
        if (alert.Risk is { } risk && double.IsFinite(risk))
        {
            writer.WriteNumber("risk", risk);
        }

        AlertJson.WriteIncident(writer, alert);
        writer.WritePropertyName("entities");
        AlertJson.WriteEntities(writer, alert);
        writer.WritePropertyName("customDetails");
        AlertJson.WriteDetails(writer, alert);
        writer.WritePropertyName("evidence");
        AlertJson.WriteEvidence(writer, alert);
        writer.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => "error",
        Severity.Medium => "warning",
        Severity.Low or Severity.Informational => "note",
    };

    /// <summary>A number out of ten, as code-scanning services sort results; the middle of CVSS's band of the same name.</summary>
    private static string SecuritySeverity(Severity severity) => severity switch
    {
        Severity.Critical => "9.5",
        Severity.High => "8.0",
        Severity.Medium => "5.5",
        Severity.Low => "2.0",
        Severity.Informational => "0.0",
    };

    private static string Instant(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

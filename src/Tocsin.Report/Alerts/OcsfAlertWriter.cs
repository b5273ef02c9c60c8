using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Report.Rows;

namespace Tocsin.Report.Alerts;

/// <summary>
/// OCSF 1.4.0 Detection Finding (https://schema.ocsf.io/1.4.0/classes/detection_finding), one event a line. The process of an
/// alert is the actor's application name: OCSF's process object needs a process id, which rows seldom hold.
/// </summary>
public sealed class OcsfAlertWriter(AlertRunInfo run) : IAlertWriter
{
    private const string SchemaVersion = "1.4.0";
    private const int ClassUid = 2004;
    private const int Create = 1;
    private const int StatusNew = 1;
    private const int StatusOther = 99;

    public void Write(ImmutableArray<Alert> alerts, Stream output, CancellationToken cancellationToken)
    {
        foreach (var alert in alerts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (var writer = new Utf8JsonWriter(output, AlertJson.Plain))
            {
                WriteEvent(writer, alert);
            }

            output.Write("\n"u8);
        }
    }

    private void WriteEvent(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject();
        writer.WriteNumber("activity_id", Create);
        writer.WriteString("activity_name", "Create");
        writer.WriteNumber("category_uid", 2);
        writer.WriteString("category_name", "Findings");
        writer.WriteNumber("class_uid", ClassUid);
        writer.WriteString("class_name", "Detection Finding");
        writer.WriteNumber("type_uid", (ClassUid * 100) + Create);
        writer.WriteString("type_name", "Detection Finding: Create");
        writer.WriteNumber("time", Milliseconds(run.Now));
        WriteTime(writer, "start_time", alert.FirstSeen);
        WriteTime(writer, "end_time", alert.LastSeen);
        WriteRatings(writer, alert);
        writer.WriteString("message", alert.Title);
        WriteMetadata(writer, alert);
        WriteFinding(writer, alert);
        WriteResources(writer, alert);
        WriteEvidences(writer, alert);
        WriteObservables(writer, alert);
        WriteUnmapped(writer, alert);
        writer.WriteEndObject();
    }

    private static void WriteRatings(Utf8JsonWriter writer, Alert alert)
    {
        // The enumerations count as ours do, from 1; 0 is Unknown.
        writer.WriteNumber("severity_id", (int)alert.Severity + 1);
        writer.WriteString("severity", Caption(alert.Severity.Name()));
        writer.WriteNumber("confidence_id", (int)alert.Confidence + 1);
        writer.WriteString("confidence", Caption(alert.Confidence.Name()));
        if (alert.Risk is >= int.MinValue and <= int.MaxValue)
        {
            writer.WriteNumber("risk_score", (int)Math.Round(alert.Risk.Value));
        }

        // "Suppressed" (3) would say that somebody has looked at it and found it benign.
        writer.WriteNumber("status_id", alert.IsRaised ? StatusNew : StatusOther);
        writer.WriteString("status", alert.IsRaised ? "New" : "Repetition");
        writer.WriteBoolean("is_alert", alert.IsRaised);
    }

    private void WriteMetadata(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("version", SchemaVersion);
        writer.WriteString("uid", alert.Id);
        if (alert.Incident is { } incident)
        {
            writer.WriteString("correlation_uid", incident.Id);
        }

        writer.WriteStartObject("product");
        writer.WriteString("name", "Tocsin");
        writer.WriteString("vendor_name", "Tocsin");
        writer.WriteString("version", run.Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteFinding(Utf8JsonWriter writer, Alert alert)
    {
        var detection = alert.Detection;
        writer.WriteStartObject("finding_info");
        writer.WriteString("uid", alert.Id);
        writer.WriteString("title", alert.Title);
        if (detection.Description.Length > 0)
        {
            writer.WriteString("desc", detection.Description);
        }

        writer.WriteNumber("created_time", Milliseconds(run.Now));
        WriteTime(writer, "first_seen_time", alert.FirstSeen);
        WriteTime(writer, "last_seen_time", alert.LastSeen);
        writer.WriteStartObject("analytic");
        writer.WriteString("uid", detection.Id);
        writer.WriteString("name", detection.Title);
        writer.WriteNumber("type_id", 1);
        writer.WriteString("type", "Rule");
        writer.WriteEndObject();
        if (!detection.Techniques.IsEmpty)
        {
            writer.WriteStartArray("attacks");
            detection.Techniques.ToList().ForEach(t => WriteAttack(writer, t, detection));
            writer.WriteEndArray();
        }

        if (!detection.DataSources.IsEmpty)
        {
            writer.WritePropertyName("data_sources");
            AlertJson.WriteTexts(writer, detection.DataSources.Select(d => d.ToString()));
        }

        writer.WriteEndObject();
    }

    private static void WriteAttack(Utf8JsonWriter writer, string technique, DetectionPackage detection)
    {
        writer.WriteStartObject();
        var parts = technique.Split('.');
        WriteUid(writer, "technique", parts[0]);
        if (parts.Length > 1)
        {
            WriteUid(writer, "sub_technique", technique);
        }

        // Which technique serves which of several tactics is not said.
        if (detection.Tactics is [var tactic] && AttackTactics.IdOf(tactic) is { } id)
        {
            writer.WriteStartArray("tactics");
            writer.WriteStartObject();
            writer.WriteString("uid", id);
            writer.WriteString("name", AttackTactics.NameOf(tactic));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (detection.AttackVersion is { } version)
        {
            writer.WriteString("version", version);
        }

        writer.WriteEndObject();
    }

    private static void WriteUid(Utf8JsonWriter writer, string name, string uid)
    {
        writer.WriteStartObject(name);
        writer.WriteString("uid", uid);
        writer.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartArray("resources");
        foreach (var host in alert.EntitiesOf(EntityKind.Host))
        {
            writer.WriteStartObject();
            writer.WriteString("name", host);
            writer.WriteString("type", "Host");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The first entity of each kind in OCSF's terms, with the whole row beside it; the others are observables.</summary>
    private static void WriteEvidences(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartArray("evidences");
        writer.WriteStartObject();
        if (First(alert, EntityKind.Host) is { } host)
        {
            writer.WriteStartObject("device");
            writer.WriteString("hostname", host);
            if (IPAddress.TryParse(host, out _))
            {
                writer.WriteString("ip", host);
            }

            writer.WriteNumber("type_id", 0);
            writer.WriteEndObject();
        }

        WriteActor(writer, First(alert, EntityKind.Process), First(alert, EntityKind.Account));
        WriteDestination(writer, First(alert, EntityKind.Ip), First(alert, EntityKind.Url));
        writer.WritePropertyName("data");
        AlertJson.WriteEvidence(writer, alert);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteActor(Utf8JsonWriter writer, string? process, string? account)
    {
        if (process is null && account is null)
        {
            return;
        }

        writer.WriteStartObject("actor");
        if (process is not null)
        {
            writer.WriteString("app_name", process);
        }

        if (account is not null)
        {
            writer.WriteStartObject("user");
            writer.WriteString("name", account);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteDestination(Utf8JsonWriter writer, string? address, string? url)
    {
        if (address is not null)
        {
            writer.WriteStartObject("dst_endpoint");
            writer.WriteString("ip", address);
            writer.WriteEndObject();
        }

        if (url is not null)
        {
            writer.WriteStartObject("url");
            writer.WriteString("url_string", url);
            writer.WriteEndObject();
        }
    }

    private static void WriteObservables(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartArray("observables");
        foreach (var entity in alert.Entities)
        {
            var (name, id, type) = entity.Kind switch
            {
                EntityKind.Host => ("evidences.device.hostname", 1, "Hostname"),
                EntityKind.Ip => ("evidences.dst_endpoint.ip", 2, "IP Address"),
                EntityKind.Account => ("evidences.actor.user.name", 4, "User Name"),
                EntityKind.Url => ("evidences.url.url_string", 6, "URL String"),
                EntityKind.Process => ("evidences.actor.app_name", 9, "Process Name"),
            };
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteNumber("type_id", id);
            writer.WriteString("type", type);
            writer.WriteString("value", entity.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteUnmapped(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject("unmapped");
        writer.WriteString("key", alert.Key);
        if (alert.SuppressedBy is { } raised)
        {
            writer.WriteString("suppressed_by", raised);
        }

        AlertJson.WriteIncident(writer, alert);
        writer.WritePropertyName("custom_details");
        AlertJson.WriteDetails(writer, alert);
        writer.WriteEndObject();
    }

    private static string? First(Alert alert, EntityKind kind) => alert.EntitiesOf(kind).FirstOrDefault();

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTime? time)
    {
        if (time is { } instant)
        {
            writer.WriteNumber(name, Milliseconds(instant));
        }
    }

    private static long Milliseconds(DateTime time) => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToUnixTimeMilliseconds();

    private static string Caption(string word) => string.Concat(char.ToUpperInvariant(word[0]).ToString(), word.AsSpan(1));
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;

namespace Tocsin.Report.Rows;

/// <summary>Parts of alerts as JSON, the same in every format that is JSON.</summary>
internal static class AlertJson
{
    // Alerts are data for machines; '<' and the like need no escapes outside HTML.
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Indented = Plain with { Indented = true, NewLine = "\n" };

    public static string Text(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>The property <c>incident</c>, where the alert is part of one.</summary>
    public static void WriteIncident(Utf8JsonWriter writer, Alert alert)
    {
        if (alert.Incident is { } incident)
        {
            writer.WriteStartObject("incident");
            writer.WriteString("id", incident.Id);
            writer.WriteString("title", incident.Title);
            writer.WriteString("severity", incident.Severity.Name());
            writer.WriteEndObject();
        }
    }

    public static void WriteTexts(Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    public static void WriteEntities(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartArray();
        foreach (var entity in alert.Entities)
        {
            writer.WriteStartObject();
            writer.WriteString("type", entity.Kind.Name());
            writer.WriteString("name", entity.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteDetails(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject();
        foreach (var detail in alert.CustomDetails)
        {
            writer.WritePropertyName(detail.Name);
            detail.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public static void WriteEvidence(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject();
        for (var i = 0; i < alert.Evidence.Columns.Length; i++)
        {
            writer.WritePropertyName(alert.Evidence.Columns[i].Name);
            alert.Evidence.Cells[i].WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

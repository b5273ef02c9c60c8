using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Report.Rows;

/// <summary>Alerts as rows, so that every output format takes them.</summary>
public static class AlertRows
{
    // Evidence is data for machines; '<' and the like need no escapes outside HTML.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableArray<(ResultColumn Column, Func<Alert, Cell> Value)> Whole =
    [
        Text("id", a => a.Id),
        Text("detection", a => a.Detection.Id),
        Text("title", a => a.Title),
        Time("time", a => a.Time),
        Text("severity", a => a.Severity.Name()),
        (new("risk", KqlType.Real), a => a.Risk is { } risk ? Cell.Real(risk) : Cell.Null(KqlType.Real)),
        Text("confidence", a => a.Confidence.Name()),
        Entity("host", EntityKind.Host),
        Entity("account", EntityKind.Account),
        Entity("process", EntityKind.Process),
        Entity("ip", EntityKind.Ip),
        Entity("url", EntityKind.Url),
        Time("firstSeen", a => a.FirstSeen),
        Time("lastSeen", a => a.LastSeen),
        Json("tactics", (w, a) => WriteTexts(w, a.Detection.Tactics)),
        Json("techniques", (w, a) => WriteTexts(w, a.Detection.Techniques)),
        Json("entities", WriteEntities),
        Json("evidence", WriteEvidence),
    ];

    private static readonly ImmutableArray<(ResultColumn Column, Func<Alert, Cell> Value)> Short =
    [
        Text("Severity", a => a.Severity.Name()),
        Text("Last seen (UTC)", a => a.LastSeen is { } time ? time.ToString("yyyy-MM-dd HH:mm:ss", null) : ""),
        Entity("Host", EntityKind.Host),
        Text("What", a => a.Title),
        (new("Risk", KqlType.Long), a => a.Risk is { } risk ? Cell.Integer(KqlType.Long, (long)Math.Round(risk)) : Cell.Null(KqlType.Long)),
        Text("Detection", a => a.Detection.Id),
    ];

    /// <summary>Everything about the alerts, for files and other programs.</summary>
    public static IRowReader All(IEnumerable<Alert> alerts) => Rows(Whole, alerts);

    /// <summary>What fits on a screen.</summary>
    public static IRowReader Brief(IEnumerable<Alert> alerts) => Rows(Short, alerts);

    private static RowList Rows(ImmutableArray<(ResultColumn Column, Func<Alert, Cell> Value)> columns, IEnumerable<Alert> alerts) =>
        new([.. columns.Select(c => c.Column)], [.. alerts.Select(a => columns.Select(c => c.Value(a)).ToImmutableArray())]);

    private static (ResultColumn Column, Func<Alert, Cell> Value) Text(string name, Func<Alert, string> value) =>
        (new(name, KqlType.String), a => Cell.FromText(KqlType.String, value(a)));

    private static (ResultColumn Column, Func<Alert, Cell> Value) Time(string name, Func<Alert, DateTime?> value) =>
        (new(name, KqlType.DateTime), a => value(a) is { } time ? Cell.Integer(KqlType.DateTime, time.Ticks) : Cell.Null(KqlType.DateTime));

    private static (ResultColumn Column, Func<Alert, Cell> Value) Entity(string name, EntityKind kind) =>
        Text(name, a => string.Join(", ", a.EntitiesOf(kind)));

    private static (ResultColumn Column, Func<Alert, Cell> Value) Json(string name, Action<Utf8JsonWriter, Alert> write) =>
        (new(name, KqlType.Dynamic), a => Cell.FromText(KqlType.Dynamic, JsonText(w => write(w, a))));

    private static string JsonText(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteTexts(Utf8JsonWriter writer, ImmutableArray<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteEntities(Utf8JsonWriter writer, Alert alert)
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

    private static void WriteEvidence(Utf8JsonWriter writer, Alert alert)
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

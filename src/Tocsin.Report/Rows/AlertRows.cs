using System.Collections.Immutable;
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
        Text("incident", a => a.Incident?.Id ?? ""),
        Text("incidentTitle", a => a.Incident?.Title ?? ""),
        Text("incidentSeverity", a => a.Incident?.Severity.Name() ?? ""),
        Text("key", a => a.Key),
        Text("suppressedBy", a => a.SuppressedBy ?? ""),
        Json("tactics", (w, a) => AlertJson.WriteTexts(w, a.Detection.Tactics)),
        Json("techniques", (w, a) => AlertJson.WriteTexts(w, a.Detection.Techniques)),
        Json("entities", AlertJson.WriteEntities),
        Json("customDetails", AlertJson.WriteDetails),
        Json("evidence", AlertJson.WriteEvidence),
    ];

    private static readonly ImmutableArray<(ResultColumn Column, Func<Alert, Cell> Value)> Short =
    [
        Text("Severity", a => a.Severity.Name()),
        Text("Last seen (UTC)", a => a.LastSeen is { } time ? time.ToString("yyyy-MM-dd HH:mm:ss", null) : ""),
        Entity("Host", EntityKind.Host),
        Text("What", a => a.Title),
        (new("Risk", KqlType.Long), a => a.Risk is { } risk ? Cell.Integer(KqlType.Long, (long)Math.Round(risk)) : Cell.Null(KqlType.Long)),
        Text("Detection", a => a.Detection.Id),
        Text("Incident", a => a.Incident?.Id ?? ""),
    ];

    private static readonly (ResultColumn Column, Func<Alert, Cell> Value) Repeats = Text("Repeats", a => a.SuppressedBy ?? "");

    /// <summary>Everything about the alerts, for files and other programs.</summary>
    public static IRowReader All(IEnumerable<Alert> alerts) => Rows(Whole, alerts);

    /// <summary>What fits on a screen; with suppressed alerts, which alert they repeat.</summary>
    public static IRowReader Brief(IReadOnlyCollection<Alert> alerts) => Rows(alerts.All(a => a.IsRaised) ? Short : Short.Add(Repeats), alerts);

    private static RowList Rows(ImmutableArray<(ResultColumn Column, Func<Alert, Cell> Value)> columns, IEnumerable<Alert> alerts) =>
        new([.. columns.Select(c => c.Column)], [.. alerts.Select(a => columns.Select(c => c.Value(a)).ToImmutableArray())]);

    private static (ResultColumn Column, Func<Alert, Cell> Value) Text(string name, Func<Alert, string> value) =>
        (new(name, KqlType.String), a => Cell.FromText(KqlType.String, value(a)));

    private static (ResultColumn Column, Func<Alert, Cell> Value) Time(string name, Func<Alert, DateTime?> value) =>
        (new(name, KqlType.DateTime), a => value(a) is { } time ? Cell.Integer(KqlType.DateTime, time.Ticks) : Cell.Null(KqlType.DateTime));

    private static (ResultColumn Column, Func<Alert, Cell> Value) Entity(string name, EntityKind kind) =>
        Text(name, a => string.Join(", ", a.EntitiesOf(kind)));

    private static (ResultColumn Column, Func<Alert, Cell> Value) Json(string name, Action<Utf8JsonWriter, Alert> write) =>
        (new(name, KqlType.Dynamic), a => Cell.FromText(KqlType.Dynamic, AlertJson.Text(w => write(w, a))));
}

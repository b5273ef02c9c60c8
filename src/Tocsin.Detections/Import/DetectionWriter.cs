using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Import;

/// <summary>Writes detection.yaml; <see cref="DetectionReader"/> reads it back.</summary>
internal static class DetectionWriter
{
    public static string Write(DetectionPackage package, string queryFile, IEnumerable<string> notes)
    {
        var document = new YamlDocument()
            .Add("id", package.Id)
            .Add("title", package.Title)
            .Add("description", package.Description)
            .Add("kql", queryFile)
            .Add("status", package.Status.Name())
            .Add("severity", package.Severity.Name())
            .Add("confidence", package.Confidence.Name())
            .Add("attack", new YamlDocument().Add("version", package.AttackVersion).Add("tactics", package.Tactics.ToList()).Add("techniques", package.Techniques.ToList()))
            .Add("authors", package.Authors.ToList())
            .Add("dataSources", package.DataSources.Select(d => d.ToString()).ToList())
            .Add("tables", package.Tables.Select(t => new YamlDocument().Add("name", t.Name).Add("columns", t.Columns.ToList())).ToList())
            .Add("schedule", package.Schedule is { } schedule ? new YamlDocument().Add("frequency", TimeSpanText.Write(schedule.Frequency)).Add("period", TimeSpanText.Write(schedule.Period)) : null)
            .Add("trigger", package.Trigger == Trigger.AnyRow ? null : new YamlDocument().Add("operator", package.Trigger.Operator.Name()).Add("threshold", package.Trigger.Threshold))
            .Add("alert", Alert(package.Alert))
            .Add("entities", package.Entities.Select(e => new YamlDocument().Add("type", e.Kind.Name()).Add("column", e.Column.Name)).ToList())
            .Add("customDetails", package.CustomDetails.Aggregate(new YamlDocument(), (d, c) => d.Add(c.Name, c.Column.Name)))
            .Add("falsePositives", package.FalsePositives.ToList())
            .Add("references", package.References.ToList())
            .Add("sentinel", package.Sentinel is { } sentinel ? new YamlDocument().Add("id", sentinel.Id?.ToString()).Add("version", sentinel.Version) : null);
        return YamlDocument.Comment(notes) + document;
    }

    private static YamlDocument Alert(AlertMapping alert) => new YamlDocument()
        .Add("title", alert.Title is { } title ? string.Concat(title.Parts.Select(Part)) : null)
        .Add("time", alert.Time?.Name)
        .Add("firstSeen", alert.FirstSeen?.Name)
        .Add("lastSeen", alert.LastSeen?.Name)
        .Add("risk", alert.Risk?.Name)
        .Add("severity", alert.Severity is { } severity ? new YamlDocument().Add("column", severity.Column.Name).Add("cases", severity.Cases.Select(Case).ToList()) : null);

    private static string Part(AlertTitlePart part) =>
        part.Column is not { } column ? part.Text : part.Format is { } format ? $"{{{column.Name}:{format}}}" : $"{{{column.Name}}}";

    private static YamlDocument Case(SeverityCase condition) => new YamlDocument()
        .Add("atLeast", condition.AtLeast)
        .Add("equals", condition.EqualTo)
        .Add("startsWith", condition.StartsWith)
        .Add("severity", condition.Severity.Name());
}

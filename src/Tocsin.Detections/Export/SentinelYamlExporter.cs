using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Export;

/// <summary>
/// A rule in the template of Sentinel's community repository, Azure-Sentinel
/// (https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide).
/// </summary>
internal sealed class SentinelYamlExporter : IDetectionExporter
{
    public string Name => "sentinel-yaml";

    public string Extension => ".yaml";

    public ExportResult Export(DetectionPackage package)
    {
        var (rule, notes, diagnostics) = SentinelRuleBuilder.Build(package);
        return rule is null
            ? ExportResult.Refused(notes, diagnostics)
            : new ExportResult(YamlDocument.Comment(["Made by tocsin from the detection " + package.Id + ".", .. notes.Select(n => n.ToString())]) + Document(rule), notes, []);
    }

    private static YamlDocument Document(SentinelRule rule) => new YamlDocument()
        .Add("id", rule.Id.ToString())
        .Add("name", rule.Name)
        .Add("description", rule.Description.Contains('\n', StringComparison.Ordinal) ? rule.Description + "\n" : rule.Description)
        .Add("severity", rule.Severity)
        .Add("status", "Available")
        .AddAlways("requiredDataConnectors", rule.Connectors.Select(c => new YamlDocument().Add("connectorId", c.Id).Add("dataTypes", c.Tables.ToList())).ToList())
        .Add("queryFrequency", TimeSpanText.Write(rule.Schedule.Frequency))
        .Add("queryPeriod", TimeSpanText.Write(rule.Schedule.Period))
        .Add("triggerOperator", rule.Trigger.Operator.Name())
        .Add("triggerThreshold", rule.Trigger.Threshold)
        .Add("tactics", rule.Tactics.ToList())
        .Add("relevantTechniques", rule.Techniques.ToList())
        .Add("tags", rule.Tags.ToList())
        .Add("query", rule.Query + "\n")
        .Add("eventGroupingSettings", new YamlDocument().Add("aggregationKind", "AlertPerResult"))
        .Add("entityMappings", rule.Entities.Select(Entity).ToList())
        .Add("customDetails", rule.CustomDetails.Aggregate(new YamlDocument(), (details, d) => details.Add(d.Name, d.Column.Name)))
        .Add("alertDetailsOverride", new YamlDocument().Add("alertDisplayNameFormat", rule.TitleFormat).Add("alertSeverityColumnName", rule.SeverityColumn))
        .Add("version", rule.Version)
        .Add("kind", "Scheduled");

    private static YamlDocument Entity(SentinelEntity entity)
    {
        var field = new YamlDocument().Add("identifier", entity.Identifier).Add("columnName", entity.Column);
        return new YamlDocument().Add("entityType", entity.Type).Add("fieldMappings", new List<YamlDocument> { field });
    }
}

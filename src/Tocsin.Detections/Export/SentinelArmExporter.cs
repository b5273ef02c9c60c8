using System.Text.Json.Nodes;
using System.Xml;
using Tocsin.Detections.Packages;

namespace Tocsin.Detections.Export;

/// <summary>
/// A rule as a deployment template of Azure Resource Manager
/// (https://learn.microsoft.com/azure/templates/microsoft.securityinsights/alertrules).
/// </summary>
internal sealed class SentinelArmExporter : IDetectionExporter
{
    public string Name => "sentinel-arm";

    public string Extension => ".json";

    public ExportResult Export(DetectionPackage package)
    {
        var (rule, built, diagnostics) = SentinelRuleBuilder.Build(package);
        if (rule is null)
        {
            return ExportResult.Refused(built, diagnostics);
        }

        var source = package.Metadata ?? package.Query;
        var subTechniques = rule.Techniques.Where(t => t.Contains('.', StringComparison.Ordinal))
            .Select(t => new ExportNote(ExportNoteKind.Changed, source, null, t, "a template takes techniques, not sub-techniques; the technique above it stands there."));
        var notes = built.AddRange(subTechniques);
        var template = new JsonObject
        {
            ["$schema"] = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            ["contentVersion"] = "1.0.0.0",
            ["metadata"] = new JsonObject { ["comments"] = "Made by tocsin from the detection " + package.Id + ".", ["differences"] = JsonText.Array(notes.Select(n => n.ToString())) },
            ["parameters"] = new JsonObject { ["workspace"] = new JsonObject { ["type"] = "String" } },
            ["resources"] = new JsonArray { Resource(rule) },
        };
        return new ExportResult(JsonText.Write(template), notes, []);
    }

    private static JsonObject Resource(SentinelRule rule) => new()
    {
        ["id"] = $"[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'), '/alertRules/{rule.Id}')]",
        ["name"] = $"[concat(parameters('workspace'), '/Microsoft.SecurityInsights/{rule.Id}')]",
        ["type"] = "Microsoft.OperationalInsights/workspaces/providers/alertRules",
        ["kind"] = "Scheduled",
        ["apiVersion"] = "2024-09-01",
        ["properties"] = Properties(rule),
    };

    private static JsonObject Properties(SentinelRule rule)
    {
        var properties = new JsonObject
        {
            ["displayName"] = Text(rule.Name),
            ["description"] = Text(rule.Description),
            ["severity"] = rule.Severity,
            ["enabled"] = true,
            ["query"] = Text(rule.Query),
            ["queryFrequency"] = XmlConvert.ToString(rule.Schedule.Frequency),
            ["queryPeriod"] = XmlConvert.ToString(rule.Schedule.Period),
            ["triggerOperator"] = rule.Trigger.Operator.ToString(),
            ["triggerThreshold"] = rule.Trigger.Threshold,

            // Both are required; off, the length means nothing.
            ["suppressionDuration"] = "PT5H",
            ["suppressionEnabled"] = false,
            ["tactics"] = JsonText.Array(rule.Tactics),
            ["techniques"] = JsonText.Array(rule.Techniques.Select(t => t.Split('.')[0]).Distinct(StringComparer.Ordinal)),
            ["eventGroupingSettings"] = new JsonObject { ["aggregationKind"] = "AlertPerResult" },
            ["incidentConfiguration"] = new JsonObject { ["createIncident"] = true },
        };
        if (!rule.Entities.IsEmpty)
        {
            properties["entityMappings"] = new JsonArray([.. rule.Entities.Select(Entity)]);
        }

        if (!rule.CustomDetails.IsEmpty)
        {
            properties["customDetails"] = new JsonObject(rule.CustomDetails.Select(d => KeyValuePair.Create(d.Name, (JsonNode?)d.Column.Name)));
        }

        AddOverride(properties, rule);
        return properties;
    }

    private static void AddOverride(JsonObject properties, SentinelRule rule)
    {
        var details = new JsonObject();
        if (rule.TitleFormat is { } title)
        {
            details["alertDisplayNameFormat"] = Text(title);
        }

        if (rule.SeverityColumn is { } severity)
        {
            details["alertSeverityColumnName"] = severity;
        }

        if (details.Count > 0)
        {
            properties["alertDetailsOverride"] = details;
        }
    }

    private static JsonNode Entity(SentinelEntity entity) => new JsonObject
    {
        ["entityType"] = entity.Type,
        ["fieldMappings"] = new JsonArray { new JsonObject { ["identifier"] = entity.Identifier, ["columnName"] = entity.Column } },
    };

    /// <summary>Text within brackets is an expression to the Resource Manager, unless the first one is doubled.</summary>
    private static string Text(string text) => text.StartsWith('[') && text.EndsWith(']') ? "[" + text : text;
}

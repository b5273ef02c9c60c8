using System.Globalization;
using System.Text.Json;
using System.Xml;
using Shouldly;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Schemas;
using Xunit;
using static Tocsin.Detections.Tests.Export.BuiltInExports;

namespace Tocsin.Detections.Tests.Export;

/// <summary>The packages as rules of Sentinel satisfy its checks, in YAML and ARM.</summary>
public sealed class SentinelExportTests
{
    private static readonly string[] Fields =
    [
        "id", "name", "description", "severity", "status", "requiredDataConnectors", "queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold",
        "tactics", "relevantTechniques", "tags", "query", "eventGroupingSettings", "entityMappings", "customDetails", "alertDetailsOverride", "version", "kind",
    ];

    public static TheoryData<string> Ids() => [.. All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Yaml_satisfies_the_template(string id)
    {
        var rule = Documents(BuiltInExports.Export(Find(id), "sentinel-yaml")).ShouldHaveSingleItem();
        rule.Keys.ShouldBeSubsetOf(Fields);
        Guid.TryParse(Text(rule, "id"), out _).ShouldBeTrue();
        rule["kind"].ShouldBe("Scheduled");
        rule["status"].ShouldBe("Available");
        Version.TryParse(Text(rule, "version"), out _).ShouldBeTrue();
        SentinelRuleChecks.Name(Text(rule, "name"));
        SentinelRuleChecks.Description(Text(rule, "description"));
        SentinelRuleChecks.Severity(Text(rule, "severity"));
        SentinelRuleChecks.Query(Text(rule, "query"));
        SentinelRuleChecks.Schedule(SentinelRuleChecks.Duration(Text(rule, "queryFrequency")), SentinelRuleChecks.Duration(Text(rule, "queryPeriod")));
        Text(rule, "triggerOperator").ShouldBeOneOf("gt", "lt", "eq", "ne");
        Convert.ToInt32(rule["triggerThreshold"], CultureInfo.InvariantCulture).ShouldBeInRange(0, 10_000);
        SentinelRuleChecks.Techniques(List(rule["tactics"]).Cast<string>(), List(rule["relevantTechniques"]).Cast<string>());
        foreach (var connector in List(rule["requiredDataConnectors"]).Select(Map))
        {
            Text(connector, "connectorId").ShouldNotBeNullOrEmpty();
            List(connector["dataTypes"]).ShouldNotBeEmpty();
        }

        var columns = ColumnsOf(Text(rule, "query"));
        var mappings = List(rule["entityMappings"]).Select(Map).Select(m => (Text(m, "entityType"), Fields: FieldsOf(m))).ToList();
        SentinelRuleChecks.EntityMappings([.. mappings.Select(m => (m.Item1, m.Fields))], columns);
        if (rule.TryGetValue("customDetails", out var details))
        {
            SentinelRuleChecks.CustomDetails(Map(details).ToDictionary(d => (string)d.Key, d => (string)d.Value!), columns);
        }

        var alert = Map(rule["alertDetailsOverride"]);
        columns.ShouldContain(Text(alert, "alertSeverityColumnName"));
        if (alert.TryGetValue("alertDisplayNameFormat", out var format))
        {
            SentinelRuleChecks.TitleFormat((string)format!, columns);
        }
    }

    /// <summary>https://learn.microsoft.com/azure/templates/microsoft.securityinsights/2024-09-01/alertrules.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Arm_satisfies_the_schema(string id)
    {
        var template = Json(BuiltInExports.Export(Find(id), "sentinel-arm"));
        template.GetProperty("$schema").GetString().ShouldBe("https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#");
        template.GetProperty("contentVersion").GetString().ShouldBe("1.0.0.0");
        var resource = template.GetProperty("resources").EnumerateArray().ShouldHaveSingleItem();
        foreach (var field in new[] { "id", "name", "type", "kind", "apiVersion", "properties" })
        {
            resource.TryGetProperty(field, out _).ShouldBeTrue(field);
        }

        var rule = resource.GetProperty("properties");
        rule.GetProperty("enabled").ValueKind.ShouldBe(JsonValueKind.True);
        SentinelRuleChecks.Name(Text(rule, "displayName"));
        SentinelRuleChecks.Description(Text(rule, "description"));
        SentinelRuleChecks.Severity(Text(rule, "severity"));
        SentinelRuleChecks.Query(Text(rule, "query"));
        SentinelRuleChecks.Schedule(XmlConvert.ToTimeSpan(Text(rule, "queryFrequency")), XmlConvert.ToTimeSpan(Text(rule, "queryPeriod")));
        XmlConvert.ToTimeSpan(Text(rule, "suppressionDuration")).ShouldBeGreaterThan(TimeSpan.Zero);
        rule.GetProperty("suppressionEnabled").ValueKind.ShouldBe(JsonValueKind.False);
        Text(rule, "triggerOperator").ShouldBeOneOf("GreaterThan", "LessThan", "Equal", "NotEqual");
        rule.GetProperty("triggerThreshold").GetInt32().ShouldBeInRange(0, 10_000);
        SentinelRuleChecks.Techniques(Texts(rule, "tactics"), Texts(rule, "techniques"));
        Texts(rule, "techniques").ShouldAllBe(t => !t.Contains('.'));
        var columns = ColumnsOf(Text(rule, "query"));
        var mappings = rule.GetProperty("entityMappings").EnumerateArray().Select(m => (Text(m, "entityType"), Fields: FieldsOf(m))).ToList();
        SentinelRuleChecks.EntityMappings([.. mappings.Select(m => (m.Item1, m.Fields))], columns);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Defender_rules_name_the_event_and_have_what_the_service_requires(string id)
    {
        var rule = Json(BuiltInExports.Export(Find(id), "defender"));
        foreach (var field in new[] { "id", "displayName", "status", "queryCondition", "schedule" })
        {
            rule.TryGetProperty(field, out _).ShouldBeTrue(field);
        }

        XmlConvert.ToTimeSpan(Text(rule.GetProperty("schedule"), "frequency")).TotalHours.ShouldBeOneOf(1, 3, 12, 24);
        var query = Text(rule.GetProperty("queryCondition"), "queryText");
        var columns = ColumnsOf(query, "TimeGenerated");
        foreach (var column in new[] { "Timestamp", "ReportId", "DeviceId" })
        {
            columns.ShouldContain(column);
        }

        var alert = rule.GetProperty("detectionAction").GetProperty("alertTemplate");
        Text(alert, "severity").ShouldBeOneOf("informational", "low", "medium", "high");
        foreach (var mapped in alert.GetProperty("entityMappings").EnumerateObject().SelectMany(k => k.Value.EnumerateArray()).SelectMany(e => e.EnumerateObject()))
        {
            columns.ShouldContain(mapped.Value.GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Layers_of_the_navigator_name_every_technique(string id)
    {
        var layer = Json(BuiltInExports.Export(Find(id), "navigator"));
        Text(layer, "domain").ShouldBe("enterprise-attack");
        Text(layer, "name").ShouldNotBeEmpty();
        Text(layer.GetProperty("versions"), "layer").ShouldBe("4.5");
        layer.GetProperty("techniques").EnumerateArray().Select(t => Text(t, "techniqueID")).ShouldBe(Find(id).Techniques, ignoreOrder: true);
    }

    /// <summary>The result columns where Sentinel runs the query: its tables have no Timestamp.</summary>
    private static List<string> ColumnsOf(string query, string absent = "Timestamp")
    {
        var tables = KnownTables.Basic.ToDictionary(
            t => t.Name,
            t => new TableDescriptor(t.Name, [.. t.Columns.Where(c => c.Name != absent).Select(c => new TableColumn(c.Name, c.Type))]),
            StringComparer.Ordinal);
        var bound = Binder.Bind(SyntaxTree.Parse(new SourceText(query)), FunctionCatalogue.Default, new CompilerOptions(tables, 0));
        bound.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        return [.. bound.Result!.Columns.Select(c => c.Name)];
    }

    private static string Text(Dictionary<object, object?> map, string field) => map[field].ShouldBeAssignableTo<object>()!.ToString()!;

    private static string Text(JsonElement element, string field) => element.GetProperty(field).GetString()!;

    private static List<string> Texts(JsonElement element, string field) => [.. element.GetProperty(field).EnumerateArray().Select(t => t.GetString()!)];

    private static IReadOnlyList<(string Identifier, string Column)> FieldsOf(Dictionary<object, object?> mapping) =>
        [.. List(mapping["fieldMappings"]).Select(Map).Select(f => (Text(f, "identifier"), Text(f, "columnName")))];

    private static IReadOnlyList<(string Identifier, string Column)> FieldsOf(JsonElement mapping) =>
        [.. mapping.GetProperty("fieldMappings").EnumerateArray().Select(f => (Text(f, "identifier"), Text(f, "columnName")))];
}

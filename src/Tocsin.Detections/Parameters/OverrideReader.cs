using Tocsin.Detections.Packages;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Parameters;

/// <summary>Reads overrides.yaml: a mapping from rule ids to what is changed.</summary>
internal static class OverrideReader
{
    public static IEnumerable<RuleOverride> Read(YamlFields root)
    {
        // Before Mapping() takes fields away one by one: a rule given twice is YAML's own error.
        foreach (var id in root.Names.ToList())
        {
            if (root.Mapping(id) is { } rule)
            {
                yield return Rule(id, root, rule);
            }
        }
    }

    private static RuleOverride Rule(string id, YamlFields root, YamlFields fields)
    {
        var values = fields.Mapping("parameters") is { } parameters ? Settings(parameters) : [];
        var additions = fields.Mapping("add") is { } add ? Settings(add).Select(s => s with { IsAddition = true }) : [];
        var rule = new RuleOverride(id, root.SpanOfKey(id))
        {
            IsEnabled = fields.Flag("enabled") ?? true,
            Severity = fields.Has("severity") ? fields.Choice("severity", Ratings.Name, Severity.Medium) : null,
            Suppression = fields.Mapping("suppression") is { } suppression ? OperationReader.Suppression(suppression) : null,
            Settings = [.. values, .. additions],
        };
        fields.RefuseTheRest();
        return rule;
    }

    /// <summary>Parameters and their values, as a mapping.</summary>
    public static IEnumerable<ParameterSetting> Settings(YamlFields fields) => fields.Names.Select(name => fields.Items(name) is { } list
        ? new ParameterSetting(name, KqlLiteral.Write(KqlType.Dynamic, list), fields.Bag.Source, fields.SpanOf(name)) { IsList = true }
        : new ParameterSetting(name, fields.Optional(name) ?? "", fields.Bag.Source, fields.SpanOf(name)));
}

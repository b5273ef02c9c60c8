using System.Text.RegularExpressions;
using Shouldly;
using static Tocsin.Detections.Tests.Export.BuiltInExports;

namespace Tocsin.Detections.Tests.Export;

/// <summary>What Sigma's schemas ask of rules and correlations (https://github.com/SigmaHQ/sigma-specification/tree/main/json-schema), and that names refer to something.</summary>
internal static partial class SigmaChecks
{
    private static readonly string[] Modifiers = ["all", "startswith", "endswith", "contains", "exists", "cased", "re", "i", "lt", "lte", "gt", "gte", "cidr"];

    private static readonly string[] Words = ["and", "or", "not"];

    public static void Rules(string yaml)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var referred = new HashSet<string>(StringComparer.Ordinal);
        var ids = new List<string>();
        foreach (var rule in Documents(yaml))
        {
            Head(rule);
            ids.Add((string)rule["id"]!);
            if (rule.TryGetValue("correlation", out var correlation))
            {
                referred.UnionWith(Correlation(Map(correlation), names));
            }
            else
            {
                LogSource(Map(rule["logsource"]));
                Detection(Map(rule["detection"]));
            }

            names.Add((string)rule["name"]!).ShouldBeTrue();
        }

        ids.ShouldBeUnique();

        // All but the last are what the last is made of.
        names.Count.ShouldBe(referred.Count + 1);
    }

    private static void Head(Dictionary<object, object?> rule)
    {
        ((string)rule["title"]!).Length.ShouldBeInRange(1, 256);
        Guid.TryParse((string)rule["id"]!, out _).ShouldBeTrue();
        rule["status"].ShouldBeOneOf("stable", "test", "experimental", "deprecated", "unsupported");
        rule["level"].ShouldBeOneOf("informational", "low", "medium", "high", "critical");
        if (rule.TryGetValue("tags", out var tags))
        {
            List(tags).ShouldAllBe(t => Tag().IsMatch((string)t!));
            List(tags).ShouldBeUnique();
        }

        if (rule.TryGetValue("falsepositives", out var falsePositives))
        {
            List(falsePositives).ShouldAllBe(f => ((string)f!).Length >= 2);
            List(falsePositives).ShouldBeUnique();
        }
    }

    private static void LogSource(Dictionary<object, object?> source)
    {
        source.Keys.ShouldBeSubsetOf(["category", "product", "service", "definition"]);
        source.ShouldNotBeEmpty();
    }

    private static void Detection(Dictionary<object, object?> detection)
    {
        var condition = (string)detection["condition"]!;
        var used = Word().Matches(condition).Select(m => m.Value).Except(Words).ToList();
        used.ShouldBe(detection.Keys.Cast<string>().Where(k => k != "condition"), ignoreOrder: true);
        foreach (var field in detection.Where(d => d.Key is not "condition").SelectMany(d => FieldsOf(d.Value)))
        {
            field.Split('|').Skip(1).ShouldBeSubsetOf(Modifiers);
        }
    }

    private static IEnumerable<string> FieldsOf(object? selection) => selection switch
    {
        Dictionary<object, object?> map => map.Keys.Cast<string>(),
        _ => List(selection).Select(Map).SelectMany(m => m.Keys.Cast<string>()),
    };

    private static IEnumerable<string> Correlation(Dictionary<object, object?> correlation, HashSet<string> names)
    {
        var type = correlation["type"].ShouldBeOfType<string>();
        type.ShouldBeOneOf("event_count", "value_count", "temporal", "temporal_ordered");
        TimeSpanPattern().IsMatch((string)correlation["timespan"]!).ShouldBeTrue();
        correlation.Keys.ShouldContain("group-by");
        var condition = Map(correlation["condition"]);
        condition.Keys.ShouldBeSubsetOf(["gt", "gte", "lt", "lte", "eq", "field"]);
        condition.ContainsKey("field").ShouldBe(type == "value_count");
        condition.Where(c => c.Key is not "field").ShouldNotBeEmpty();
        var rules = List(correlation["rules"]).Cast<string>().ToList();
        rules.ShouldBeSubsetOf(names);
        return rules;
    }

    [GeneratedRegex(@"^[a-z0-9_-]+\.[a-z0-9._-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\d+[smhd]$", RegexOptions.NonBacktracking)]
    private static partial Regex TimeSpanPattern();
}

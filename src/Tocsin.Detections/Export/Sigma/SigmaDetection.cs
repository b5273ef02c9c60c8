using System.Collections.Immutable;
using System.Globalization;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>Writes a condition as Sigma's <c>detection</c>: named selections and the condition that puts them together.</summary>
internal sealed class SigmaDetection
{
    private readonly YamlDocument _document = new();
    private int _selections;
    private int _filters;

    public static YamlDocument Of(ImmutableArray<SigmaCondition> conditions)
    {
        var detection = new SigmaDetection();
        var condition = detection.Write(SigmaConditions.All(conditions), isNegated: false, isOutermost: true);
        return detection._document.Add("condition", condition);
    }

    private string Write(SigmaCondition condition, bool isNegated, bool isOutermost = false)
    {
        switch (condition)
        {
            case SigmaNot not:
                return "not " + Write(not.Item, !isNegated);
            case SigmaMatch match:
                return Name(Map([match]), isNegated);
            case SigmaAny any when any.Items.All(i => MatchesOf(i) is not null):
                return Name(any.Items.Select(i => Map(MatchesOf(i)!)).ToList(), isNegated);
            case SigmaAll all:
                return Joined(" and ", Conjuncts(all, isNegated), isOutermost);
            case SigmaAny any:
                return Joined(" or ", any.Items.Select(i => Write(i, isNegated)).ToList(), isOutermost);
            default:
                throw new InvalidOperationException($"There is no text for {condition.GetType().Name}.");
        }
    }

    /// <summary>Matches on different fields share a map; the rest stands for itself.</summary>
    private List<string> Conjuncts(SigmaAll all, bool isNegated)
    {
        var parts = new List<string>();
        var shared = new List<SigmaMatch>();
        var others = new List<SigmaCondition>();
        foreach (var item in all.Items)
        {
            if (item is SigmaMatch match && !shared.Exists(m => string.Equals(m.Field, match.Field, StringComparison.Ordinal)))
            {
                shared.Add(match);
            }
            else
            {
                others.Add(item);
            }
        }

        if (shared.Count > 0)
        {
            parts.Add(Name(Map(shared), isNegated));
        }

        parts.AddRange(others.Select(o => Write(o, isNegated)));
        return parts;
    }

    private static string Joined(string word, List<string> parts, bool isOutermost) =>
        parts.Count == 1 || isOutermost ? string.Join(word, parts) : $"({string.Join(word, parts)})";

    /// <summary>The matches that one map can hold, or null.</summary>
    private static IReadOnlyList<SigmaMatch>? MatchesOf(SigmaCondition condition) => condition switch
    {
        SigmaMatch match => [match],
        SigmaAll all when all.Items.All(i => i is SigmaMatch) && all.Items.Cast<SigmaMatch>().DistinctBy(m => m.Field, StringComparer.Ordinal).Count() == all.Items.Length =>
            [.. all.Items.Cast<SigmaMatch>()],
        _ => null,
    };

    private static YamlDocument Map(IReadOnlyList<SigmaMatch> matches) => matches.Aggregate(
        new YamlDocument(),
        (map, match) => map.AddAlways(match.Field, match.Values is [var only] ? only : match.Values.Select(v => v ?? YamlDocument.Null).ToList()));

    private string Name(object selection, bool isNegated)
    {
        var (word, number) = isNegated ? ("filter", ++_filters) : ("selection", ++_selections);
        var name = number == 1 ? word : string.Create(CultureInfo.InvariantCulture, $"{word}_{number}");
        _document.Add(name, selection);
        return name;
    }
}

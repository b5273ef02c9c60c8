using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>Writes the rules of a draft: one on events, one correlation for each thing counted, one for all of them together.</summary>
internal sealed class SigmaRuleWriter(DetectionPackage package, TimeSpan lookBack)
{
    private readonly List<(string Name, Func<bool, YamlDocument> Document)> _rules = [];

    /// <summary>The documents in order; the last one is the detection, those before it are what it refers to.</summary>
    public IEnumerable<string> Write(SigmaDraft draft)
    {
        Collect(draft, package.Id.Replace('-', '_'), "");
        return _rules.Select((r, i) => r.Document(i == _rules.Count - 1).ToString());
    }

    /// <summary>Adds a draft's rules and returns the name of the one that stands for it.</summary>
    private string Collect(SigmaDraft draft, string name, string what)
    {
        var counts = draft.Thresholds.GroupBy(t => t.Field ?? "", StringComparer.Ordinal).ToList();
        var parts = counts.Count + draft.Joined.Length;
        var events = parts == 0 ? name : name + "_events";
        _rules.Add((events, isLast => Rule(draft, events, parts == 0 ? what : what + ": events", isLast)));
        var last = events;
        var together = new List<string>();
        foreach (var count in counts)
        {
            last = parts == 1 ? name : count.Key.Length == 0 ? name + "_count" : $"{name}_{count.Key.ToLowerInvariant()}_count";
            together.Add(last);
            var correlation = Count(draft, events, [.. count]);
            Add(last, counts.Count == 1 ? what : $"{what}: number of {(count.Key.Length == 0 ? "events" : count.Key)}", correlation);
        }

        if (draft.Joined.IsEmpty && counts.Count <= 1)
        {
            return last;
        }

        if (counts.Count == 0)
        {
            together.Add(events);
        }

        for (var i = 0; i < draft.Joined.Length; i++)
        {
            together.Add(Collect(draft.Joined[i], $"{name}_{i + 2}", $"{what} ({i + 2})"));
        }

        var by = draft.Joined.IsEmpty ? draft.GroupBy : draft.JoinedBy;
        Add(name, what, new YamlDocument().Add("type", "temporal").Add("rules", together).AddAlways("group-by", by.ToList()).Add("timespan", TimeSpanText.Write(lookBack))
            .Add("condition", new YamlDocument().AddAlways("gte", together.Count)));
        return name;
    }

    private void Add(string name, string what, YamlDocument correlation) =>
        _rules.Add((name, isLast => Ending(Head(name, what, isLast).Add("correlation", correlation), isLast)));

    private YamlDocument Count(SigmaDraft draft, string events, ImmutableArray<SigmaThreshold> thresholds)
    {
        var field = thresholds[0].Field;
        var condition = thresholds.Aggregate(new YamlDocument(), (c, t) => c.AddAlways(t.Operator, t.Value)).Add("field", field);
        return new YamlDocument()
            .Add("type", field is null ? "event_count" : "value_count")
            .Add("rules", new List<string> { events })
            .AddAlways("group-by", draft.GroupBy.ToList())
            .Add("timespan", TimeSpanText.Write(lookBack))
            .Add("condition", condition);
    }

    private YamlDocument Rule(SigmaDraft draft, string name, string what, bool isLast)
    {
        var logSource = new YamlDocument().Add("category", draft.Source.Category).Add("product", "windows");
        var conditions = draft.Conditions.IsEmpty ? [new SigmaMatch("Computer|exists", [true])] : draft.Conditions;
        return Ending(Head(name, what, isLast).Add("logsource", logSource).Add("detection", SigmaDetection.Of(conditions)), isLast);
    }

    private YamlDocument Head(string name, string what, bool isLast)
    {
        var head = new YamlDocument()
            .Add("title", package.Title + what)
            .Add("id", NameBasedGuid.Of($"{package.Id}/sigma/{name}").ToString())
            .Add("name", name)
            .Add("status", package.Status.Name());
        return !isLast ? head : head
            .Add("description", package.Description.TrimEnd())
            .Add("references", package.References.Distinct(StringComparer.Ordinal).ToList())
            .Add("author", string.Join(", ", package.Authors))
            .Add("tags", Tags());
    }

    private YamlDocument Ending(YamlDocument rule, bool isLast) => isLast
        ? rule.Add("falsepositives", package.FalsePositives.Distinct(StringComparer.Ordinal).ToList()).Add("level", package.Severity.Name())
        : rule.Add("level", Severity.Informational.Name());

    private List<string> Tags() =>
    [
        .. package.Tactics.Select(t => "attack." + t),
        .. package.Techniques.Select(t => "attack." + t.ToLowerInvariant()).Distinct(StringComparer.Ordinal),
    ];
}

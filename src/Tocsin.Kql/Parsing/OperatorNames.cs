using System.Collections.Frozen;

namespace Tocsin.Kql.Parsing;

/// <summary>The words that may follow a bar.</summary>
internal static class OperatorNames
{
    private static readonly FrozenSet<string> s_names = new[]
    {
        "as", "assert-schema", "consume", "count", "distinct", "evaluate", "extend", "facet", "filter", "find", "fork",
        "getschema", "graph-mark-components", "graph-match", "graph-shortest-paths", "graph-to-table",
        "graph-where-edges", "graph-where-nodes", "invoke", "join", "limit", "lookup", "macro-expand", "make-graph",
        "make-series", "mv-apply", "mv-expand", "mvapply", "mvexpand", "order", "parse", "parse-kv", "parse-where",
        "partition", "print", "project", "project-away", "project-by-names", "project-keep", "project-rename",
        "project-reorder", "range", "reduce", "render", "sample", "sample-distinct", "scan", "search", "serialize",
        "sort", "summarize", "take", "top", "top-hitters", "top-nested", "union", "where",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What people of other query languages write.</summary>
    private static readonly FrozenDictionary<string, string> s_synonyms = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["select"] = "project",
        ["group"] = "summarize",
        ["aggregate"] = "summarize",
        ["stats"] = "summarize",
        ["having"] = "where",
        ["eval"] = "extend",
        ["head"] = "take",
        ["rename"] = "project-rename",
        ["dedup"] = "distinct",
        ["unique"] = "distinct",
        ["expand"] = "mv-expand",
        ["orderby"] = "order",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string word) => s_names.Contains(word);

    /// <summary>The operator that a mistyped word most likely means, or null.</summary>
    public static string? Nearest(string word)
    {
        if (s_synonyms.TryGetValue(word, out var synonym))
        {
            return synonym;
        }

        const int LongestName = 40;
        if (word.Length > LongestName)
        {
            return null;
        }

        var nearest = s_names
            .Select(name => (Name: name, Distance: EditDistance(word.ToLowerInvariant(), name)))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .First();
        return nearest.Distance <= Math.Max(1, word.Length / 3) ? nearest.Name : null;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int EditDistance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}

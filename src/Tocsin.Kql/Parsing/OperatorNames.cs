using System.Collections.Frozen;

namespace Tocsin.Kql.Parsing;

/// <summary>The words that may follow a bar.</summary>
internal static class OperatorNames
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "as", "assert-schema", "consume", "count", "distinct", "evaluate", "extend", "facet", "filter", "find", "fork",
        "getschema", "graph-mark-components", "graph-match", "graph-shortest-paths", "graph-to-table",
        "graph-where-edges", "graph-where-nodes", "invoke", "join", "limit", "lookup", "macro-expand", "make-graph",
        "make-series", "mv-apply", "mv-expand", "mvapply", "mvexpand", "order", "parse", "parse-kv", "parse-where",
        "partition", "print", "project", "project-away", "project-by-names", "project-keep", "project-rename",
        "project-reorder", "range", "reduce", "render", "sample", "sample-distinct", "scan", "search", "serialize",
        "sort", "summarize", "take", "top", "top-hitters", "top-nested", "union", "where",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] SortedNames = [.. Names.Order(StringComparer.Ordinal)];

    /// <summary>What people of other query languages write.</summary>
    private static readonly FrozenDictionary<string, string> Synonyms = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
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

    public static bool IsKnown(string word) => Names.Contains(word);

    /// <summary>The operator that a mistyped word most likely means, or null.</summary>
    public static string? Nearest(string word)
    {
        if (Synonyms.TryGetValue(word, out var synonym))
        {
            return synonym;
        }

        const int longestName = 24;
        if (word.Length > longestName)
        {
            return null;
        }

        string? nearest = null;
        var limit = Math.Max(1, word.Length / 3) + 1;
        var lowered = word.ToLowerInvariant();
        foreach (var name in SortedNames)
        {
            if (Math.Abs(name.Length - word.Length) < limit && EditDistance(lowered, name) is var distance && distance < limit)
            {
                (nearest, limit) = (name, distance);
            }
        }

        return nearest;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int EditDistance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(diagonal, row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}

using System.Collections.Frozen;
using Tocsin.Kql.Text;

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
    public static string? Nearest(string word) =>
        Synonyms.TryGetValue(word, out var synonym) ? synonym : NearestName.Find(word, Names);
}

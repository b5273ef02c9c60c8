namespace Tocsin.BindingCorpus;

/// <summary>Calls of every signature of an aggregate, and calls where none is allowed.</summary>
internal static class AggregateCalls
{
    public static IEnumerable<string> Of(CatalogueFunction function)
    {
        foreach (var signature in function.Signatures)
        {
            foreach (var arguments in Arguments.Lists(signature).Concat(Arguments.ColumnsForConstants(signature)))
            {
                yield return $"T | summarize {function.Name}({arguments})";
            }
        }

        var plain = string.Join(", ", function.Signatures[0].Parameters.Where(p => p.Min > 0).Select(Arguments.Fitting));
        var call = $"{function.Name}({plain})";
        yield return $"T | summarize x = {call} by s";
        yield return $"T | summarize {call}, {call} by bin(t, 1h), s";
        yield return $"T | summarize {call} by l | project-away l";
        yield return $"T | summarize (x, y) = {call}";
        yield return $"T | summarize tostring({call})";
        yield return $"T | summarize {call}, l";
        yield return $"T | summarize count() by {call}";
        yield return $"T | extend {call}";
        yield return $"T | where isnotnull({call})";
        yield return $"T | summarize sum({call})";
        yield return $"T | summarize strcat({call}, '!') by s";
        yield return $"T | make-series {call} on t from ago(1d) to now() step 1h by s";
    }
}

namespace Tocsin.BindingCorpus;

/// <summary>Calls of every signature of a scalar function.</summary>
internal static class ScalarCalls
{
    public static IEnumerable<string> Of(CatalogueFunction function)
    {
        // Internal functions, and those that name tables, databases and graphs.
        if (function.Name.StartsWith("__", StringComparison.Ordinal) || function.Signatures.Any(s => s.ReturnKind is "Parameter0Table" or "Parameter0Database" or "Parameter0Cluster" or "Parameter0Graph" or "Parameter0EntityGroup" or "Parameter0ExternalTable" or "Parameter0MaterializedView" or "Parameter0StoredQueryResult"))
        {
            yield break;
        }

        var isWindow = function.Name is "prev" or "next" || function.Name.StartsWith("row_", StringComparison.Ordinal);
        var source = isWindow ? "T | sort by l asc" : "T";
        foreach (var signature in function.Signatures)
        {
            foreach (var arguments in Arguments.Lists(signature).Concat(Arguments.ColumnsForConstants(signature)))
            {
                yield return $"{source} | project {function.Name}({arguments})";
            }
        }

        var plain = string.Join(", ", function.Signatures[0].Parameters.Where(p => p.Min > 0).Select(Arguments.Fitting));
        if (isWindow)
        {
            yield return $"T | extend {function.Name}({plain})";
        }

        yield return $"{source} | extend x = {function.Name}({plain}) | project x";
        yield return $"{source} | extend {function.Name}({plain}), {function.Name}({plain})";
        yield return $"{source} | where isnotnull({function.Name}({plain})) | project tostring({function.Name}({plain}))";
        yield return $"{source} | summarize count() by {function.Name}({plain})";
        yield return $"print {function.Name}({plain})";
    }
}

using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Engine.Kernels;

/// <summary>
/// make_set(): the distinct values in the order in which they first came, as Kusto's engine gives them. The database's own
/// list(DISTINCT …) gives them in the order of its hash table.
/// </summary>
internal static class SetAggregates
{
    /// <summary>By name, each made when it is asked for.</summary>
    public static IReadOnlyDictionary<string, Func<AggregateFunction>> All { get; } = new[]
    {
        ("text", DuckDbType.Varchar),
        ("long", DuckDbType.BigInt),
        ("int", DuckDbType.Integer),
        ("real", DuckDbType.Double),
        ("bool", DuckDbType.Boolean),
    }.SelectMany(kind => Of($"kql_make_set_{kind.Item1}", kind.Item2)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Without and with the size that a query names; DuckDB takes no overloads of an aggregate that it has.</summary>
    private static KeyValuePair<string, Func<AggregateFunction>>[] Of(string name, DuckDbType element)
    {
        var limited = $"{name}_limited";
        return
        [
            new(name, () => AggregateFunction.Distinct(name, element, TextSet.MostValues, takesLimit: false)),
            new(limited, () => AggregateFunction.Distinct(limited, element, TextSet.MostValues, takesLimit: true)),
        ];
    }
}

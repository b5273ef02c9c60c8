using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Engine.Kernels;

/// <summary>
/// make_set(): the distinct values in the order in which they first came, as Kusto's engine gives them. The database's own
/// list(DISTINCT …) gives them in the order of its hash table.
/// </summary>
internal static class SetAggregates
{
    /// <summary>With this the names begin.</summary>
    internal const string NamePrefix = "kql_make_set_";

    public static IEnumerable<AggregateFunction> All =>
    [
        .. Of("text", DuckDbType.Varchar),
        .. Of("long", DuckDbType.BigInt),
        .. Of("int", DuckDbType.Integer),
        .. Of("real", DuckDbType.Double),
        .. Of("bool", DuckDbType.Boolean),
    ];

    /// <summary>Without and with the size that a query names; DuckDB takes no overloads of an aggregate that it has.</summary>
    private static AggregateFunction[] Of(string kind, DuckDbType element) =>
    [
        AggregateFunction.Distinct(NamePrefix + kind, element, TextSet.MostValues, takesLimit: false),
        AggregateFunction.Distinct($"{NamePrefix}{kind}_limited", element, TextSet.MostValues, takesLimit: true),
    ];
}

using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Utf8 = System.ReadOnlySpan<byte>;

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
        AggregateFunction.Create<TextSet, Utf8, TextListWriter>("kql_make_set_text", (set, text) => set.Add(text), (set, other) => set.AddAll(other), Write),
        OfNumbers<long>("kql_make_set_long"),
        OfNumbers<int>("kql_make_set_int"),
        OfNumbers<double>("kql_make_set_real"),
        OfNumbers<bool>("kql_make_set_bool"),
    ];

    private static AggregateFunction OfNumbers<T>(string name)
        where T : unmanaged, IEquatable<T> =>
        AggregateFunction.Create<NumberSet<T>, T, ListWriter<T>>(name, (set, value) => set.Add(value), (set, other) => set.AddAll(other), (set, writer) => writer.AddRange(set.Values));

    private static void Write(TextSet set, TextListWriter writer)
    {
        for (var i = 0; i < set.Count; i++)
        {
            writer.Add(set[i]);
        }
    }
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// hll() and tdigest(), their merging and their reading. Kusto keeps sketches from which it estimates; here an hll is the
/// distinct values and a t-digest each value with its weight, so that what is read from them is exact. The form is nobody's
/// business: Kusto's pages warn that theirs may change (https://learn.microsoft.com/kusto/query/hll-aggregation-function).
/// Of no values both are null (https://learn.microsoft.com/kusto/query/summarize-operator#default-values-of-aggregations).
/// </summary>
internal static class AggregateSketches
{
    private const string MergeDigests = "kql_tdigest_merge";
    private const string MergeSets = "kql_hll_merge";

    public static ImmutableArray<AggregateFunction> All { get; } =
    [
        Aggregate("hll", Distinct([Of(ParameterKind.NotRealOrBool, "expr")], predicate: null)),
        Aggregate("hll_if", Distinct([Of(ParameterKind.NotRealOrBool, "expr"), Bool("predicate")], predicate: 1)),
        Aggregate("hll_merge", Merged("hll", MergeSets)),
        Aggregate("tdigest", new AggregateOverload([Of(ParameterKind.Summable, "expr"), Integer("weight").Optional()], Returns(BoundType.Array), DigestSql)),
        Aggregate("tdigest_merge", Merged("tdigest", MergeDigests)) with { NamePrefix = "merge_tdigests" },
        new("merge_tdigest", "tdigest-merge-aggregation-function", [Merged("tdigest", MergeDigests)]) { NamePrefix = "merge_tdigests" },
    ];

    /// <summary>The functions that read and merge what the aggregates made.</summary>
    public static ImmutableArray<ScalarFunction> Scalars { get; } =
    [
        Function("dcount_hll", On([Array("hll")], KqlType.Long, a => S.Coalesce(S.Call("kql_array_length", a[0]), S.BigInt(0)), NullRule.Never)).NamedWith("dcount_hll"),
        MergeOf("hll_merge", PageOf("hll_merge"), MergeSets, "hll_merged_result"),
        MergeOf("tdigest_merge", "merge-tdigest-function", MergeDigests, "tdigests_merge_result"),
        MergeOf("merge_tdigest", "merge-tdigest-function", MergeDigests, "tdigests_merge_result"),
        Function(
            "percentile_tdigest",
            On([Array("tdigest"), Real("percentile")], KqlType.Dynamic, Calls("kql_percentile_tdigest"), NullRule.Makes),
            On(
                [Array("tdigest"), Real("percentile"), Of(ParameterKind.Type, "type")],
                TypeOf(2),
                a => Conversions.Convert(S.Call("kql_percentile_tdigest", a[0], a[1]), KqlType.Dynamic, TypeOf(a.Bound(2))),
                NullRule.Makes)).NamedWith("percentile_tdigest"),
        Function(
            "percentiles_array_tdigest",
            On([Array("tdigest"), Real("percentile").Repeated(1, 32767)], BoundType.Array, a => S.Call(
                "kql_percentiles_tdigest", a[0], S.Call("kql_dynamic_from_real_list", new SqlListLiteral([.. a.All.Skip(1)]))), NullRule.Makes),
            On([Array("tdigest"), Array("percentiles")], BoundType.Array, Calls("kql_percentiles_tdigest"), NullRule.Makes)).NamedWith("percentile_tdigest"),
        Rank("rank_tdigest", "kql_rank_tdigest"),
        Rank("percentrank_tdigest", "kql_percentrank_tdigest"),
    ];

    private static AggregateOverload Distinct(ImmutableArray<Parameter> parameters, int? predicate) =>
        new([.. parameters, Integer("accuracy").Optional()], Returns(BoundType.Array), a =>
        {
            var value = Json(a, 0);
            var present = S.IsNotNull(value);
            var list = new SqlCall("list", [value]) { IsDistinct = true, Filter = predicate is { } index ? S.And(a[index], present) : present };
            return S.Call("kql_pack_array", list);
        });

    private static SqlExpression DigestSql(AggregateArguments a)
    {
        var weight = a.Count > 1 ? a[1] : S.BigInt(1);
        var present = S.And(S.IsNotNull(a[0]), S.Greater(weight, S.BigInt(0)));
        var values = new SqlCall("list", [Json(a, 0)]) { Filter = present };
        var weights = new SqlCall("list", [weight]) { Filter = present };
        return S.Call("kql_tdigest", values, weights);
    }

    private static AggregateOverload Merged(string parameter, string function) =>
        new([Array(parameter)], Returns(BoundType.Array), a => S.Call(function, S.Call("list", a[0]) with { Filter = S.IsNotNull(a[0]) }));

    private static ScalarFunction MergeOf(string name, string page, string function, string column) => Function(name, page, On(
        [Array("sketch").Repeated(2, 16)],
        BoundType.Array,
        a => S.Call(function, new SqlListLiteral([.. a.All.Select(s => S.Coalesce(s, S.String("[]")))])),
        NullRule.Never)) with
    { NameRule = NameRule.Fixed, NamePrefix = column };

    private static ScalarFunction Rank(string name, string function) => Function(name, On(
        [Array("digest"), Scalar("value")], KqlType.Real, a => S.Call(function, a[0], a.Json(1)), NullRule.Makes));

    private static SqlExpression Json(AggregateArguments a, int index) => a.Type(index).IsDynamic
        ? a[index]
        : Conversions.FromScalar(a[index], a.Type(index).Kind);
}

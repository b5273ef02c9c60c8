using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>What plug-ins are made of beside the language's functions; not callable from KQL.</summary>
internal static class PluginFunctions
{
    /// <summary>The first address of an IPv4 network, as a number.</summary>
    public static readonly ScalarFunction IPv4First = Bound("kql_ipv4_first", KqlType.Long);

    public static readonly ScalarFunction IPv4Last = Bound("kql_ipv4_last", KqlType.Long);

    /// <summary>The first address of an IPv6 network, in full: such texts are ordered as addresses are.</summary>
    public static readonly ScalarFunction IPv6First = BoundText("kql_ipv6_first");

    public static readonly ScalarFunction IPv6Last = BoundText("kql_ipv6_last");

    /// <summary>Of each property of a bag its type, a colon and its name.</summary>
    public static readonly ScalarFunction BagSchema = Function("bag_schema", "bag-unpack-plugin", On(
        [Dynamic("bag")], BoundType.ListOf(KqlType.String), Calls("kql_bag_schema"), NullRule.Makes));

    /// <summary>The frequent patterns of rows: number, count, percentage and values.</summary>
    public static readonly ScalarFunction Basket = Function("basket", "basket-plugin", On(
        [Dynamic("rows"), Real("threshold"), Long("dimensions"), Long("columns")], KqlType.Dynamic, Calls("kql_basket"), NullRule.Makes));

    /// <summary>The best patterns of rows that searches from so many of them find: as <see cref="Basket"/>.</summary>
    public static readonly ScalarFunction AutoCluster = Function("autocluster", "autocluster-plugin", On(
        [Dynamic("rows"), Real("sizeWeight"), Long("seeds"), Long("columns")], KqlType.Dynamic, Calls("kql_autocluster"), NullRule.Makes));

    /// <summary>The patterns that tell two sets of rows apart: number, two counts, two percentages, their difference, and values.</summary>
    public static readonly ScalarFunction DiffPatterns = Function("diffpatterns", "diffpatterns-plugin", On(
        [Dynamic("rows"), Real("threshold"), Long("dimensions"), Long("columns")], KqlType.Dynamic, Calls("kql_diffpatterns"), NullRule.Makes));

    /// <summary>The value of the one row for which the condition holds, of a group.</summary>
    public static readonly AggregateFunction Only = new("only", "pivot-plugin",
    [
        new([Scalar("value") with { Form = DynamicForm.Any }, Bool("condition")], arguments => arguments[0].Type, a => S.Call("any_value", a[0]) with { Filter = a[1] }),
    ]);

    /// <summary>The least value with at least so many per cent of the values not above it.</summary>
    public static BoundAggregate Percentile(BoundExpression value, double percent, TextSpan span)
    {
        var type = value.Type.Kind == KqlType.Int ? KqlType.Long : value.Type.Kind;
        var function = new AggregateFunction("percentile", "rolling-percentile-plugin",
        [
            new([Of(ParameterKind.Summable, "value")], Returns(type), a => S.Cast(S.Call("quantile_disc", a[0], S.Double(percent / 100)), Lowering.Conversions.SqlTypeOf(type))),
        ]);
        return function.Call([value], span);
    }

    public static BoundAggregate OnlyWhere(BoundExpression value, BoundExpression condition, TextSpan span) => Only.Call([value, condition], span);

    /// <summary>Whether the condition holds for one of the rows around: so many before it, so many after, in the rows' order.</summary>
    public static BoundExpression AnyNear(BoundExpression condition, long before, long after, TextSpan span)
    {
        var near = Function("any_near", "rows-near-plugin", On(
            [Bool("condition")],
            KqlType.Bool,
            a => S.Coalesce(new SqlWindow(S.Call("bool_or", a[0]), [], a.RowOrder, new SqlFrame(-before, after)), S.False),
            NullRule.Never)) with
        { IsWindow = true };
        return near.Call([condition], span);
    }

    /// <summary>The sum of the values so far, within the rows of equal keys, in the rows' order.</summary>
    public static BoundExpression RunningSum(BoundExpression value, ImmutableArray<BoundExpression> keys, TextSpan span)
    {
        var sum = Function("running_sum", "row-cumsum-function", On(
            [Long("value"), Scalar("key").Repeated(0, int.MaxValue)],
            KqlType.Long,
            a => S.Cast(new SqlWindow(S.Call("sum", a[0]), [.. a.All.Skip(1)], a.RowOrder, new SqlFrame(null, 0)), SqlType.BigInt),
            NullRule.Never)) with
        { IsWindow = true };
        return sum.Call([value, .. keys], span);
    }

    private static ScalarFunction Bound(string name, KqlType type) => Function(name, "ipv4-lookup-plugin", On([Text("network")], type, Calls(name), NullRule.Makes));

    /// <summary>Null where the text is no address, so that it matches nothing: typed as dynamic, since strings are never null.</summary>
    private static ScalarFunction BoundText(string name) => Function(name, "ipv6-lookup-plugin", On(
        [Text("network")], BoundType.DynamicOf(KqlType.String), Calls(name), NullRule.Makes));

    /// <summary>At most, of two bounds of networks.</summary>
    public static readonly ScalarFunction AtMost = Function("at_most", "ipv6-lookup-plugin", On(
        [Scalar("left") with { Form = DynamicForm.Any }, Scalar("right") with { Form = DynamicForm.Any }], KqlType.Bool, a => S.LessOrEqual(a[0], a[1]), NullRule.Propagates));
}

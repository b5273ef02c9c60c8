using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>What make-series is made of; no query names these. Datetimes and timespans are counted as their ticks.</summary>
internal static class MakeSeriesFunctions
{
    private const string Page = "make-series-operator";

    private static readonly ScalarFunction Index = Function("series index", Page, On(
        [Scalar("value"), Scalar("from"), Scalar("step")], KqlType.Long, IndexSql, NullRule.Makes));

    private static readonly ScalarFunction BinIndex = Function("series bin index", Page, On(
        [Scalar("bin"), Scalar("step")], KqlType.Long, BinIndexSql, NullRule.Makes));

    private static readonly ScalarFunction Start = Function("series start", Page, On(
        [Long("index"), Scalar("step")], Same(1), StartSql, NullRule.Makes));

    private static readonly ScalarFunction Length = Function("series length", Page, On(
        [Scalar("from"), Scalar("to"), Scalar("step"), Bool("isInclusive")],
        KqlType.Long,
        a => S.Call(a.Type(0).Kind == KqlType.Real ? "kql_series_length_real" : "kql_series_length", a.All.AsSpan()),
        NullRule.Makes));

    private static readonly ScalarFunction Axis = Function("series axis", Page, On(
        [Scalar("start"), Scalar("step"), Long("length")],
        a => BoundType.ListOf(a[0].Type.Kind),
        a => S.Call(a.Type(0).Kind == KqlType.Real ? "kql_series_axis_real" : "kql_series_axis", a.All.AsSpan()),
        NullRule.Makes));

    private static readonly ScalarFunction Place = Function("series", Page, On(
        [Array("positions") with { Form = DynamicForm.Any }, Array("values") with { Form = DynamicForm.Any }, Long("first"), Long("length"), Scalar("default")],
        Same(1),
        a => S.Call(a.Type(1).ItemType == KqlType.Real ? "kql_series_place_real" : "kql_series_place_long", a[0], a[1], a[2], a[3], S.List(a[4])),
        NullRule.Makes));

    /// <summary>Which bin a value is in, counted from the one that begins at <paramref name="from"/>.</summary>
    public static BoundExpression IndexFrom(BoundExpression value, BoundExpression from, BoundExpression step) => Index.Call([value, from, step], value.Span);

    /// <summary>Which bin a value is in, counted from zero's, given its bin.</summary>
    public static BoundExpression IndexOfBin(BoundExpression bin, BoundExpression step) => BinIndex.Call([bin, step], bin.Span);

    /// <summary>Where the bin of an index begins, counted from zero's.</summary>
    public static BoundExpression StartOf(BoundExpression index, BoundExpression step, KqlType axis) => Start.Call([index, step], index.Span) with { Type = axis };

    public static BoundExpression LengthOf(BoundExpression from, BoundExpression to, BoundExpression step, bool isInclusive) =>
        Length.Call([from, to, step, new BoundLiteral(isInclusive, KqlType.Bool, step.Span)], from.Span);

    public static BoundExpression AxisOf(BoundExpression start, BoundExpression step, BoundExpression length) =>
        Axis.Call([start, step, length], start.Span);

    public static BoundExpression Placed(BoundExpression positions, BoundExpression values, BoundExpression first, BoundExpression length, BoundExpression nothing) =>
        Place.Call([positions, values, first, length, nothing], positions.Span);

    private static SqlExpression IndexSql(LoweringArguments a) => a.Type(0).Kind == KqlType.Real
        ? S.TryCast(S.Call("floor", S.Divide(S.Subtract(a[0], a[1]), a[2])), SqlType.BigInt)
        : S.IntegerDivide(S.Call("kql_subtract", a[0], a[1]), a[2]);

    private static SqlExpression BinIndexSql(LoweringArguments a) => a.Type(0).Kind == KqlType.Real
        ? S.TryCast(S.Call("round", S.Divide(a[0], a[1])), SqlType.BigInt)
        : S.IntegerDivide(a[0], a[1]);

    private static SqlExpression StartSql(LoweringArguments a) => a.Type(1).Kind == KqlType.Real
        ? S.Multiply(S.Cast(a[0], SqlType.Double), a[1])
        : S.Call("kql_multiply", a[0], a[1]);
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// Functions that read neighbouring rows of serialized data (https://learn.microsoft.com/kusto/query/window-functions).
/// A restart condition cuts the rows into runs: it becomes the number of the run, by which the window is partitioned.
/// One call may stand in another; the planner computes the inner one first.
/// </summary>
internal static class WindowFunctions
{
    /// <summary>The values at the starts of sessions: the planner computes it apart, since each session depends on the one before.</summary>
    public static readonly ScalarFunction Sessions = Function("row_window_session", On(
        [DateTime("expr"), TimeSpan("maxDistanceFromFirst").KnownToEngine(), TimeSpan("maxDistanceBetweenNeighbors").KnownToEngine(), Bool("restart").Optional()],
        KqlType.DateTime,
        _ => throw new InvalidOperationException("Sessions are planned, not lowered."),
        NullRule.Makes)) with
    { IsWindow = true };

    /// <summary>The sessions of all rows at once, from their values and restarts as lists.</summary>
    public static readonly ScalarFunction SessionStarts = Function("row_window_session", On(
        [Array("values") with { Form = DynamicForm.Any }, Array("restarts") with { Form = DynamicForm.Any }, TimeSpan("fromFirst"), TimeSpan("betweenNeighbours")],
        BoundType.ListOf(KqlType.DateTime),
        Calls("kql_session_starts"),
        NullRule.Never));

    /// <summary>The position of a row in the serialized order.</summary>
    public static readonly ScalarFunction Position = Function("row_number", On(
        [], KqlType.Long, a => Over(S.Call("row_number"), a), NullRule.Never)) with
    { IsWindow = true };

    private static readonly Parameter Restart = Bool("restart");

    private static readonly SqlFrame SoFar = new(null, 0);

    /// <summary>How many of the rows so far fulfil the condition.</summary>
    private static readonly ScalarFunction Runs = Function("row_runs", "window-functions", On(
        [Bool("condition")],
        KqlType.Long,
        a => S.Call("kql_wrap", Over(S.Call("sum", S.If(a[0], S.BigInt(1), S.BigInt(0))), a, frame: SoFar)),
        NullRule.Never)) with
    { IsWindow = true };

    private static readonly ScalarFunction Changes = Function("row_changes", "window-functions", On(
        [Scalar("term")],
        KqlType.Bool,
        a => new SqlBinary(SqlBinaryOperator.IsDistinctFrom, a[0], Over(S.Call("lag", a[0]), a)),
        NullRule.Never)) with
    { IsWindow = true };

    private static readonly ScalarFunction PositionInRun = Function("row_number", On(
        [Long("run")], KqlType.Long, a => Over(S.Call("row_number"), a, partition: 0), NullRule.Never)) with
    { IsWindow = true };

    private static readonly ScalarFunction LeastInRun = Function("row_least", "window-functions", On(
        [Long("value"), Long("run")], KqlType.Long, a => Over(S.Call("min", a[0]), a, partition: 1, frame: SoFar), NullRule.Never)) with
    { IsWindow = true };

    private static readonly ScalarFunction SumInRun = Function("row_cumsum", On(
        [Number("term"), Long("run")], Same(0), a => SumSql(a, partition: 1), NullRule.Never)) with
    { IsWindow = true };

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Neighbour("prev", "lag"),
        Neighbour("next", "lead"),
        Function(
            "row_number",
            On([Long("startingIndex").KnownToEngine().Optional()], KqlType.Long, a => Started(a, Over(S.Call("row_number"), a)), NullRule.Never),
            Composed([Long("startingIndex").KnownToEngine(), Restart], KqlType.Long, (a, span) =>
                Operators.Add.Call([PositionInRun.Call([Runs.Call([a[1]], span)], span), Operators.Subtract.Call([a[0], new BoundLiteral(1L, KqlType.Long, span)], span)], span)))
            with { IsWindow = true },
        Function(
            "row_cumsum",
            On([Number("term")], Same(0), a => SumSql(a, partition: null), NullRule.Never),
            Composed([Number("term"), Restart], Same(0), (a, span) => SumInRun.Call([a[0], Runs.Call([a[1]], span)], span)))
            with { IsWindow = true },
        Function("row_rank_dense", Composed(
            [Of(ParameterKind.NotDynamic, "term"), Restart.Optional()], Returns(KqlType.Long), DenseRank)) with { IsWindow = true },
        Function("row_rank_min", Composed(
            [Of(ParameterKind.NotDynamic, "term"), Restart.Optional()], Returns(KqlType.Long), LeastRank)) with { IsWindow = true },
        Sessions,
    ];

    /// <summary>A value of another type as the default is taken only where it is a number, as KQL takes one number for another.</summary>
    private static ScalarFunction Neighbour(string name, string sqlFunction) => Function(name, On(
        [Scalar("column") with { Form = DynamicForm.Any, Rule = ArgumentRule.Column }, Long("offset").Optional(), Scalar("default_value").Constant().Optional()],
        a => a.Length > 2 && a[0].Type.IsDynamic ? KqlType.Dynamic : a[0].Type,
        a => Over(NeighbourSql(sqlFunction, a), a),
        NullRule.Makes) with
    {
        Fault = a => a.Length > 2 && !CanStandFor(a[2].Type.Kind, a[0].Type.Kind)
            ? new ArgumentFault(2, $"it is {a[2].Type.Kind.Name()} and the column {a[0].Type.Kind.Name()}")
            : null,
    }) with
    { IsWindow = true };

    private static bool CanStandFor(KqlType value, KqlType column) => value == column || column == KqlType.Dynamic || (value.IsNumeric() && column.IsNumeric());

    private const long MostRows = 1L << 60;

    private static SqlCall Within(SqlExpression offset) => S.Call("greatest", S.Call("least", offset, S.BigInt(MostRows)), S.BigInt(-MostRows));

    private static SqlCall NeighbourSql(string function, LoweringArguments a)
    {
        // DuckDB adds an offset that is no literal to the row's number, where it may overflow; no table has so many rows.
        var offset = a.Count < 2 ? S.BigInt(1) : a.Bound(1) is BoundLiteral ? a[1] : S.If(S.IsNull(a[1]), new SqlNull(SqlType.BigInt), Within(a[1]));
        if (a.Count < 3)
        {
            return S.Call(function, a[0], offset);
        }

        var type = a.Type(0);
        return type.IsDynamic
            ? S.Call(function, Conversions.ToJson(a[0], type), offset, a.JsonOrNull(2))
            : S.Call(function, a[0], offset, Conversions.Convert(a[2], a.Type(2), type.Kind));
    }

    /// <summary>Null adds nothing; a sum of integers wraps.</summary>
    private static SqlExpression SumSql(LoweringArguments a, int? partition)
    {
        var sum = Over(S.Call("sum", a[0]), a, partition, SoFar);
        return a.Type(0).Kind switch
        {
            KqlType.Int => S.Call("kql_long_to_int", S.Coalesce(S.Call("kql_wrap", sum), S.BigInt(0))),
            KqlType.Long => S.Coalesce(S.Call("kql_wrap", sum), S.BigInt(0)),
            KqlType.Decimal => S.Coalesce(S.Cast(sum, SqlType.Decimal), new SqlDecimal(0)),
            _ => S.Coalesce(sum, S.Double(0)),
        };
    }

    private static SqlExpression Started(LoweringArguments a, SqlExpression number) =>
        a.Count == 0 ? number : S.Call("kql_add", number, S.Call("kql_subtract", a[0], S.BigInt(1)));

    /// <summary>One more whenever the term differs from the row before.</summary>
    private static BoundExpression DenseRank(ImmutableArray<BoundExpression> a, TextSpan span)
    {
        var term = Runs.Call([Changed(a, span)], span);
        var first = LeastInRun.Call([term, Run(a, span)], span);
        return Operators.Add.Call([Operators.Subtract.Call([term, first], span), new BoundLiteral(1L, KqlType.Long, span)], span);
    }

    /// <summary>The number of the first row of those with the same term.</summary>
    private static BoundExpression LeastRank(ImmutableArray<BoundExpression> a, TextSpan span) =>
        LeastInRun.Call([PositionInRun.Call([Run(a, span)], span), Runs.Call([Changed(a, span)], span)], span);

    private static BoundExpression Changed(ImmutableArray<BoundExpression> a, TextSpan span)
    {
        var changed = Changes.Call([a[0]], span);
        return a.Length < 2 ? changed : Operators.Or.Call([changed, a[1]], span);
    }

    private static BoundExpression Run(ImmutableArray<BoundExpression> a, TextSpan span) =>
        a.Length < 2 ? new BoundLiteral(0L, KqlType.Long, span) : Runs.Call([a[1]], span);

    private static Overload Composed(ImmutableArray<Parameter> parameters, ResultRule result, Func<ImmutableArray<BoundExpression>, TextSpan, BoundExpression> compose) =>
        new(parameters, result, _ => throw new InvalidOperationException("Only the calls that it stands for are lowered.")) { Compose = compose };

    private static Overload Composed(ImmutableArray<Parameter> parameters, BoundType result, Func<ImmutableArray<BoundExpression>, TextSpan, BoundExpression> compose) =>
        Composed(parameters, Returns(result), compose);

    private static SqlWindow Over(SqlCall call, LoweringArguments a, int? partition = null, SqlFrame? frame = null) =>
        new(call, partition is { } index ? [a[index]] : [], a.RowOrder, frame);
}

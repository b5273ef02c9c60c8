using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>What tabular operators are made of beside the language's functions; not callable from KQL.</summary>
internal static class OperatorFunctions
{
    /// <summary>1, 2, 3… within the rows of equal keys, in the rows' order.</summary>
    private static readonly ScalarFunction RowNumberOf = Function("row_number_of", "row-number-function", On(
        [Scalar("key").Repeated(0, int.MaxValue)], KqlType.Long, a => new SqlWindow(S.Call("row_number"), a.All, a.RowOrder), NullRule.Never)) with
    { IsWindow = true };

    private static readonly ScalarFunction ValueOfRowBefore = Function("value_before", "prev-function", On(
        [Scalar("value"), Scalar("key").Repeated(0, int.MaxValue)], arguments => arguments[0].Type, a => new SqlWindow(S.Call("lag", a[0]), [.. a.All.Skip(1)], a.RowOrder), NullRule.Makes)) with
    { IsWindow = true };

    private static readonly ScalarFunction CountOfRows = Function("count_rows", "count-operator", On(
        [], KqlType.Long, _ => new SqlWindow(S.Call("count", new SqlStar()), [], []), NullRule.Never)) with
    { IsWindow = true };

    private static readonly ScalarFunction LeastOfGroup = Function("least_of", "graph-shortest-paths-operator", On(
        [Long("value"), Scalar("key").Repeated(0, int.MaxValue)], KqlType.Long, a => new SqlWindow(S.Call("min", a[0]), [.. a.All.Skip(1)], []))) with
    { IsWindow = true };

    /// <summary>Equal, null being equal to null.</summary>
    private static readonly ScalarFunction SameAs = Function("same", "join-operator", On(
        [Scalar("left"), Scalar("right")], KqlType.Bool, a => new SqlBinary(SqlBinaryOperator.IsNotDistinctFrom, a[0], a[1]), NullRule.Never));

    private static readonly ScalarFunction RequireThat = Function("require", "partition-operator", On(
        [Bool("condition"), Text("message")], KqlType.Bool, Calls("kql_require"), NullRule.Never));

    /// <summary>Of an array of texts, each behind it how often it stands, the groups: pattern, count and representative.</summary>
    public static readonly ScalarFunction GroupTexts = Function("reduce", "reduce-operator", On(
        [Dynamic("texts"), Real("threshold"), Text("separators")], KqlType.Dynamic, Calls("kql_reduce"), NullRule.Makes));

    private static readonly ScalarFunction RowCountOf = Function("row_count", "take-operator", On(
        [Scalar("count"), Text("operator")], KqlType.Long, a => S.Call("kql_row_count", S.Coalesce(S.Cast(a[0], SqlType.BigInt), S.BigInt(-1)), a[1]), NullRule.Never));

    private static readonly ScalarFunction Random = Function("random", "rand-function", On([], KqlType.Real, a => S.Call("random"), NullRule.Never)) with
    { Determinism = Determinism.PerRow };

    public static BoundExpression RowNumber(ImmutableArray<BoundExpression> keys, TextSpan span) => RowNumberOf.Call(keys, span);

    public static BoundExpression Same(BoundExpression left, BoundExpression right, TextSpan span) => SameAs.Call([left, right], span);

    /// <summary>The value of the row before, of the rows of equal keys, in the rows' order; null for the first.</summary>
    public static BoundExpression ValueBefore(BoundExpression value, ImmutableArray<BoundExpression> keys, TextSpan span) => ValueOfRowBefore.Call([value, .. keys], span);

    /// <summary>How many rows there are, beside each of them.</summary>
    public static BoundExpression CountRows(TextSpan span) => CountOfRows.Call([], span);

    /// <summary>The least value among the rows of equal keys.</summary>
    public static BoundExpression LeastOf(BoundExpression value, ImmutableArray<BoundExpression> keys, TextSpan span) => LeastOfGroup.Call([value, .. keys], span);

    /// <summary>True, or the query fails with the message.</summary>
    public static BoundExpression Require(BoundExpression condition, string message, TextSpan span) =>
        RequireThat.Call([condition, new BoundLiteral(message, KqlType.String, span)], span);

    /// <summary>The number of rows that an operator is to take, or the query fails where it is null or negative.</summary>
    public static BoundExpression RowCount(BoundExpression count, string op, TextSpan span) =>
        RowCountOf.Call([count, new BoundLiteral(op, KqlType.String, span)], span);

    public static BoundExpression RandomNumber(TextSpan span) => Random.Call([], span);
}

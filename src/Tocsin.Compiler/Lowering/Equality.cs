using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>
/// Equality under KQL's null rules: null equals no value, differs from every value, and is unknown against null
/// (https://learn.microsoft.com/kusto/query/scalar-data-types/null-values).
/// </summary>
internal static class Equality
{
    public static SqlExpression Equal(LoweringArguments a)
    {
        var equal = Equal(a[0], a.IsNullable(0), a[1], a.IsNullable(1));
        return NotANumber.CanHide(a, 0) && NotANumber.CanHide(a, 1) ? S.And(equal, NotANumber.IsNot(a[0])) : equal;
    }

    public static SqlExpression NotEqual(LoweringArguments a)
    {
        var different = (a.IsNullable(0), a.IsNullable(1)) switch
        {
            (false, false) => S.NotEqual(a[0], a[1]),
            (true, true) => UnlessBothNull(a[0], a[1], SqlBinaryOperator.IsDistinctFrom),
            _ => new SqlBinary(SqlBinaryOperator.IsDistinctFrom, a[0], a[1]),
        };
        return NotANumber.CanHide(a, 0) && NotANumber.CanHide(a, 1) ? S.Or(different, S.Call("isnan", a[0])) : different;
    }

    private static SqlExpression Equal(SqlExpression left, bool leftNullable, SqlExpression right, bool rightNullable) => (leftNullable, rightNullable) switch
    {
        (false, false) => S.Equal(left, right),
        (true, true) => UnlessBothNull(left, right, SqlBinaryOperator.IsNotDistinctFrom),
        _ => new SqlBinary(SqlBinaryOperator.IsNotDistinctFrom, left, right),
    };

    private static SqlCase UnlessBothNull(SqlExpression left, SqlExpression right, SqlBinaryOperator op) =>
        new([new SqlWhen(S.Or(S.IsNotNull(left), S.IsNotNull(right)), new SqlBinary(op, left, right))], Else: null);
}

/// <summary>Order: NaN is neither less nor greater than anything in KQL, the greatest of all in DuckDB.</summary>
internal static class Comparisons
{
    public static SqlExpression Less(LoweringArguments a) => Guarded(S.Less(a[0], a[1]), a, 1);

    public static SqlExpression LessOrEqual(LoweringArguments a) => Guarded(S.LessOrEqual(a[0], a[1]), a, 1);

    public static SqlExpression Greater(LoweringArguments a) => Guarded(S.Greater(a[0], a[1]), a, 0);

    public static SqlExpression GreaterOrEqual(LoweringArguments a) => Guarded(S.GreaterOrEqual(a[0], a[1]), a, 0);

    /// <summary>Only the side that DuckDB would take for the greater needs the guard.</summary>
    private static SqlExpression Guarded(SqlExpression comparison, LoweringArguments a, int greater) =>
        NotANumber.CanHide(a, greater) ? S.And(comparison, NotANumber.IsNot(a[greater])) : comparison;
}

internal static class NotANumber
{
    public static bool CanHide(LoweringArguments a, int index) =>
        a.Type(index).Kind == KqlType.Real && !(a.Literal(index) is double value && !double.IsNaN(value))
        && a.Bound(index) is not BoundConversion { Operand.Type.Kind: KqlType.Int or KqlType.Long };

    public static SqlExpression IsNot(SqlExpression value) => S.Not(S.Call("isnan", value));
}

/// <summary>The list operators over scalars: a null operand is in no list (https://learn.microsoft.com/kusto/query/in-cs-operator).</summary>
internal static class Membership
{
    public static SqlExpression In(LoweringArguments a)
    {
        ImmutableArray<SqlExpression> items = [.. a.All.Skip(1)];
        if (items.IsEmpty)
        {
            return S.False;
        }

        var member = new SqlIn(a[0], items);
        var canBeNull = a.IsNullable(0) || Enumerable.Range(1, items.Length).Any(a.IsNullable);
        return canBeNull ? S.Coalesce(member, S.False) : member;
    }
}

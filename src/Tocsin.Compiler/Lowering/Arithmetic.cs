using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>
/// Arithmetic over operands of one numeric type. KQL's integers wrap around where SQL's raise an error, so sums and
/// products of longs go through functions of ours, save where both sides come from int and cannot overflow a long.
/// Decimals do too: SQL's lose digits of a product, and it has no exact quotient.
/// </summary>
internal static class Arithmetic
{
    public static SqlExpression Add(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long when !CannotOverflow(a) => S.Call("kql_add", a[0], a[1]),
        KqlType.Decimal => S.Call("kql_decimal_add", a[0], a[1]),
        _ => S.Add(a[0], a[1]),
    };

    public static SqlExpression Subtract(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long when !CannotOverflow(a) => S.Call("kql_subtract", a[0], a[1]),
        KqlType.Decimal => S.Call("kql_decimal_subtract", a[0], a[1]),
        _ => S.Subtract(a[0], a[1]),
    };

    public static SqlExpression Multiply(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long when !CannotOverflow(a) => S.Call("kql_multiply", a[0], a[1]),
        KqlType.Decimal => S.Call("kql_decimal_multiply", a[0], a[1]),
        _ => S.Multiply(a[0], a[1]),
    };

    /// <summary>Integers divide to an integer, rounding toward zero; by zero is null (https://learn.microsoft.com/kusto/query/numerical-operators).</summary>
    public static SqlExpression Divide(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long => S.Call("kql_divide", a[0], a[1]),
        KqlType.Decimal => S.Call("kql_decimal_divide", a[0], a[1]),
        _ => S.Divide(a[0], a[1]),
    };

    /// <summary>Never negative, whatever the signs.</summary>
    public static SqlExpression Remainder(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long => S.Call("kql_remainder", a[0], a[1]),
        KqlType.Real => S.Call("kql_real_remainder", a[0], a[1]),
        _ => S.Call("kql_decimal_remainder", a[0], a[1]),
    };

    /// <summary>A timespan times a number, to the nearest tick.</summary>
    public static SqlExpression Scale(SqlExpression span, SqlExpression factor, BoundType factorType) => factorType.Kind.IsInteger()
        ? S.Call("kql_multiply", span, S.Cast(factor, SqlType.BigInt))
        : S.Call("kql_timespan_multiply", span, S.Cast(factor, SqlType.Double));

    public static SqlExpression Unscale(SqlExpression span, SqlExpression divisor, BoundType divisorType) => divisorType.Kind.IsInteger()
        ? S.Call("kql_divide", span, S.Cast(divisor, SqlType.BigInt))
        : S.Call("kql_timespan_divide", span, S.Cast(divisor, SqlType.Double));

    private static bool CannotOverflow(LoweringArguments a) => IsSmall(a.Bound(0)) && IsSmall(a.Bound(1));

    private static bool IsSmall(BoundExpression expression) =>
        expression is BoundConversion { Operand.Type.Kind: KqlType.Int } or BoundLiteral { Value: long and > int.MinValue and < int.MaxValue };
}

using System.Collections.Immutable;

namespace Tocsin.Sql.Tree;

/// <summary>Short constructors, so that lowerings read like the SQL they mean: <c>Call("strlen", x)</c>.</summary>
public static class Sql
{
    public static readonly SqlExpression Null = new SqlNull();
    public static readonly SqlExpression True = new SqlBoolean(true);
    public static readonly SqlExpression False = new SqlBoolean(false);

    public static SqlCall Call(string function, params ReadOnlySpan<SqlExpression> arguments) => new(function, [.. arguments]);

    public static SqlExpression Column(string name) => new SqlColumn(null, name);

    public static SqlExpression Column(string relation, string name) => new SqlColumn(relation, name);

    public static SqlExpression BigInt(long value) => new SqlInteger(value, SqlType.BigInt);

    public static SqlExpression Integer(int value) => new SqlInteger(value, SqlType.Integer);

    public static SqlExpression String(string value) => new SqlString(value);

    public static SqlExpression Double(double value) => new SqlDouble(value);

    public static SqlExpression Cast(SqlExpression operand, SqlType type) => new SqlCast(operand, type);

    public static SqlExpression TryCast(SqlExpression operand, SqlType type) => new SqlCast(operand, type, IsTry: true);

    public static SqlExpression Not(SqlExpression operand) => new SqlUnary(SqlUnaryOperator.Not, operand);

    public static SqlExpression Negate(SqlExpression operand) => new SqlUnary(SqlUnaryOperator.Negate, operand);

    public static SqlExpression Add(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Add, left, right);

    public static SqlExpression Subtract(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Subtract, left, right);

    public static SqlExpression Multiply(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Multiply, left, right);

    public static SqlExpression Divide(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Divide, left, right);

    public static SqlExpression IntegerDivide(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.IntegerDivide, left, right);

    public static SqlExpression Remainder(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Remainder, left, right);

    public static SqlExpression Equal(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Equal, left, right);

    public static SqlExpression NotEqual(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.NotEqual, left, right);

    public static SqlExpression Less(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Less, left, right);

    public static SqlExpression LessOrEqual(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.LessOrEqual, left, right);

    public static SqlExpression Greater(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.Greater, left, right);

    public static SqlExpression GreaterOrEqual(SqlExpression left, SqlExpression right) => new SqlBinary(SqlBinaryOperator.GreaterOrEqual, left, right);

    public static SqlExpression IsNull(SqlExpression operand) => new SqlIsNull(operand);

    public static SqlExpression IsNotNull(SqlExpression operand) => new SqlIsNull(operand, IsNegated: true);

    public static SqlExpression Coalesce(params ReadOnlySpan<SqlExpression> operands) => new SqlCall("coalesce", [.. operands]);

    public static SqlExpression If(SqlExpression condition, SqlExpression then, SqlExpression otherwise) =>
        new SqlCase([new SqlWhen(condition, then)], otherwise);

    public static SqlExpression List(params ReadOnlySpan<SqlExpression> items) => new SqlListLiteral([.. items]);

    /// <summary>AND of the operands; chains are flattened and one operand stands for itself.</summary>
    public static SqlExpression And(params IEnumerable<SqlExpression> operands) => Logical(SqlLogicalOperator.And, operands);

    /// <summary>OR of the operands; chains are flattened and one operand stands for itself.</summary>
    public static SqlExpression Or(params IEnumerable<SqlExpression> operands) => Logical(SqlLogicalOperator.Or, operands);

    private static SqlExpression Logical(SqlLogicalOperator op, IEnumerable<SqlExpression> operands)
    {
        var flat = ImmutableArray.CreateBuilder<SqlExpression>();
        foreach (var operand in operands)
        {
            if (operand is SqlLogical nested && nested.Operator == op)
            {
                flat.AddRange(nested.Operands);
            }
            else
            {
                flat.Add(operand);
            }
        }

        return flat.Count switch
        {
            0 => op == SqlLogicalOperator.And ? True : False,
            1 => flat[0],
            _ => new SqlLogical(op, flat.ToImmutable()),
        };
    }
}

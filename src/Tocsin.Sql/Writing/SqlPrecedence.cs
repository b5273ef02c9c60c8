using Tocsin.Sql.Tree;

namespace Tocsin.Sql.Writing;

/// <summary>How tightly a node binds; an operand that binds no tighter than its place gets parentheses.</summary>
internal static class SqlPrecedence
{
    public const int Lambda = 0;
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;
    public const int Comparison = 4;
    public const int Additive = 5;
    public const int Multiplicative = 6;
    public const int Unary = 7;
    public const int Primary = 8;

    public static int Of(SqlExpression node) => node switch
    {
        SqlLambda => Lambda,
        SqlLogical { Operator: SqlLogicalOperator.Or } => Or,
        SqlLogical => And,
        SqlUnary { Operator: SqlUnaryOperator.Not } => Not,
        SqlUnary => Unary,
        SqlIsNull or SqlIn or SqlInQuery => Comparison,
        SqlBinary b => Of(b.Operator),
        SqlInteger { Value: < 0 } or SqlDecimal { Value: < 0 } => Unary,
        _ => Primary,
    };

    public static int Of(SqlBinaryOperator op) => op switch
    {
        SqlBinaryOperator.Add or SqlBinaryOperator.Subtract => Additive,
        SqlBinaryOperator.Multiply or SqlBinaryOperator.Divide or SqlBinaryOperator.IntegerDivide or SqlBinaryOperator.Remainder => Multiplicative,
        _ => Comparison,
    };
}

using System.Collections.Immutable;

namespace Tocsin.Sql.Tree;

/// <summary>A SQL expression. Nodes carry no text: spelling, quoting and parentheses are the writer's.</summary>
public abstract record SqlExpression
{
    private protected SqlExpression()
    {
    }
}

/// <summary>A column, qualified by a relation's alias where <paramref name="Relation"/> is not null.</summary>
public sealed record SqlColumn(string? Relation, string Name) : SqlExpression;

/// <summary>NULL, typed where <paramref name="Type"/> is given.</summary>
public sealed record SqlNull(SqlType? Type = null) : SqlExpression;

public sealed record SqlBoolean(bool Value) : SqlExpression;

/// <summary>An integer literal of exactly <paramref name="Type"/> (INTEGER, BIGINT or HUGEINT).</summary>
public sealed record SqlInteger(long Value, SqlType Type) : SqlExpression;

public sealed record SqlDouble(double Value) : SqlExpression;

public sealed record SqlDecimal(decimal Value) : SqlExpression;

public sealed record SqlString(string Value) : SqlExpression;

public sealed record SqlUuid(Guid Value) : SqlExpression;

public enum SqlUnaryOperator
{
    Not,
    Negate,
}

public sealed record SqlUnary(SqlUnaryOperator Operator, SqlExpression Operand) : SqlExpression;

public enum SqlBinaryOperator
{
    Add,
    Subtract,
    Multiply,

    /// <summary>Division of reals.</summary>
    Divide,

    /// <summary>Division of integers, truncating toward zero; NULL for a zero divisor.</summary>
    IntegerDivide,

    /// <summary>Remainder with the dividend's sign; NULL for a zero divisor.</summary>
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    IsDistinctFrom,
    IsNotDistinctFrom,
}

public sealed record SqlBinary(SqlBinaryOperator Operator, SqlExpression Left, SqlExpression Right) : SqlExpression;

public enum SqlLogicalOperator
{
    And,
    Or,
}

/// <summary>AND or OR over two or more operands: flat, so that chains of thousands of terms stay shallow.</summary>
public sealed record SqlLogical(SqlLogicalOperator Operator, ImmutableArray<SqlExpression> Operands) : SqlExpression;

public sealed record SqlIsNull(SqlExpression Operand, bool IsNegated = false) : SqlExpression;

public sealed record SqlIn(SqlExpression Operand, ImmutableArray<SqlExpression> Items, bool IsNegated = false) : SqlExpression;

/// <summary><c>x IN (SELECT …)</c>.</summary>
public sealed record SqlInQuery(SqlExpression Operand, SqlQuery Query, bool IsNegated = false) : SqlExpression;

public sealed record SqlCase(ImmutableArray<SqlWhen> Branches, SqlExpression? Else) : SqlExpression;

public sealed record SqlWhen(SqlExpression Condition, SqlExpression Result);

/// <summary>CAST, or TRY_CAST where a failure gives NULL.</summary>
public sealed record SqlCast(SqlExpression Operand, SqlType Type, bool IsTry = false) : SqlExpression;

/// <summary>A function call, also of a table function; the modifiers are for aggregates.</summary>
public sealed record SqlCall(string Function, ImmutableArray<SqlExpression> Arguments) : SqlExpression
{
    public bool IsDistinct { get; init; }

    public ImmutableArray<SqlOrdering> OrderBy { get; init; } = [];

    public SqlExpression? Filter { get; init; }
}

/// <summary><c>name = value</c> as an argument of a table function.</summary>
public sealed record SqlNamedArgument(string Name, SqlExpression Value) : SqlExpression;

/// <summary>A call over a window. No frame means the whole partition for aggregates without order.</summary>
public sealed record SqlWindow(SqlCall Call, ImmutableArray<SqlExpression> PartitionBy, ImmutableArray<SqlOrdering> OrderBy, SqlFrame? Frame = null) : SqlExpression;

/// <summary>Frame bounds by rows; null is unbounded, negative precedes the current row.</summary>
public sealed record SqlFrame(long? From, long? To);

public sealed record SqlOrdering(SqlExpression Expression, bool IsDescending, bool NullsFirst);

public sealed record SqlListLiteral(ImmutableArray<SqlExpression> Items) : SqlExpression;

public sealed record SqlStructLiteral(ImmutableArray<SqlStructField> Fields) : SqlExpression;

public sealed record SqlStructField(string Name, SqlExpression Value);

/// <summary>A field of a struct.</summary>
public sealed record SqlField(SqlExpression Operand, string Name) : SqlExpression;

/// <summary>An element of a list, counted from 1; negative counts from the end; NULL out of range.</summary>
public sealed record SqlElement(SqlExpression Operand, SqlExpression Index) : SqlExpression;

/// <summary>Elements from..to of a list, both included, counted from 1.</summary>
public sealed record SqlSlice(SqlExpression Operand, SqlExpression? From, SqlExpression? To) : SqlExpression;

public sealed record SqlLambda(ImmutableArray<string> Parameters, SqlExpression Body) : SqlExpression;

/// <summary>A query used as a value: one column, at most one row.</summary>
public sealed record SqlScalarQuery(SqlQuery Query) : SqlExpression;

/// <summary>All columns, as <c>SELECT *</c> and <c>count(*)</c> write it.</summary>
public sealed record SqlStar : SqlExpression;

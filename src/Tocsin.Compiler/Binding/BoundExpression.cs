using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

/// <summary>A typed scalar expression whose names are resolved. Bound queries and plans share these nodes.</summary>
public abstract record BoundExpression(BoundType Type, TextSpan Span)
{
    /// <summary>Whether the value can be null. Strings never are.</summary>
    public bool IsNullable => Type.Kind != KqlType.String && CanBeNull;

    /// <summary>Whether the value is the same for every row of a run.</summary>
    public abstract bool IsConstant { get; }

    private protected abstract bool CanBeNull { get; }
}

/// <summary>A literal; the value's representation is that of <see cref="Kql.Syntax.LiteralSyntax"/>.</summary>
public sealed record BoundLiteral(object? Value, BoundType Type, TextSpan Span) : BoundExpression(Type, Span)
{
    public override bool IsConstant => true;

    private protected override bool CanBeNull => Value is null;
}

public sealed record BoundColumn(ColumnSymbol Column, TextSpan Span) : BoundExpression(Column.Type, Span)
{
    public override bool IsConstant => false;

    private protected override bool CanBeNull => Column.IsNullable;
}

/// <summary>A call of a function or operator of the catalogue, its arguments converted to the overload's parameters.</summary>
public sealed record BoundCall(ScalarFunction Function, Overload Overload, ImmutableArray<BoundExpression> Arguments, BoundType Type, TextSpan Span)
    : BoundExpression(Type, Span)
{
    public override bool IsConstant => Function.Determinism != Determinism.PerRow && Arguments.All(a => a.IsConstant);

    private protected override bool CanBeNull => Overload.Nulls switch
    {
        NullRule.Propagates => Arguments.Any(a => a.IsNullable),
        NullRule.Never => false,
        NullRule.Makes => true,
    };
}

/// <summary>A conversion that KQL makes by itself (int to long, long to real, dynamic to what an operator wants, anything to a parameter's type).</summary>
public sealed record BoundConversion(BoundExpression Operand, KqlType Target) : BoundExpression(Target, Operand.Span)
{
    public override bool IsConstant => Operand.IsConstant;

    /// <summary>What the target's type has no value for becomes null, as a word as a datetime, or NaN as a decimal.</summary>
    private protected override bool CanBeNull => Operand.IsNullable || (Operand.Type.Kind, Target) switch
    {
        (KqlType.Bool or KqlType.Int or KqlType.Long, KqlType.Bool or KqlType.Int or KqlType.Long or KqlType.Real or KqlType.Decimal) => false,
        (KqlType.Decimal or KqlType.Real, KqlType.Real) => false,
        _ => true,
    };
}

/// <summary>One column of a function that yields several, such as series_stats().</summary>
public sealed record BoundField(BoundExpression Operand, string Field, BoundType Type, TextSpan Span) : BoundExpression(Type, Span)
{
    /// <summary>Whether it is of a hidden column, and so for a column that is hidden too.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether it is of a column whose strings hold JSON.</summary>
    public bool HoldsJson { get; init; }

    public override bool IsConstant => Operand.IsConstant;

    private protected override bool CanBeNull => true;
}

/// <summary>Which side of a list operator's null handling and case rules applies.</summary>
public enum MembershipKind
{
    In,
    InIgnoreCase,
}

/// <summary><c>x in (T | project y)</c>: the query has one column.</summary>
public sealed record BoundInQuery(BoundExpression Operand, BoundQuery Query, MembershipKind Kind, bool IsNegated, TextSpan Span)
    : BoundExpression(KqlType.Bool, Span)
{
    public override bool IsConstant => false;

    private protected override bool CanBeNull => false;
}

/// <summary><c>toscalar(query)</c>: the first column of the first row, or null; a list comes as JSON, which the query makes once and not for every row.</summary>
public sealed record BoundScalarQuery(BoundQuery Query, TextSpan Span)
    : BoundExpression(Query.Columns[0].Type.IsDynamic ? KqlType.Dynamic : Query.Columns[0].Type, Span)
{
    public override bool IsConstant => true;

    private protected override bool CanBeNull => true;
}

/// <summary>An aggregate call; stands only in summarize, make-series and top-nested.</summary>
public sealed record BoundAggregate(AggregateFunction Function, AggregateOverload Overload, ImmutableArray<BoundExpression> Arguments, BoundType Type, TextSpan Span)
    : BoundExpression(Type, Span)
{
    public override bool IsConstant => false;

    private protected override bool CanBeNull => Overload.CanBeNull;
}

/// <summary>A string from the side of an outer join that may have no match: "" there.</summary>
public sealed record BoundUnmatchedString(BoundExpression Operand) : BoundExpression(KqlType.String, Operand.Span)
{
    public override bool IsConstant => false;

    private protected override bool CanBeNull => false;
}

/// <summary><c>typeof(long)</c> as an argument.</summary>
public sealed record BoundTypeLiteral(KqlType Value, TextSpan Span) : BoundExpression(KqlType.Unknown, Span)
{
    public override bool IsConstant => true;

    private protected override bool CanBeNull => false;
}

/// <summary>
/// What binds as Microsoft's language service says and is refused all the same, because Kusto's engine refuses it or nothing
/// says what it is. It is never lowered: a query with a refusal does not run.
/// </summary>
public sealed record BoundRefusal(BoundType Type, TextSpan Span) : BoundExpression(Type, Span)
{
    public override bool IsConstant => false;

    private protected override bool CanBeNull => true;
}

/// <summary>What could not be bound; a diagnostic was reported. Its unknown type silences messages about its users.</summary>
public sealed record BoundError(TextSpan Span) : BoundExpression(KqlType.Unknown, Span)
{
    public override bool IsConstant => false;

    private protected override bool CanBeNull => true;
}

using System.Collections.Immutable;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Syntax;

/// <summary>Anything that has a value, scalar or tabular: KQL's grammar does not tell them apart, the binder does.</summary>
public abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>
/// A literal. <paramref name="Value"/> is bool, int, long, double, <see cref="decimal"/>, string, <see cref="Guid"/>,
/// ticks as long for datetime (since 0001-01-01) and timespan, <see cref="DynamicLiteral"/> for dynamic;
/// null for <c>int(null)</c> and its kin.
/// </summary>
public sealed record LiteralSyntax(KqlType Type, object? Value, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>typeof(long)</c> or <c>typeof(a:long, b:string)</c>, and the bare type names that <c>to typeof()</c> takes.</summary>
public sealed record TypeOfSyntax(TypeSyntax Type, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>A reference to a column, let variable, parameter, table or function without arguments.</summary>
public sealed record NameExpressionSyntax(NameSyntax Name) : ExpressionSyntax(Name.Span);

/// <summary><c>*</c> as an argument: <c>count(*)</c>, <c>arg_max(x, *)</c>, <c>project-away *</c>.</summary>
public sealed record StarSyntax(TextSpan Span) : ExpressionSyntax(Span);

/// <summary>A name with <c>*</c> in it: <c>Device*</c>, <c>*_count</c>; for project-away and its kin, union, find.</summary>
public sealed record WildcardNameSyntax(string Pattern, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>a.b</c>, also <c>$left.a</c>, <c>database('d').T</c> and <c>cluster('c').database('d').f(x)</c>.</summary>
public sealed record PathSyntax(ExpressionSyntax Target, ExpressionSyntax Member, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>a[0]</c>, <c>a['b']</c>, <c>a[-1]</c>.</summary>
public sealed record ElementSyntax(ExpressionSyntax Target, ExpressionSyntax Index, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>A call: <c>f(a, name = b)</c>; named arguments are <see cref="NamedExpressionSyntax"/>.</summary>
public sealed record CallSyntax(NameSyntax Function, ImmutableArray<ExpressionSyntax> Arguments, TextSpan Span) : ExpressionSyntax(Span);

public enum UnaryOperator
{
    Plus,
    Minus,
}

public sealed record UnarySyntax(UnaryOperator Operator, ExpressionSyntax Operand, TextSpan Span) : ExpressionSyntax(Span);

public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    EqualTilde,
    NotEqualTilde,
    Has,
    NotHas,
    HasCs,
    NotHasCs,
    HasPrefix,
    NotHasPrefix,
    HasPrefixCs,
    NotHasPrefixCs,
    HasSuffix,
    NotHasSuffix,
    HasSuffixCs,
    NotHasSuffixCs,
    Contains,
    NotContains,
    ContainsCs,
    NotContainsCs,
    StartsWith,
    NotStartsWith,
    StartsWithCs,
    NotStartsWithCs,
    EndsWith,
    NotEndsWith,
    EndsWithCs,
    NotEndsWithCs,
    MatchesRegex,
    Like,
    NotLike,
    LikeCs,
    NotLikeCs,

    /// <summary>In <c>search</c>: <c>column : "term"</c>.</summary>
    Colon,
}

/// <summary>
/// A binary operator. Chains of one <c>and</c>/<c>or</c> or arithmetic level lean left; passes over them loop down
/// the left spine instead of recursing.
/// </summary>
public sealed record BinarySyntax(BinaryOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right, TextSpan OperatorSpan, TextSpan Span) : ExpressionSyntax(Span);

public enum ListOperator
{
    In,
    NotIn,
    InTilde,
    NotInTilde,
    HasAny,
    HasAll,
}

/// <summary><c>x in (a, b)</c>, <c>x has_any (list)</c>…; the list may hold one tabular expression.</summary>
public sealed record ListOperatorSyntax(ListOperator Operator, ExpressionSyntax Left, ImmutableArray<ExpressionSyntax> Right, TextSpan OperatorSpan, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>x between (a .. b)</c> and <c>x !between (a .. b)</c>.</summary>
public sealed record BetweenSyntax(bool IsNegated, ExpressionSyntax Value, ExpressionSyntax Low, ExpressionSyntax High, TextSpan OperatorSpan, TextSpan Span) : ExpressionSyntax(Span);

public sealed record ParenthesizedSyntax(ExpressionSyntax Expression, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>name = expression</c> or <c>(a, b) = expression</c>.</summary>
public sealed record NamedExpressionSyntax(ImmutableArray<NameSyntax> Names, bool IsTuple, ExpressionSyntax Expression, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>A pipeline: a source and the operators after its bars. The source may itself be an operator (<c>print</c>, <c>range</c>…).</summary>
public sealed record PipelineSyntax(ExpressionSyntax Source, ImmutableArray<QueryOperatorSyntax> Operators, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>An operator that starts a pipeline without input: <c>print x = 1</c>, <c>range …</c>, <c>union A, B</c>, <c>find</c>, <c>search</c>, <c>evaluate</c>.</summary>
public sealed record OperatorSourceSyntax(QueryOperatorSyntax Operator) : ExpressionSyntax(Operator.Span);

/// <summary><c>datatable(a:long, b:string)[1, "x", …]</c>. It has no settings: <paramref name="Parameters"/> are warned of.</summary>
public sealed record DataTableSyntax(
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ImmutableArray<ColumnDeclarationSyntax> Columns,
    ImmutableArray<ExpressionSyntax> Values,
    TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>externaldata(a:long)[@"file"] with (format="csv")</c>.</summary>
public sealed record ExternalDataSyntax(
    ImmutableArray<ColumnDeclarationSyntax> Columns,
    ImmutableArray<ExpressionSyntax> Uris,
    ImmutableArray<OperatorParameterSyntax> Properties,
    TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>toscalar(expression)</c>, with <c>kind=noOptimization</c> in <paramref name="Parameters"/>.</summary>
public sealed record ToScalarSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Expression, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>materialize(expression)</c>.</summary>
public sealed record MaterializeSyntax(ExpressionSyntax Expression, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>What stands where an expression was expected and none could be read; a diagnostic was reported.</summary>
public sealed record MissingExpressionSyntax(TextSpan Span) : ExpressionSyntax(Span);

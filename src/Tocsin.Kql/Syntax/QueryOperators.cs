using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary>
/// A tabular operator. Each has its page under https://learn.microsoft.com/kusto/query/.
/// <paramref name="Parameters"/> are its <c>name=value</c> settings and hints.
/// </summary>
public abstract record QueryOperatorSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>The span of the operator's keyword, which messages about the whole operator point at.</summary>
    public TextSpan KeywordSpan { get; init; }
}

/// <summary><c>kind=inner</c>, <c>hint.strategy=shuffle</c>, <c>bagexpansion=array</c>, <c>with_itemindex=i</c>… The value is a literal or a name.</summary>
public sealed record OperatorParameterSyntax(NameSyntax Name, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);

public enum SortDirection
{
    Ascending,
    Descending,
}

/// <summary>
/// <c>expression asc|desc nulls first|last</c>. Direction and nulls are null where the text leaves them out: the
/// default differs between operators.
/// </summary>
public sealed record OrderingSyntax(ExpressionSyntax Expression, SortDirection? Direction, bool? NullsFirst, TextSpan Span) : SyntaxNode(Span);

public sealed record WhereSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Condition, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record ExtendSyntax(ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ProjectSyntax(ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ProjectAwaySyntax(ImmutableArray<ExpressionSyntax> Columns, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ProjectKeepSyntax(ImmutableArray<ExpressionSyntax> Columns, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ProjectRenameSyntax(ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax([], Span);

/// <summary>The orderings hold names or wildcards, with <c>asc</c>, <c>desc</c>, <c>granny-asc</c> or <c>granny-desc</c>.</summary>
public sealed record ProjectReorderSyntax(ImmutableArray<ReorderSyntax> Columns, TextSpan Span) : QueryOperatorSyntax([], Span);

public enum ReorderDirection
{
    None,
    Ascending,
    Descending,
    GrannyAscending,
    GrannyDescending,
}

public sealed record ReorderSyntax(ExpressionSyntax Column, ReorderDirection Direction, TextSpan Span) : SyntaxNode(Span);

public sealed record ProjectByNamesSyntax(ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record SummarizeSyntax(
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ImmutableArray<ExpressionSyntax> Aggregates,
    ImmutableArray<ExpressionSyntax> By,
    TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record DistinctSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record CountSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, NameSyntax? As, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record TakeSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Count, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record SortSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ImmutableArray<OrderingSyntax> Orderings, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record TopSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Count, ImmutableArray<OrderingSyntax> Orderings, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record TopHittersSyntax(ExpressionSyntax Count, ExpressionSyntax Of, ExpressionSyntax? By, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record TopNestedSyntax(ImmutableArray<TopNestedClauseSyntax> Clauses, TextSpan Span) : QueryOperatorSyntax([], Span);

/// <summary><c>top-nested 3 of State with others = "rest" by count_ = count() desc</c>.</summary>
public sealed record TopNestedClauseSyntax(ExpressionSyntax? Count, ExpressionSyntax Of, ExpressionSyntax? Others, OrderingSyntax By, TextSpan Span) : SyntaxNode(Span);

public sealed record SampleSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Count, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record SampleDistinctSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Count, ExpressionSyntax Of, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

/// <summary><paramref name="On"/> holds names, <c>$left.a == $right.b</c> equalities and their conjunctions; empty for a cross join of scalars.</summary>
public sealed record JoinSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Right, ImmutableArray<ExpressionSyntax> On, TextSpan Span) : QueryOperatorSyntax(Parameters, Span)
{
    /// <summary>The <c>where</c> form: <c>join (T) where $left.a == $right.b</c>.</summary>
    public ExpressionSyntax? Where { get; init; }
}

public sealed record LookupSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax Right, ImmutableArray<ExpressionSyntax> On, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record UnionSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ImmutableArray<ExpressionSyntax> Tables, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record MvExpandSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ImmutableArray<MvItemSyntax> Items, ExpressionSyntax? Limit, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

/// <summary><c>name = expression to typeof(long)</c>; the expression is a <see cref="NamedExpressionSyntax"/> where it is named.</summary>
public sealed record MvItemSyntax(ExpressionSyntax Expression, TypeOfSyntax? ToType, TextSpan Span) : SyntaxNode(Span);

/// <summary>The subquery is a pipeline whose source is <see cref="ContextualSourceSyntax"/>.</summary>
public sealed record MvApplySyntax(
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ImmutableArray<MvItemSyntax> Items,
    ExpressionSyntax? Limit,
    NameSyntax? Id,
    ExpressionSyntax Subquery,
    TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

/// <summary>The implicit input of a subquery: <c>mv-apply … on (here | …)</c>, <c>partition by x (here | …)</c>, fork, facet.</summary>
public sealed record ContextualSourceSyntax(TextSpan Span) : ExpressionSyntax(Span);

public sealed record PrintSyntax(ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record RangeSyntax(NameSyntax Name, ExpressionSyntax From, ExpressionSyntax To, ExpressionSyntax Step, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record AsSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, NameSyntax Name, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public enum ParseKind
{
    Parse,
    ParseWhere,
}

/// <summary>
/// <c>parse kind=regex expression with pattern…</c>. Pattern items are string literals (<see cref="LiteralSyntax"/>),
/// <see cref="StarSyntax"/>, or <see cref="ParseCaptureSyntax"/>.
/// </summary>
public sealed record ParseOperatorSyntax(
    ParseKind Kind,
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ExpressionSyntax Expression,
    ImmutableArray<SyntaxNode> Pattern,
    TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record ParseCaptureSyntax(NameSyntax Name, TypeSyntax? Type, TextSpan Span) : SyntaxNode(Span);

public sealed record ParseKvSyntax(ExpressionSyntax Expression, ImmutableArray<ColumnDeclarationSyntax> Keys, ImmutableArray<OperatorParameterSyntax> Properties, TextSpan Span) : QueryOperatorSyntax([], Span);

/// <summary>The <c>in range(start, stop, step)</c> form keeps its call in <paramref name="InRange"/> and has no other bounds.</summary>
public sealed record MakeSeriesSyntax(
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ImmutableArray<MakeSeriesAggregateSyntax> Aggregates,
    ExpressionSyntax On,
    ExpressionSyntax? From,
    ExpressionSyntax? To,
    ExpressionSyntax? Step,
    ExpressionSyntax? InRange,
    ImmutableArray<ExpressionSyntax> By,
    TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record MakeSeriesAggregateSyntax(ExpressionSyntax Expression, ExpressionSyntax? Default, TextSpan Span) : SyntaxNode(Span);

public sealed record SerializeSyntax(ImmutableArray<ExpressionSyntax> Expressions, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record RenderSyntax(NameSyntax Visualization, ImmutableArray<OperatorParameterSyntax> Properties, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record EvaluateSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, CallSyntax Call, SchemaTypeSyntax? Schema, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record InvokeSyntax(ExpressionSyntax Function, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record SearchSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ImmutableArray<ExpressionSyntax> In, ExpressionSyntax Condition, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record FindSyntax(
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ImmutableArray<ExpressionSyntax> In,
    ExpressionSyntax Condition,
    ImmutableArray<ExpressionSyntax> Project,
    bool IsProjectSmart,
    ImmutableArray<ExpressionSyntax> ProjectAway,
    TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record GetSchemaSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record ConsumeSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

/// <summary>The subquery is a pipeline over <see cref="ContextualSourceSyntax"/>; with braces it is a query of its own.</summary>
public sealed record PartitionSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax By, ExpressionSyntax Subquery, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record ForkSyntax(ImmutableArray<ForkBranchSyntax> Branches, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ForkBranchSyntax(NameSyntax? Name, ExpressionSyntax Subquery, TextSpan Span) : SyntaxNode(Span);

public sealed record FacetSyntax(ImmutableArray<ExpressionSyntax> By, ExpressionSyntax? Subquery, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ReduceSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax By, ImmutableArray<OperatorParameterSyntax> With, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record AssertSchemaSyntax(SchemaTypeSyntax Schema, TextSpan Span) : QueryOperatorSyntax([], Span);

public sealed record ScanSyntax(
    ImmutableArray<OperatorParameterSyntax> Parameters,
    ImmutableArray<OrderingSyntax> OrderBy,
    ImmutableArray<ExpressionSyntax> PartitionBy,
    ImmutableArray<ParameterSyntax> Declare,
    ImmutableArray<ScanStepSyntax> Steps,
    TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

public sealed record ScanStepSyntax(
    NameSyntax Name,
    bool IsOptional,
    string? Output,
    ExpressionSyntax Condition,
    ImmutableArray<ExpressionSyntax> Assignments,
    TextSpan Span) : SyntaxNode(Span);

public sealed record MacroExpandSyntax(ImmutableArray<OperatorParameterSyntax> Parameters, ExpressionSyntax EntityGroup, NameSyntax Scope, ImmutableArray<StatementSyntax> Statements, TextSpan Span) : QueryOperatorSyntax(Parameters, Span);

/// <summary>make-graph, graph-match, graph-to-table and the rest of the graph family.</summary>
public abstract record GraphOperatorSyntax(string Keyword, TextSpan Span) : QueryOperatorSyntax([], Span);

/// <summary>A graph operator that is recognised but not modelled.</summary>
public sealed record OtherGraphOperatorSyntax(string Keyword, TextSpan Span) : GraphOperatorSyntax(Keyword, Span);

/// <summary>What follows a bar and is no known operator; a diagnostic was reported.</summary>
public sealed record BadOperatorSyntax(TextSpan Span) : QueryOperatorSyntax([], Span);

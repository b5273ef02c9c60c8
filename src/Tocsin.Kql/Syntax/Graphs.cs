using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary><c>make-graph source --&gt; target with Nodes on id</c>, or <c>with_node_id=id</c>; perhaps with a subquery for each partition.</summary>
public sealed record MakeGraphSyntax(
    NameSyntax Source,
    NameSyntax Target,
    ImmutableArray<GraphNodesSyntax> Nodes,
    NameSyntax? NodeId,
    NameSyntax? PartitionedBy,
    ExpressionSyntax? Subquery,
    TextSpan Span) : GraphOperatorSyntax("make-graph", Span);

/// <summary>A part of a graph operator.</summary>
public abstract record GraphPartSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A table of nodes and its column of ids.</summary>
public sealed record GraphNodesSyntax(ExpressionSyntax Table, NameSyntax On, TextSpan Span) : GraphPartSyntax(Span);

/// <summary>graph-match and graph-shortest-paths: patterns, a condition, and what each match shows.</summary>
public sealed record GraphMatchSyntax(
    string Keyword,
    ImmutableArray<OperatorParameterSyntax> Settings,
    ImmutableArray<GraphPatternSyntax> Patterns,
    ExpressionSyntax? Where,
    ImmutableArray<ExpressionSyntax> Project,
    TextSpan Span) : GraphOperatorSyntax(Keyword, Span);

/// <summary>Nodes and the edges between them: <c>(a)-[e]-&gt;(b)&lt;--(c)</c>. One edge fewer than nodes.</summary>
public sealed record GraphPatternSyntax(ImmutableArray<GraphNodeSyntax> Nodes, ImmutableArray<GraphEdgeSyntax> Edges, TextSpan Span) : GraphPartSyntax(Span);

/// <summary>A node; without a name it is anonymous.</summary>
public sealed record GraphNodeSyntax(NameSyntax? Name, TextSpan Span) : GraphPartSyntax(Span);

public enum GraphDirection
{
    Right,
    Left,
    Any,
}

/// <summary>An edge, or with <c>*1..5</c> or <c>*</c> a path of so many; <paramref name="Range"/> is null for one edge.</summary>
public sealed record GraphEdgeSyntax(NameSyntax? Name, GraphDirection Direction, GraphRangeSyntax? Range, TextSpan Span) : GraphPartSyntax(Span);

public sealed record GraphRangeSyntax(long Min, long Max, TextSpan Span) : GraphPartSyntax(Span);

/// <summary>graph-to-table: the nodes, the edges, or both, with the columns that take hashes of node ids.</summary>
public sealed record GraphToTableSyntax(ImmutableArray<GraphOutputSyntax> Outputs, TextSpan Span) : GraphOperatorSyntax("graph-to-table", Span);

public sealed record GraphOutputSyntax(bool IsNodes, NameSyntax? As, ImmutableArray<OperatorParameterSyntax> Settings, TextSpan Span) : GraphPartSyntax(Span);

public sealed record GraphMarkComponentsSyntax(ImmutableArray<OperatorParameterSyntax> Settings, TextSpan Span) : GraphOperatorSyntax("graph-mark-components", Span);

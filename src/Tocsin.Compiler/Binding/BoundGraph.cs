using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// A graph: no table, but what the graph operators work on. The nodes' first column is their id; the edges' first are
/// the ids of source and target and a number of their own. The others are properties.
/// </summary>
internal sealed record BoundGraph(SharedQuery Nodes, SharedQuery Edges, TextSpan Span) : BoundQuery([], Span)
{
    /// <summary>Columns of nodes in front of the properties.</summary>
    public const int NodeWidth = 1;

    public const int EdgeWidth = 3;
}

/// <summary>What a condition or a result of graph-match takes from the edges of a path, or from the nodes inside of it.</summary>
internal enum PathFold
{
    /// <summary>map(): the values, in order.</summary>
    List,

    /// <summary>all(): whether the condition holds for every one.</summary>
    All,

    /// <summary>any(): whether it holds for one of them.</summary>
    Any,
}

/// <summary>A value that is gathered along a path; the expression is over the graph's edges, or its nodes.</summary>
internal sealed record PathValue(string Edge, PathFold Fold, bool IsOfInnerNodes, BoundExpression Expression, ColumnSymbol Result);

/// <summary>A property of a variable of the pattern.</summary>
internal sealed record PatternProperty(string Variable, ColumnSymbol Source, ColumnSymbol Result);

/// <summary>How many edges come to a node of the pattern, or go from it.</summary>
internal sealed record NodeDegree(string Variable, bool IsIn, ColumnSymbol Result);

/// <summary>The variables of a pattern, and what the expressions over them read.</summary>
internal sealed class PatternScope(BoundGraph graph, IReadOnlySet<string> nodes, IReadOnlyDictionary<string, GraphEdgeSyntax> edges)
{
    public BoundGraph Graph => graph;

    public List<PatternProperty> Properties { get; } = [];

    public List<PathValue> Values { get; } = [];

    public List<NodeDegree> Degrees { get; } = [];

    public bool IsNode(string name) => nodes.Contains(name);

    public bool IsEdge(string name) => edges.ContainsKey(name);

    public bool IsPath(string name) => edges.TryGetValue(name, out var edge) && edge.Range is not null;

    /// <summary>The properties that a variable's elements have.</summary>
    public IEnumerable<ColumnSymbol> PropertiesOf(string variable) =>
        IsNode(variable) ? graph.Nodes.Query.Columns.Skip(BoundGraph.NodeWidth) : graph.Edges.Query.Columns.Skip(BoundGraph.EdgeWidth);

    public ColumnSymbol? Find(string variable, string property)
    {
        var source = PropertiesOf(variable).FirstOrDefault(c => c.Name.Equals(property, StringComparison.Ordinal));
        if (source is null)
        {
            return null;
        }

        var known = Properties.Find(p => p.Variable.Equals(variable, StringComparison.Ordinal) && p.Source == source);
        if (known is null)
        {
            known = new PatternProperty(variable, source, new ColumnSymbol(property, source.Type));
            Properties.Add(known);
        }

        return known.Result;
    }

    public ColumnSymbol Degree(string variable, bool isIn)
    {
        var known = Degrees.Find(d => d.IsIn == isIn && d.Variable.Equals(variable, StringComparison.Ordinal));
        if (known is null)
        {
            known = new NodeDegree(variable, isIn, new ColumnSymbol("degree", Kql.Types.KqlType.Long));
            Degrees.Add(known);
        }

        return known.Result;
    }

    public ColumnSymbol Gather(string edge, PathFold fold, bool isOfInnerNodes, BoundExpression expression)
    {
        var type = fold == PathFold.List ? Kql.Types.KqlType.Dynamic : Kql.Types.KqlType.Bool;
        var result = new ColumnSymbol($"path_value{Values.Count}", type);
        Values.Add(new PathValue(edge, fold, isOfInnerNodes, fold == PathFold.List ? DynamicFunctions.AsJson(DynamicFunctions.ToDynamic(expression)) : expression, result));
        return result;
    }
}

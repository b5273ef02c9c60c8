using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// make-graph and graph-to-table (https://learn.microsoft.com/kusto/query/make-graph-operator and its neighbours).
public sealed partial class Binder
{
    private BoundQuery BindGraphOperator(GraphOperatorSyntax op, BoundQuery input)
    {
        if (op is MakeGraphSyntax make)
        {
            return input is BoundGraph ? RefuseGraph(op) : BindMakeGraph(make, input);
        }

        if (input is not BoundGraph graph)
        {
            if (!input.Columns.IsEmpty)
            {
                _diagnostics.Report(BindingDescriptors.UnsupportedForm, op.KeywordSpan, $"'{op.Keyword}' over a table", "Make a graph of it first: make-graph source --> target.");
            }

            return Nothing(op.Span);
        }

        return op switch
        {
            GraphMatchSyntax match => new GraphMatcher(this, graph, match).Bind(),
            GraphToTableSyntax table => BindGraphToTable(table, graph),
            GraphMarkComponentsSyntax mark => BindMarkComponents(mark, graph),
            _ => Unsupported(op),
        };
    }

    private BoundRows RefuseGraph(QueryOperatorSyntax op)
    {
        _diagnostics.Report(BindingDescriptors.UnsupportedForm, op.KeywordSpan, $"'{Excerpt(op.KeywordSpan)}' over a graph", "Follow make-graph by graph-match, graph-shortest-paths or graph-to-table.");
        return Nothing(op.Span);
    }

    private BoundQuery BindMakeGraph(MakeGraphSyntax make, BoundQuery input, ColumnSymbol? partition = null)
    {
        if (make.PartitionedBy is not null)
        {
            return BindPartitionedGraph(make, input);
        }

        var source = BindColumnOnly(new NameExpressionSyntax(make.Source), input);
        var target = BindColumnOnly(new NameExpressionSyntax(make.Target), input);
        if (source is not BoundColumn { Column: var from } || target is not BoundColumn { Column: var to })
        {
            return Nothing(make.Span);
        }

        if (from.Type.Kind != to.Type.Kind || from.Type.IsDynamic)
        {
            _diagnostics.Report(BindingDescriptors.JoinTypes, make.Target.Span, from.Type.Kind.Name(), to.Type.Kind.Name());
            return Nothing(make.Span);
        }

        var span = make.Span;
        var numbered = BoundBuilder.Add(input, span, BoundBuilder.RowNumber("edge", span));
        var edges = new SharedQuery("edges", new BoundProject(
            numbered,
            [BoundBuilder.Rename(from, "source", span), BoundBuilder.Rename(to, "target", span), BoundBuilder.Pass(numbered.Columns[^1], span), .. input.Columns.Select(c => BoundBuilder.Pass(c, span))],
            span), isMaterialized: false);
        return BindNodes(make, edges, partition) is { } nodes ? new BoundGraph(new SharedQuery("nodes", nodes, isMaterialized: false), edges, span) : Nothing(span);
    }

    /// <summary>A graph for each value of a column: as a subquery for each, over the edges that have it.</summary>
    private BoundQuery BindPartitionedGraph(MakeGraphSyntax make, BoundQuery input)
    {
        var key = BindColumnOnly(new NameExpressionSyntax(make.PartitionedBy!), input);
        if (key is not BoundColumn { Column: var column } || make.Subquery is not PipelineSyntax pipeline)
        {
            return Nothing(make.Span);
        }

        var rows = new SharedQuery("partitioned", input, isMaterialized: false);
        var all = Refer(rows, make.Span);
        var keys = new BoundDistinct(BoundBuilder.Keep(all, [all.Columns[input.Columns.IndexOf(column)]], make.Span), make.Span);
        ImmutableArray<ColumnSymbol> columns = [.. input.Columns.Select(c => c.Renamed(c.Name))];
        BoundQuery query = BindMakeGraph(make with { PartitionedBy = null, Subquery = null }, new BoundPartitionRows(rows, column, keys.Columns[0], columns, make.Span), keys.Columns[0]);
        foreach (var op in pipeline.Operators)
        {
            if (_diagnostics.HasErrors)
            {
                break;
            }

            query = BindOperator(op, query);
        }

        return _diagnostics.HasErrors || query is BoundGraph ? Nothing(make.Span) : new BoundForEach(keys, query, make.Span);
    }

    /// <summary>Every id once: of the edges' ends and of the table of nodes, with the table's columns where it has the id.</summary>
    private BoundQuery? BindNodes(MakeGraphSyntax make, SharedQuery edges, ColumnSymbol? partition)
    {
        var span = make.Span;
        if (make.Nodes.Length > 1)
        {
            Refuse(make.Nodes[1].Span, "A second table of nodes", "Put the tables together with union before make-graph.");
            return null;
        }

        var (sources, targets) = (Refer(edges, span), Refer(edges, span));
        var id = new ColumnSymbol("id", sources.Columns[0].Type.Kind);
        List<BoundUnionInput> ids = [new(sources, [BoundBuilder.Column(sources.Columns[0], span)]), new(targets, [BoundBuilder.Column(targets.Columns[1], span)])];
        if (make.Nodes is not [var nodes])
        {
            var ends = new BoundDistinct(new BoundUnion([.. ids], [id], span), span);
            return make.NodeId is null ? ends : BoundBuilder.Add(ends, span, BoundBuilder.Rename(id, make.NodeId.Text, span));
        }

        var table = BindTabular(nodes.Table);
        if (table.Columns.IsEmpty || BindColumnOnly(new NameExpressionSyntax(nodes.On), table) is not BoundColumn { Column: var on })
        {
            return null;
        }

        if (on.Type.Kind != id.Type.Kind)
        {
            _diagnostics.Report(BindingDescriptors.JoinTypes, nodes.On.Span, id.Type.Kind.Name(), on.Type.Kind.Name());
            return null;
        }

        // A table of nodes that has the column by which the graph is parted is parted too.
        if (partition is not null && on.Name != partition.Name && table.Columns.FirstOrDefault(c => c.Name == partition.Name && c.Type.Kind == partition.Type.Kind) is { } part)
        {
            ImmutableArray<ColumnSymbol> columns = [.. table.Columns.Select(c => c.Renamed(c.Name))];
            (table, on) = (new BoundPartitionRows(new SharedQuery("nodes_of_all", table, isMaterialized: false), part, partition, columns, span), columns[table.Columns.IndexOf(on)]);
        }

        var shared = new SharedQuery("node_rows", table, isMaterialized: false);
        var (own, rows) = (Refer(shared, span), Refer(shared, span));
        var index = table.Columns.IndexOf(on);
        ids.Add(new BoundUnionInput(own, [BoundBuilder.Column(own.Columns[index], span)]));
        var known = new BoundDistinct(new BoundUnion([.. ids], [id], span), span);
        var once = FirstOfGroups(rows, [rows.Columns[index]], BoundBuilder.Long(1, span), span);
        var joined = BoundBuilder.Join(JoinKind.LeftOuter, known, once, [(id, once.Columns[index])], once.Columns, span);
        return new BoundProject(
            joined,
            [BoundBuilder.Pass(id, span), .. joined.Columns.Skip(1).Select((c, i) => i == index ? BoundBuilder.Rename(id, c.Name, span) : BoundBuilder.Pass(c, span))],
            span);
    }

    private BoundQuery BindGraphToTable(GraphToTableSyntax op, BoundGraph graph)
    {
        if (op.Outputs is not [var output])
        {
            Refuse(op.Outputs[1].Span, "A second table of graph-to-table", "A query has one result: write a query for the nodes and one for the edges.");
            return Nothing(op.Span);
        }

        var rows = Refer(output.IsNodes ? graph.Nodes : graph.Edges, op.Span);
        var width = output.IsNodes ? BoundGraph.NodeWidth : BoundGraph.EdgeWidth;
        ImmutableArray<string> known = output.IsNodes ? ["with_node_id"] : ["with_source_id", "with_target_id"];
        var names = new UniqueNames();
        var result = ImmutableArray.CreateBuilder<BoundAssignment>();
        foreach (var setting in output.Settings)
        {
            var place = known.IndexOf(setting.Name.Text);
            if (place < 0 || ParameterText(setting.Value) is not { } name || !names.TryTake(name))
            {
                _diagnostics.Report(BindingDescriptors.ParameterValue, setting.Span, "graph-to-table", setting.Name.Text, string.Join(", ", known), string.Empty);
                return Nothing(op.Span);
            }

            // Kusto tells nodes apart by the hash of their ids.
            result.Add(BoundBuilder.Assign(name, Call("hash", op.Span, BoundBuilder.Column(rows.Columns[place], op.Span))));
        }

        result.AddRange(rows.Columns.Skip(width).Select(c => BoundBuilder.Rename(c, names.Take(c.Name), op.Span)));
        return new BoundProject(rows, result.ToImmutable(), op.Span);
    }

    /// <summary><c>variable.property</c> in a graph-match, or null where the path means something else.</summary>
    private BoundExpression? BindPatternProperty(PathSyntax path, RowScope row)
    {
        if (row.Pattern is not { } pattern || path is not { Target: NameExpressionSyntax target, Member: NameExpressionSyntax member }
            || !(pattern.IsNode(target.Name.Text) || pattern.IsEdge(target.Name.Text)))
        {
            return null;
        }

        var (variable, property) = (target.Name.Text, member.Name.Text);
        var source = pattern.PropertiesOf(variable).FirstOrDefault(c => c.Name.Equals(property, StringComparison.Ordinal));
        if (source is null)
        {
            return Error(BindingDescriptors.UnknownName, member.Span, property, NearestName.Hint(property, pattern.PropertiesOf(variable).Select(c => c.Name)));
        }

        // Of a path, a property is the list of its edges' values.
        return pattern.IsPath(variable)
            ? new BoundColumn(pattern.Gather(variable, PathFold.List, isOfInnerNodes: false, new BoundColumn(source, path.Span)), path.Span)
            : new BoundColumn(pattern.Find(variable, property)!, path.Span);
    }

    /// <summary>
    /// <c>node_degree_in(node)</c>, <c>node_degree_out(node)</c>, and <c>labels(element)</c>, within map() and its kin
    /// <c>labels()</c>, which a graph of make-graph has none of; null where the call is another
    /// (https://learn.microsoft.com/kusto/query/labels-graph-function).
    /// </summary>
    private static BoundExpression? BindPatternElement(CallSyntax call, RowScope row)
    {
        if (row.IsPathElement && call is { Function.Text: "labels", Arguments: [] })
        {
            return new BoundLiteral(new DynamicArray([]), KqlType.Dynamic, call.Span);
        }

        if (row.Pattern is not { } pattern || call.Arguments is not [NameExpressionSyntax { Name.Text: var variable }])
        {
            return null;
        }

        return call.Function.Text switch
        {
            "node_degree_in" or "node_degree_out" when pattern.IsNode(variable) =>
                BoundBuilder.Column(pattern.Degree(variable, isIn: call.Function.Text == "node_degree_in"), call.Span),
            "labels" when pattern.IsNode(variable) || (pattern.IsEdge(variable) && !pattern.IsPath(variable)) =>
                new BoundLiteral(new DynamicArray([]), KqlType.Dynamic, call.Span),
            _ => null,
        };
    }

    /// <summary><c>map(edge, expression)</c>, <c>all(…)</c>, <c>any(…)</c>, also of <c>inner_nodes(edge)</c>; null where the call is another.</summary>
    private BoundExpression? BindPathFold(CallSyntax call, RowScope row)
    {
        if (row.Pattern is not { } pattern || call is not { Function.Text: "map" or "all" or "any", Arguments: [var over, var body] })
        {
            return null;
        }

        var isInner = over is CallSyntax { Function.Text: "inner_nodes", Arguments.Length: 1 };
        var name = (isInner ? ((CallSyntax)over).Arguments[0] : over) as NameExpressionSyntax;
        if (name is null || !pattern.IsPath(name.Name.Text))
        {
            Refuse(over.Span, $"{call.Function.Text}() over something else than an edge of variable length", "It takes the name of such an edge, or inner_nodes(…) of it.");
            return new BoundError(call.Span);
        }

        var (elements, width) = isInner ? (pattern.Graph.Nodes, BoundGraph.NodeWidth) : (pattern.Graph.Edges, BoundGraph.EdgeWidth);
        var expression = BindScalar(body, new RowScope([.. elements.Query.Columns.Skip(width)]) { IsPathElement = true });
        var fold = call.Function.Text switch { "map" => PathFold.List, "all" => PathFold.All, _ => PathFold.Any };
        if (expression is BoundError)
        {
            return expression;
        }

        return fold != PathFold.List && expression.Type.Kind != KqlType.Bool
            ? Error(BindingDescriptors.ConditionType, body.Span, expression.Type.Kind.Name())
            : new BoundColumn(pattern.Gather(name.Name.Text, fold, isInner, expression), call.Span);
    }
}

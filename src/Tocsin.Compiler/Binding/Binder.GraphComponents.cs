using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// graph-mark-components (https://learn.microsoft.com/kusto/query/graph-mark-components-operator).
public sealed partial class Binder
{
    /// <summary>The same graph, whose nodes have the number of their component as a property.</summary>
    private BoundQuery BindMarkComponents(GraphMarkComponentsSyntax mark, BoundGraph graph)
    {
        var (kind, name) = ("weak", "ComponentId");
        foreach (var setting in mark.Settings)
        {
            var value = ParameterText(setting.Value);
            switch (setting.Name.Text)
            {
                case "kind" when value is "weak" or "strong":
                    kind = value;
                    break;
                case "with_component_id" when value is not null:
                    name = value;
                    break;
                default:
                    _diagnostics.Report(BindingDescriptors.ParameterValue, setting.Span, setting.Name.Text, value ?? string.Empty, "kind=weak, kind=strong, with_component_id=name", string.Empty);
                    return Nothing(mark.Span);
            }
        }

        var span = mark.Span;
        var (edges, ids, nodes) = (Refer(graph.Edges, span), Refer(graph.Nodes, span), Refer(graph.Nodes, span));
        var ends = Listed(edges, [edges.Columns[0], edges.Columns[1]], span);
        var nodeIds = Listed(ids, [ids.Columns[0]], span);
        var lists = BoundBuilder.Join(JoinKind.Inner, ends, nodeIds, [], nodeIds.Columns, span);
        var numbers = new BoundCall(
            GraphFunctions.Components,
            GraphFunctions.Components.Overloads[0],
            [.. lists.Columns.Select(c => (BoundExpression)BoundBuilder.Column(c, span)), new BoundLiteral(kind == "strong", KqlType.Bool, span)],
            BoundType.ListOf(KqlType.Long),
            span);
        var (id, component) = (new ColumnSymbol("id_text", KqlType.String), new ColumnSymbol(name, KqlType.Long));
        var expanded = new BoundMvExpand(
            lists, [new BoundMvItem(BoundBuilder.Column(lists.Columns[2], span), id), new BoundMvItem(numbers, component)], Index: null, Limit: null, [id, component], span);
        var text = BoundBuilder.Assign("id_text", Convert(BoundBuilder.Column(nodes.Columns[0], span), KqlType.String));
        var named = BoundBuilder.Add(nodes, span, text);
        var marked = BoundBuilder.Join(JoinKind.Inner, named, expanded, [(text.Column, id)], [component], span);
        var result = BoundBuilder.Keep(marked, [.. nodes.Columns, component], span);
        return new BoundGraph(new SharedQuery("marked", result, isMaterialized: false), graph.Edges, span);
    }

    /// <summary>One row with the columns' values as lists of texts.</summary>
    private static BoundSummarize Listed(BoundQuery rows, ImmutableArray<ColumnSymbol> columns, TextSpan span)
    {
        ImmutableArray<BoundAssignment> texts = [.. columns.Select(c => BoundBuilder.Assign(c.Name, Convert(BoundBuilder.Column(c, span), KqlType.String)))];
        return new BoundSummarize(
            new BoundProject(rows, texts, span),
            [],
            [.. texts.Select(t => new BoundAssignment(new ColumnSymbol(t.Column.Name, BoundType.ListOf(KqlType.String)), AggregateCollections.AllRows(BoundBuilder.Column(t.Column, span))))],
            span);
    }
}

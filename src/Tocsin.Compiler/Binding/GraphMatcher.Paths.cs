using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Binding;

public sealed partial class Binder
{
    // The edges that a pattern goes along, and the paths that are made of them.
    private sealed partial class GraphMatcher
    {
        /// <summary>The edges from the left node of the pattern to the right one: in either sense where there is no arrow, also from a node to itself, as measured on Kusto.</summary>
        private BoundQuery Steps(GraphEdgeSyntax edge)
        {
            var forward = Refer(_edges, Span);
            if (edge.Direction == GraphDirection.Right)
            {
                return forward;
            }

            var backward = Refer(_edges, Span);
            if (edge.Direction == GraphDirection.Left)
            {
                return Keep(backward, [backward.Columns[1], backward.Columns[0], .. backward.Columns.Skip(2)], Span);
            }

            ImmutableArray<ColumnSymbol> columns = [.. forward.Columns.Select(c => new ColumnSymbol(c.Name, c.Type.Kind))];
            ImmutableArray<BoundExpression> values = [.. backward.Columns.Select(c => (BoundExpression)Column(c, Span))];
            return new BoundUnion(
                [
                    new BoundUnionInput(forward, [.. forward.Columns.Select(c => (BoundExpression)Column(c, Span))]),
                    new BoundUnionInput(backward, [values[1], values[0], .. values.Skip(2)]),
                ],
                columns,
                Span);
        }

        /// <summary>Paths of every length of the range: first node, last node, the list of edges, the list of nodes, the gathered values.</summary>
        private BoundUnion Paths(GraphEdgeSyntax edge, GraphRangeSyntax range)
        {
            var values = ValuesOf(edge).ToImmutableArray();
            var steps = Steps(edge);
            BoundQuery path = new BoundProject(
                steps,
                [
                    Pass(steps.Columns[0], Span),
                    Pass(steps.Columns[1], Span),
                    Assign("ids", Function("pack_array", Column(steps.Columns[2], Span))),
                    Assign("visited", Function("pack_array", Column(steps.Columns[0], Span), Column(steps.Columns[1], Span))),
                    .. values.Select(v => Assign(v.Result.Name, First(v, steps))),
                ],
                Span);
            if (_cycles == "none")
            {
                path = new BoundFilter(path, binder.Negated(OperatorFunctions.Same(Column(path.Columns[0], Span), Column(path.Columns[1], Span), Span)), Span);
            }

            var lengths = new List<SharedQuery> { new("paths1", path, isMaterialized: false) };
            for (var length = 2L; length <= range.Max; length++)
            {
                lengths.Add(new SharedQuery($"paths{length}", Longer(edge, lengths[^1], values), isMaterialized: false));
            }

            var inputs = lengths.Skip((int)Math.Max(range.Min - 1, 0)).Select(BoundQuery (l) => Refer(l, Span)).ToList();
            if (range.Min == 0)
            {
                inputs.Add(PathsWithoutEdge(values));
            }

            ImmutableArray<ColumnSymbol> columns = [.. inputs[0].Columns.Select(c => new ColumnSymbol(c.Name, c.Type.Kind))];
            return new BoundUnion([.. inputs.Select(i => new BoundUnionInput(i, [.. i.Columns.Select(c => (BoundExpression)Column(c, Span))]))], columns, Span);
        }

        /// <summary>From every node to itself: all() holds for such a path, any() does not (https://learn.microsoft.com/kusto/query/any-graph-function).</summary>
        private BoundProject PathsWithoutEdge(ImmutableArray<PathValue> values)
        {
            var nodes = Refer(_nodes, Span);
            return new BoundProject(
                nodes,
                [
                    Assign("source", Column(nodes.Columns[0], Span)),
                    Assign("target", Column(nodes.Columns[0], Span)),
                    Assign("ids", OfNone(PathFold.List)),
                    Assign("visited", Function("pack_array", Column(nodes.Columns[0], Span))),
                    .. values.Select(v => Assign(v.Result.Name, OfNone(v.Fold))),
                ],
                Span);
        }

        private BoundLiteral OfNone(PathFold fold) => fold switch
        {
            PathFold.List => new BoundLiteral(new DynamicArray([]), KqlType.Dynamic, Span),
            _ => new BoundLiteral(fold == PathFold.All, KqlType.Bool, Span),
        };

        private BoundExpression First(PathValue value, BoundQuery steps) => (value.Fold, value.IsOfInnerNodes) switch
        {
            (_, true) => OfNone(value.Fold),
            (PathFold.List, false) => Function("pack_array", ValueIn(value, steps)),
            _ => Function("coalesce", ValueIn(value, steps), new BoundLiteral(false, KqlType.Bool, Span)),
        };

        private BoundColumn ValueIn(PathValue value, BoundQuery elements) =>
            Column(elements.Columns.Last(c => c.Name.Equals(value.Result.Name, StringComparison.Ordinal)), Span);

        /// <summary>The paths with one edge more behind them.</summary>
        private BoundProject Longer(GraphEdgeSyntax edge, SharedQuery shorter, ImmutableArray<PathValue> values)
        {
            var (paths, steps) = (Refer(shorter, Span), Steps(edge));
            BoundQuery rows = Join(JoinKind.Inner, paths, steps, [(paths.Columns[1], steps.Columns[0])], steps.Columns, Span);
            rows = _cycles switch
            {
                "none" => new BoundFilter(rows, Lacks(paths.Columns[3], steps.Columns[1]), Span),
                "unique_edges" => new BoundFilter(rows, Lacks(paths.Columns[2], steps.Columns[2]), Span),
                _ => rows,
            };
            BoundQuery? inner = null;
            if (values.Any(v => v.IsOfInnerNodes))
            {
                inner = Refer(_nodes, Span);
                rows = Join(JoinKind.Inner, rows, inner, [(paths.Columns[1], inner.Columns[0])], inner.Columns, Span);
            }

            return new BoundProject(
                rows,
                [
                    Pass(paths.Columns[0], Span),
                    Pass(steps.Columns[1], Span),
                    Assign("ids", Longer(paths.Columns[2], Column(steps.Columns[2], Span))),
                    Assign("visited", Longer(paths.Columns[3], Column(steps.Columns[1], Span))),
                    .. values.Select((v, i) => Assign(v.Result.Name, Next(v, paths.Columns[4 + i], ValueIn(v, v.IsOfInnerNodes ? inner! : steps)))),
                ],
                Span);
        }

        private BoundExpression Longer(ColumnSymbol list, BoundExpression item) => Function("array_concat", Column(list, Span), Function("pack_array", item));

        private BoundExpression Next(PathValue value, ColumnSymbol sofar, BoundExpression item) => value.Fold switch
        {
            PathFold.List => Longer(sofar, item),
            PathFold.All => binder.Call(Operators.And, Span, Column(sofar, Span), Function("coalesce", item, new BoundLiteral(false, KqlType.Bool, Span))),
            _ => binder.Call(Operators.Or, Span, Column(sofar, Span), Function("coalesce", item, new BoundLiteral(false, KqlType.Bool, Span))),
        };
    }
}

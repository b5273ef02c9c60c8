using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Binding;

public sealed partial class Binder
{
    /// <summary>
    /// graph-match and graph-shortest-paths (https://learn.microsoft.com/kusto/query/graph-match-operator): the edges of a
    /// pattern are joined where they share a node, and nodes are joined for their properties. A path of variable length
    /// is put together step by step up to its greatest length.
    /// </summary>
    private sealed partial class GraphMatcher(Binder binder, BoundGraph graph, GraphMatchSyntax syntax)
    {
        /// <summary>Every step is one join more.</summary>
        private const long MaxSteps = 16;

        private readonly Dictionary<string, ColumnSymbol> _nodeIds = new(StringComparer.Ordinal);
        private readonly List<(string Name, ColumnSymbol Ids, bool IsPath)> _edgeIds = [];
        private readonly Dictionary<ColumnSymbol, ColumnSymbol> _results = [];
        private SharedQuery _edges = graph.Edges;
        private SharedQuery _nodes = graph.Nodes;
        private PatternScope _scope = new(graph, new HashSet<string>(), new Dictionary<string, GraphEdgeSyntax>());
        private BoundQuery? _rows;
        private string _cycles = "unique_edges";

        private TextSpan Span => syntax.Span;

        private bool IsShortest => syntax.Keyword == "graph-shortest-paths";

        public BoundQuery Bind()
        {
            if (!Check() || !ReadSettings(out var output))
            {
                return Nothing(Span);
            }

            var row = new RowScope([]) { Pattern = _scope };
            var condition = syntax.Where is null ? null : binder.BindCondition(syntax.Where, row);
            var projection = new Projection(binder, row);
            foreach (var expression in syntax.Project)
            {
                projection.Add(expression);
            }

            if (binder._diagnostics.HasErrors)
            {
                return Nothing(Span);
            }

            GatherValues();
            foreach (var pattern in syntax.Patterns)
            {
                BindPattern(pattern);
            }

            BindNodeProperties();
            BindDegrees();
            var matches = Matches(condition);
            var chosen = IsShortest ? Shortest(matches, output) : matches;
            return new BoundProject(chosen, [.. projection.Assignments.Select(Shown)], Span);
        }

        /// <summary>What is made of a path shows as dynamic, whatever it is.</summary>
        private BoundAssignment Shown(BoundAssignment assignment)
        {
            var ofPaths = _scope.Values.Select(v => v.Result).ToHashSet();
            return assignment.Column.Type.IsDynamic || !BoundSearch.Columns(assignment.Expression).Overlaps(ofPaths)
                ? assignment
                : new BoundAssignment(new ColumnSymbol(assignment.Column.Name, KqlType.Dynamic), DynamicFunctions.ToDynamic(assignment.Expression));
        }

        /// <summary>Names the anonymous elements, and refuses patterns that are not taken.</summary>
        private bool Check()
        {
            var nodes = syntax.Patterns.SelectMany(p => p.Nodes).Select(n => n.Name?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var edges = new Dictionary<string, GraphEdgeSyntax>(StringComparer.Ordinal);
            foreach (var edge in syntax.Patterns.SelectMany(p => p.Edges))
            {
                if (edge.Name is { } name && (nodes.Contains(name.Text) || !edges.TryAdd(name.Text, edge)))
                {
                    return Refused(edge.Span, $"'{name.Text}' for more than one edge", "Give each edge a name of its own.");
                }

                var least = IsShortest ? 1 : 0;
                if (edge.Range is { } range && (range.Min < least || range.Max < Math.Max(range.Min, 1) || range.Max > MaxSteps))
                {
                    return Refused(edge.Span, range.Max == long.MaxValue ? "A path of any length" : $"A path of {range.Min} to {range.Max} edges", $"Paths have {least} to {MaxSteps} edges here.");
                }
            }

            _scope = new PatternScope(graph, nodes, edges);
            if (syntax.Project.IsEmpty)
            {
                return Refused(syntax.KeywordSpan, $"{syntax.Keyword} without project", "Say what each match shows: project a.name, b.name.");
            }

            return !IsShortest || syntax.Patterns is [{ Edges: [{ Range: not null }] }]
                || Refused(syntax.Patterns[0].Span, "This pattern in graph-shortest-paths", "It takes one edge of variable length between two nodes.");
        }

        private bool ReadSettings(out string output)
        {
            output = "any";
            if (IsShortest)
            {
                // As measured on Kusto: no shortest path meets a node twice, also where a longer one is asked for. That from a
                // node to itself has no edge (https://learn.microsoft.com/kusto/query/all-graph-function).
                _cycles = "none";
            }

            foreach (var setting in syntax.Settings)
            {
                var (name, value) = (setting.Name.Text, ParameterText(setting.Value));
                ImmutableArray<string> allowed = (name, IsShortest) switch { ("output", true) => ["any", "all"], ("cycles", false) => ["all", "none", "unique_edges"], _ => [] };
                if (value is null || !allowed.Contains(value))
                {
                    binder._diagnostics.Report(BindingDescriptors.ParameterValue, setting.Span, name, value ?? string.Empty, allowed.IsEmpty ? "nothing here" : string.Join(", ", allowed), string.Empty);
                    return false;
                }

                output = name == "output" ? value : output;
                _cycles = name == "cycles" ? value : _cycles;
            }

            var hasPath = syntax.Patterns.SelectMany(p => p.Edges).Any(e => e.Range is not null);
            var isOneEdge = syntax.Patterns is [{ Edges.Length: 1 }];
            return _cycles != "none" || !hasPath || isOneEdge
                || Refused(syntax.KeywordSpan, "cycles=none for a path of variable length beside other edges", "Match the path alone.");
        }

        private bool Refused(TextSpan span, string what, string hint)
        {
            binder.Refuse(span, what, hint);
            return false;
        }

        /// <summary>The values that paths gather, computed once for each edge and node.</summary>
        private void GatherValues()
        {
            _edges = new SharedQuery("edges", Add(graph.Edges.Query, Span, _scope.Values.Where(v => !v.IsOfInnerNodes).Select(v => Assign(v.Result.Name, v.Expression))), isMaterialized: true);
            _nodes = new SharedQuery("nodes", Add(graph.Nodes.Query, Span, _scope.Values.Where(v => v.IsOfInnerNodes).Select(v => Assign(v.Result.Name, v.Expression))), isMaterialized: false);
        }

        private void BindPattern(GraphPatternSyntax pattern)
        {
            var names = pattern.Nodes.Select(n => n.Name?.Text ?? $"({n.Span.Start})").ToArray();
            if (pattern.Edges.IsEmpty)
            {
                var nodes = Refer(_nodes, Span);
                Attach(nodes, [(names[0], nodes.Columns[0])]);
                return;
            }

            for (var i = 0; i < pattern.Edges.Length; i++)
            {
                var edge = pattern.Edges[i];
                var paths = edge.Range is { } range ? Paths(edge, range) : Steps(edge);
                Attach(paths, [(names[i], paths.Columns[0]), (names[i + 1], paths.Columns[1])]);
                BindEdge(edge, paths);
            }

            if (_cycles == "none" && pattern.Edges.All(e => e.Range is null))
            {
                Distinct([.. names.Distinct(StringComparer.Ordinal).Select(n => _nodeIds[n])]);
            }
        }

        private void BindEdge(GraphEdgeSyntax edge, BoundQuery paths)
        {
            var name = edge.Name?.Text ?? string.Empty;
            if (edge.Range is null)
            {
                foreach (var property in _scope.Properties.Where(p => p.Variable.Equals(name, StringComparison.Ordinal)))
                {
                    _results[property.Result] = paths.Columns[graph.Edges.Query.Columns.IndexOf(property.Source)];
                }
            }
            else
            {
                var values = ValuesOf(edge).ToList();
                for (var i = 0; i < values.Count; i++)
                {
                    _results[values[i].Result] = paths.Columns[4 + i];
                }
            }

            if (_cycles == "unique_edges")
            {
                KeepApart(paths.Columns[2], edge.Range is not null);
            }

            _edgeIds.Add((name, paths.Columns[2], edge.Range is not null));
        }

        /// <summary>Joins further rows where they meet nodes that are bound; the others are bound by them.</summary>
        private void Attach(BoundQuery rows, ImmutableArray<(string Name, ColumnSymbol Id)> ends)
        {
            var keys = ends.Where(e => _nodeIds.ContainsKey(e.Name)).Select(e => (_nodeIds[e.Name], e.Id)).ToArray();
            _rows = _rows is null ? rows : Join(JoinKind.Inner, _rows, rows, keys, rows.Columns, Span);
            foreach (var (name, id) in ends)
            {
                if (!_nodeIds.TryAdd(name, id) && keys.Length == 0)
                {
                    // Both ends of the first edge are one node.
                    Where(OperatorFunctions.Same(Column(_nodeIds[name], Span), Column(id, Span), Span));
                }
            }
        }

        private void Where(BoundExpression condition) => _rows = new BoundFilter(_rows!, condition, Span);

        /// <summary>An edge that is part of a match already does not come again.</summary>
        private void KeepApart(ColumnSymbol ids, bool isPath)
        {
            foreach (var (_, other, isOtherPath) in _edgeIds)
            {
                Where((isPath, isOtherPath) switch
                {
                    (false, false) => binder.Call(Operators.NotEqual, Span, Column(ids, Span), Column(other, Span)),
                    (true, false) => Lacks(ids, other),
                    (false, true) => Lacks(other, ids),
                    (true, true) => binder.Call(Operators.Equal, Span, Function("array_length", Function("set_intersect", Column(ids, Span), Column(other, Span))), Long(0, Span)),
                });
            }
        }

        private BoundExpression Lacks(ColumnSymbol list, ColumnSymbol item) =>
            binder.Negated(Function("coalesce", Function("set_has_element", Column(list, Span), Column(item, Span)), new BoundLiteral(false, KqlType.Bool, Span)));

        private void Distinct(ImmutableArray<ColumnSymbol> nodes)
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                for (var j = i + 1; j < nodes.Length; j++)
                {
                    Where(binder.Negated(OperatorFunctions.Same(Column(nodes[i], Span), Column(nodes[j], Span), Span)));
                }
            }
        }

        private BoundExpression Function(string name, params ImmutableArray<BoundExpression> arguments) => binder.Call(name, Span, arguments);

        private IEnumerable<PathValue> ValuesOf(GraphEdgeSyntax edge) =>
            _scope.Values.Where(v => edge.Name is not null && v.Edge.Equals(edge.Name.Text, StringComparison.Ordinal));

        private void BindNodeProperties()
        {
            foreach (var group in _scope.Properties.Where(p => _scope.IsNode(p.Variable)).GroupBy(p => p.Variable, StringComparer.Ordinal))
            {
                var nodes = Refer(_nodes, Span);
                _rows = Join(JoinKind.Inner, _rows!, nodes, [(_nodeIds[group.Key], nodes.Columns[0])], nodes.Columns, Span);
                foreach (var property in group)
                {
                    _results[property.Result] = nodes.Columns[graph.Nodes.Query.Columns.IndexOf(property.Source)];
                }
            }
        }

        private void BindDegrees()
        {
            foreach (var degree in _scope.Degrees)
            {
                var edges = Refer(graph.Edges, Span);
                var counts = new BoundSummarize(edges, [Rename(edges.Columns[degree.IsIn ? 1 : 0], "node", Span)], [Assign("count", binder.Aggregate("count", Span))], Span);
                var joined = Join(JoinKind.LeftOuter, _rows!, counts, [(_nodeIds[degree.Variable], counts.Columns[0])], counts.Columns, Span);
                var count = Assign("degree", Function("coalesce", Column(joined.Columns[^1], Span), Long(0, Span)));
                _rows = Add(joined, Span, count);
                _results[degree.Result] = count.Column;
            }
        }

        /// <summary>What the expressions read, under the symbols that they know; for shortest paths both ends and the length too.</summary>
        private BoundQuery Matches(BoundExpression? condition)
        {
            var read = _results.Select(r => new BoundAssignment(r.Key, Column(r.Value, Span))).ToList();
            if (IsShortest)
            {
                var nodes = syntax.Patterns[0].Nodes.Select(n => _nodeIds[n.Name?.Text ?? $"({n.Span.Start})"]);
                read.InsertRange(0, [.. nodes.Select(n => Rename(n, "end", Span)), Assign("length", Function("array_length", Column(_edgeIds[0].Ids, Span))), Assign("path", Function("tostring", Column(_edgeIds[0].Ids, Span)))]);
            }

            BoundQuery rows = new BoundProject(_rows!, [.. read], Span);
            return condition is null ? rows : new BoundFilter(rows, condition, Span);
        }

        /// <summary>Of the paths between two nodes the shortest, or any one of them.</summary>
        private BoundQuery Shortest(BoundQuery matches, string output)
        {
            ImmutableArray<ColumnSymbol> ends = [.. matches.Columns[..2]];
            var length = matches.Columns[2];
            if (output == "any")
            {
                // Which one is open; the first in the order of the edges, so that it is the same every time.
                return binder.FirstOfGroups(Sort(matches, Span, length, matches.Columns[3]), ends, Long(1, Span), Span);
            }

            var least = Assign("least", OperatorFunctions.LeastOf(Column(length, Span), [.. ends.Select(e => (BoundExpression)Column(e, Span))], Span));
            var measured = Add(matches, Span, least);
            return new BoundFilter(measured, binder.Call(Operators.Equal, Span, Column(length, Span), Column(least.Column, Span)), Span);
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Plan;

// Window functions: rows get a position, and a window within another is computed before it.
public sealed partial class Planner
{
    private readonly HashSet<ColumnSymbol> _positions = [];

    /// <summary>
    /// A projection with window functions among its expressions. Its rows are numbered too: where sort keys tie, later
    /// operators must see the order that the windows saw.
    /// </summary>
    private ComputePlan PlanWindows(PlanNode input, ImmutableArray<BoundAssignment> assignments)
    {
        var staging = new WindowStaging();
        ImmutableArray<BoundAssignment> staged = [.. assignments.Select(a => a with { Expression = staging.Rewrite(a.Expression) })];
        if (staging.Stages is [{ } only] && only.TrueForAll(a => !IsSession(a)))
        {
            var ordered = Ordered(input);
            return WithPosition(ordered, assignments);
        }

        return Compute(Staged(input, staging), staged);
    }

    /// <summary>The input with the windows of expressions computed beside its columns, and the expressions over them.</summary>
    private (PlanNode Input, ImmutableArray<BoundExpression> Expressions) Stage(PlanNode input, ImmutableArray<BoundExpression> expressions)
    {
        var staging = new WindowStaging();
        ImmutableArray<BoundExpression> rewritten = [.. expressions.Select(staging.Rewrite)];
        return staging.Stages.Count == 0 ? (input, expressions) : (Staged(input, staging), rewritten);
    }

    private PlanNode Staged(PlanNode input, WindowStaging staging)
    {
        var plan = Ordered(input);
        foreach (var stage in staging.Stages)
        {
            plan = WithPosition(plan, [.. plan.Passed(), .. stage.Where(a => !IsSession(a))]);
            foreach (var session in stage.Where(IsSession))
            {
                plan = PlanSessions(plan, session);
            }
        }

        return plan;
    }

    private static bool IsSession(BoundAssignment assignment) => assignment.Expression is BoundCall call && call.Function == WindowFunctions.Sessions;

    /// <summary>Rows in no order of their own keep the one they come in: their position is taken before anything else.</summary>
    private PlanNode Ordered(PlanNode input) => input.Order.IsEmpty
        ? WithPosition(input, input.Passed())
        : input;

    /// <summary>A projection whose rows keep their order by their position in it.</summary>
    private ComputePlan WithPosition(PlanNode input, ImmutableArray<BoundAssignment> assignments)
    {
        if (input.Order is [var known] && _positions.Contains(known.Column))
        {
            return Compute(input, assignments);
        }

        var position = Position("position");
        return new ComputePlan(input, [.. assignments, position]) { Order = [PlanOrdering.Ascending(position.Column)] };
    }

    /// <summary>The numbers of rows in the order in which they come.</summary>
    private BoundAssignment Position(string name)
    {
        var position = new ColumnSymbol(name, KqlType.Long, isNullable: false);
        _positions.Add(position);
        return new BoundAssignment(position, WindowFunctions.Position.Call([], default));
    }

    /// <summary>
    /// Sessions of all rows in one pass over their values, as lists: each session's start depends on the start before,
    /// which no window of SQL can say. The starts come back to their rows by position.
    /// </summary>
    private JoinPlan PlanSessions(PlanNode input, BoundAssignment session)
    {
        var call = (BoundCall)session.Expression;
        var span = call.Span;
        var (value, restart) = (new ColumnSymbol("value", KqlType.DateTime), new ColumnSymbol("restart", KqlType.Bool));
        var restarts = call.Arguments.Length > 3 ? call.Arguments[3] : new BoundLiteral(false, KqlType.Bool, span);
        var rows = new SharedPlan("rows", isMaterialized: true)
        {
            Plan = new ComputePlan(input, [.. input.Passed(), new BoundAssignment(value, call.Arguments[0]), new BoundAssignment(restart, restarts)]) { Order = input.Order },
            Uses = 2,
        };
        _definitions.Add(rows);

        var position = input.Order[0].Column;
        ImmutableArray<ColumnSymbol> read = [value, restart, position];
        ImmutableArray<ColumnSymbol> copies = [.. read.Select(c => c.Renamed(c.Name))];
        var copied = new ReferencePlan(rows, read, copies) { Order = [PlanOrdering.Ascending(copies[2])] };
        var starts = SessionList(copied, copies[0], copies[1], call);
        var index = new ColumnSymbol("index", KqlType.Long, isNullable: false);
        var item = new BoundMvItem(new BoundColumn(starts.Columns[0], span), session.Column);
        var unnested = new UnnestPlan(starts, [item], index, Limit: null, [session.Column, index]);

        var add = Operators.Add.Overloads[0];
        var next = new BoundCall(Operators.Add, add, [new BoundColumn(index, span), new BoundLiteral(1L, KqlType.Long, span)], KqlType.Long, span);
        var left = new ReferencePlan(rows, input.Columns, input.Columns) { Order = input.Order };
        return new JoinPlan(JoinKind.Inner, left, unnested, [new BoundJoinKey(new BoundColumn(position, span), next)], [.. input.Columns, session.Column])
        {
            Order = input.Order,
        };
    }

    private static ComputePlan SessionList(PlanNode rows, ColumnSymbol value, ColumnSymbol restart, BoundCall call)
    {
        var (values, restarts) = (ListOf(value), ListOf(restart));
        var lists = new AggregatePlan(rows, [], [values, restarts]);
        ImmutableArray<BoundExpression> arguments =
            [new BoundColumn(values.Column, call.Span), new BoundColumn(restarts.Column, call.Span), call.Arguments[1], call.Arguments[2]];
        var function = WindowFunctions.SessionStarts;
        var type = BoundType.ListOf(KqlType.DateTime);
        var starts = new BoundAssignment(new ColumnSymbol("starts", type, isNullable: false), new BoundCall(function, function.Overloads[0], arguments, type, call.Span));
        return new ComputePlan(lists, [starts]);
    }

    private static BoundAssignment ListOf(ColumnSymbol column)
    {
        var rows = AggregateCollections.AllRows(new BoundColumn(column, default));
        return new BoundAssignment(new ColumnSymbol(column.Name, rows.Type, isNullable: false), rows);
    }

    /// <summary>Takes window calls out of expressions, each into the stage after those that it reads.</summary>
    private sealed class WindowStaging : BoundExpressionRewriter
    {
        private readonly Dictionary<ColumnSymbol, int> _levels = [];
        private readonly Dictionary<BoundExpression, ColumnSymbol> _known = new(BoundEquality.OfColumns);

        public List<List<BoundAssignment>> Stages { get; } = [];

        protected override BoundExpression Finish(BoundCall call)
        {
            if (!call.Function.IsWindow)
            {
                return call;
            }

            if (_known.TryGetValue(call, out var known))
            {
                return new BoundColumn(known, call.Span);
            }

            var level = BoundSearch.Columns(call).Select(c => _levels.GetValueOrDefault(c)).DefaultIfEmpty().Max();
            var column = new ColumnSymbol(string.Create(CultureInfo.InvariantCulture, $"window {_levels.Count}"), call.Type, call.IsNullable);
            if (!BoundSearch.IsRandom(call))
            {
                _known.Add(call, column);
            }

            _levels.Add(column, level + 1);
            if (Stages.Count == level)
            {
                Stages.Add([]);
            }

            Stages[level].Add(new BoundAssignment(column, call));
            return new BoundColumn(column, call.Span);
        }
    }
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;

namespace Tocsin.Compiler.Rewriting;

/// <summary>Keeps in every node only the columns that something above it reads, so that scans read few columns.</summary>
public sealed class PruneColumns
{
    private readonly Dictionary<SharedPlan, HashSet<ColumnSymbol>> _sharedNeeds = [];
    private ItemsPlan? _prunedItems;

    public static QueryPlan Rewrite(QueryPlan plan)
    {
        var pruning = new PruneColumns();
        var root = pruning.Prune(plan.Root, [.. plan.Result]);

        // Later definitions use earlier ones, so needs are complete when definitions are visited from the last.
        foreach (var shared in plan.Shared.Reverse())
        {
            shared.Plan = pruning.Prune(shared.Plan, pruning._sharedNeeds.GetValueOrDefault(shared, []));
        }

        return plan with { Root = root };
    }

    private PlanNode Prune(PlanNode node, HashSet<ColumnSymbol> needed)
    {
        needed = [.. needed, .. node.Order.Select(o => o.Column)];
        var order = node.Order;
        return PruneCore(node, needed) with { Order = order };
    }

    private PlanNode PruneCore(PlanNode node, HashSet<ColumnSymbol> needed)
    {
        switch (node)
        {
            case ScanPlan scan:
                return scan with { Columns = Only(scan.Columns, needed) };
            case RowsPlan rows:
                var positions = Enumerable.Range(0, rows.Columns.Length).Where(i => needed.Contains(rows.Columns[i])).ToArray();
                return new RowsPlan([.. positions.Select(i => rows.Columns[i])], [.. rows.Rows.Select(r => positions.Select(i => r[i]).ToImmutableArray())]);
            case SeriesPlan or ExternalPlan:
                return node;
            case ReferencePlan reference:
                return PruneReference(reference, needed);
            case FilterPlan filter:
                return new FilterPlan(Prune(filter.Input, With(needed, filter.Condition)), filter.Condition);
            case ComputePlan compute:
                var kept = PruneFields.Rewrite(compute with { Assignments = [.. compute.Assignments.Where(a => needed.Contains(a.Column))] });
                return new ComputePlan(Prune(kept.Input, BoundSearch.Columns(kept.Assignments.Select(a => a.Expression))), kept.Assignments);
            case AggregatePlan aggregate:
                return PruneAggregate(aggregate, needed);
            case DistinctPlan distinct:
                return new DistinctPlan(Prune(distinct.Input, [.. distinct.Columns]), distinct.Columns);
            case OnePerKeyPlan one:
                return new OnePerKeyPlan(Prune(one.Input, [.. needed, .. BoundSearch.Columns(one.Keys)]), one.Keys);
            case JoinPlan join:
                return PruneJoin(join, needed);
            case UnionPlan union:
                return PruneUnion(union, needed);
            case LimitPlan limit:
                return new LimitPlan(Prune(limit.Input, needed), limit.Count);
            case UnnestPlan unnest:
                return PruneUnnest(unnest, needed);
            case StepsPlan steps:
                return steps with
                {
                    Input = Prune(steps.Input, [.. steps.Values, .. needed.Where(c => !steps.IsMade(c))]),
                    Columns = Only(steps.Columns, needed),
                };
            case ForEachPlan each:
                return new ForEachPlan(Prune(each.Input, [.. each.Outer]), Prune(each.Subplan, needed)) { Outer = each.Outer };
            case ApplyPlan apply:
                return PruneApply(apply, needed);
            case ItemsPlan items:
                _prunedItems = items with { Columns = Only(items.Columns, needed), Index = items.Index is { } index && needed.Contains(index) ? index : null };
                return _prunedItems;
            default:
                throw new InvalidOperationException($"Plan {node.GetType().Name} has no pruning.");
        }
    }

    private ReferencePlan PruneReference(ReferencePlan reference, HashSet<ColumnSymbol> needed)
    {
        var kept = Enumerable.Range(0, reference.Columns.Length).Where(i => needed.Contains(reference.Columns[i])).ToArray();
        if (!_sharedNeeds.TryGetValue(reference.Target, out var needs))
        {
            _sharedNeeds[reference.Target] = needs = [];
        }

        needs.UnionWith(kept.Select(i => reference.Sources[i]));
        return reference with { Sources = [.. kept.Select(i => reference.Sources[i])], Columns = [.. kept.Select(i => reference.Columns[i])] };
    }

    private AggregatePlan PruneAggregate(AggregatePlan aggregate, HashSet<ColumnSymbol> needed)
    {
        var aggregates = aggregate.Aggregates.Where(a => needed.Contains(a.Column)).ToImmutableArray();
        if (aggregates.IsEmpty && aggregate.Keys.IsEmpty)
        {
            aggregates = [aggregate.Aggregates[0]];
        }

        var read = BoundSearch.Columns(aggregate.Keys.Concat(aggregates).Select(a => a.Expression));
        var input = aggregate.Input;
        if (!aggregates.Any(a => a.Expression is BoundAggregate { Overload.IsOrderSensitive: true }))
        {
            input = WithoutOrder(input);
        }

        return new AggregatePlan(Prune(input, read), aggregate.Keys, aggregates);
    }

    private JoinPlan PruneJoin(JoinPlan join, HashSet<ColumnSymbol> needed)
    {
        var left = Prune(join.Left, [.. needed, .. BoundSearch.Columns(join.Keys.Select(k => k.Left))]);
        var right = Prune(join.Right, [.. needed, .. BoundSearch.Columns(join.Keys.Select(k => k.Right))]);
        return join with { Left = left, Right = right, Columns = Only(join.Columns, needed) };
    }

    private UnionPlan PruneUnion(UnionPlan union, HashSet<ColumnSymbol> needed)
    {
        var kept = Enumerable.Range(0, union.Columns.Length).Where(i => needed.Contains(union.Columns[i])).ToArray();
        return new UnionPlan(
            [.. union.Inputs.Select(input =>
            {
                ImmutableArray<BoundExpression> values = [.. kept.Select(i => input.Values[i])];
                return new UnionPlanInput(Prune(WithoutOrder(input.Plan), BoundSearch.Columns(values)), values);
            })],
            [.. kept.Select(i => union.Columns[i])]);
    }

    private UnnestPlan PruneUnnest(UnnestPlan unnest, HashSet<ColumnSymbol> needed)
    {
        var read = needed.Concat(BoundSearch.Columns(unnest.Items.Select(i => i.Array))).ToHashSet();
        return unnest with
        {
            Input = Prune(unnest.Input, read),
            Index = unnest.Index is { } index && needed.Contains(index) ? index : null,
            Columns = Only(unnest.Columns, needed),
        };
    }

    private ApplyPlan PruneApply(ApplyPlan apply, HashSet<ColumnSymbol> needed)
    {
        // What is sorted again need not come in order.
        if (!apply.Input.Order.All(o => needed.Contains(o.Column)))
        {
            apply = apply with { Input = WithoutOrder(apply.Input), Subplan = WithoutOrder(apply.Subplan) };
        }

        var outer = _prunedItems;
        var subplan = Prune(apply.Subplan, needed);
        var items = _prunedItems ?? apply.Items with { Columns = [] };
        _prunedItems = outer;
        var read = needed.Concat(items.Columns).Concat(BoundSearch.Columns(items.Items.Select(i => i.Array))).ToHashSet();
        return new ApplyPlan(Prune(apply.Input, read), items, subplan, Only(apply.Columns, needed));
    }

    /// <summary>A plan whose rows nobody needs in order, down to where their order shows in values or in which rows there are.</summary>
    private static PlanNode WithoutOrder(PlanNode node) => node switch
    {
        FilterPlan filter => filter with { Input = WithoutOrder(filter.Input), Order = [] },
        ComputePlan compute when !compute.Assignments.Any(a => BoundSearch.HasWindow(a.Expression)) => compute with { Input = WithoutOrder(compute.Input), Order = [] },
        UnnestPlan unnest => unnest with { Input = WithoutOrder(unnest.Input), Order = [] },
        ApplyPlan apply => apply with { Input = WithoutOrder(apply.Input), Subplan = WithoutOrder(apply.Subplan), Order = [] },
        _ => node with { Order = [] },
    };

    private static HashSet<ColumnSymbol> With(HashSet<ColumnSymbol> needed, BoundExpression expression) =>
        [.. needed, .. BoundSearch.Columns(expression)];

    private static ImmutableArray<ColumnSymbol> Only(ImmutableArray<ColumnSymbol> columns, HashSet<ColumnSymbol> needed) =>
        [.. columns.Where(needed.Contains)];
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Rewriting;

/// <summary>
/// Sorted rows that are expanded and then gathered into lists get their place in the order before they are expanded: the
/// many items are sorted by that one number, and not by all the keys.
/// </summary>
internal sealed class NumberSortedRows : PlanRewriter
{
    public static QueryPlan Rewrite(QueryPlan plan) => new NumberSortedRows().RewriteQuery(plan);

    protected override PlanNode Rewrite(PlanNode node) =>
        base.Rewrite(node) is var rewritten
        && rewritten is AggregatePlan aggregate
        && aggregate.Aggregates.Any(a => a.Expression is BoundAggregate { Overload.IsOrderSensitive: true })
        && Numbered(aggregate.Input) is { } input
            ? aggregate with { Input = input }
            : rewritten;

    /// <summary>The node with an order that begins with the rows' place; null where its rows were not told apart below.</summary>
    private static PlanNode? Numbered(PlanNode node)
    {
        switch (node)
        {
            case ComputePlan { Input.Order.IsEmpty: true, Order.Length: > 1 } compute when IsPosition(compute, compute.Order[^1].Column):
                return WithPlace(compute);
            case ComputePlan compute when Numbered(compute.Input) is { } input:
                return WithOrder(compute with { Input = input }, input);
            case FilterPlan filter when Numbered(filter.Input) is { } input:
                return WithOrder(filter with { Input = input }, input);
            case UnnestPlan unnest when Numbered(unnest.Input) is { } input:
                return WithOrder(unnest with { Input = input }, input);
            default:
                return null;
        }
    }

    private static bool IsPosition(ComputePlan compute, ColumnSymbol column) =>
        compute.Assignments.Any(a => a.Column == column && a.Expression is BoundCall call && call.Function == WindowFunctions.Position);

    /// <summary>The order without the keys that the place stands for; null where the rows have another order.</summary>
    private static PlanNode? WithOrder(PlanNode node, PlanNode input)
    {
        var place = input.Order[0].Column;
        ImmutableArray<PlanOrdering> order = [.. node.Order.SkipWhile(o => o.Column != place)];
        return order.IsEmpty ? null : node with { Order = order };
    }

    /// <summary>The number that told rows of equal keys apart is now such a number alone; its column holds the place.</summary>
    private static ComputePlan WithPlace(ComputePlan compute)
    {
        var place = compute.Order[^1];
        var tie = new ColumnSymbol("tie", KqlType.Long, isNullable: false);
        var position = compute.Assignments.First(a => a.Column == place.Column);
        var keyed = new ComputePlan(compute.Input, [.. compute.Assignments.Select(a => a == position ? a with { Column = tie } : a)])
        {
            Order = [.. compute.Order[..^1], place with { Column = tie }],
        };
        var passed = compute.Assignments.Where(a => a != position).Select(a => new BoundAssignment(a.Column, new BoundColumn(a.Column, default)));
        return new ComputePlan(keyed, [.. passed, position]) { Order = [place] };
    }
}

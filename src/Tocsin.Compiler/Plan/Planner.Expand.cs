using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Plan;

// mv-expand and mv-apply. Where their input has an order, the rows that they make of one row stay together, in the order of its items.
public sealed partial class Planner
{
    // Numbers of items: an order that ends with one tells all rows apart.
    private readonly HashSet<ColumnSymbol> _itemNumbers = [];

    private UnnestPlan PlanExpand(BoundMvExpand expand, ItemsPlan? context)
    {
        var input = Plan(expand.Input, context);
        if (input.Order.IsEmpty)
        {
            return new UnnestPlan(input, expand.Items, expand.Index, expand.Limit, expand.Columns);
        }

        var rows = Numbered(input);
        var index = ItemNumber(expand.Index);
        ImmutableArray<PlanOrdering> order = [.. rows.Order, PlanOrdering.Ascending(index)];
        return new UnnestPlan(rows, expand.Items, index, expand.Limit, WithKeys(expand.Columns, order)) { Order = order };
    }

    private ApplyPlan PlanApply(BoundMvApply apply, ItemsPlan? context)
    {
        // Items keep their order within a subquery; its rows, that of the input's rows where these have one.
        var input = Plan(apply.Input, context);
        var isOrdered = !input.Order.IsEmpty || IsWritten(input);
        input = isOrdered ? Numbered(input) : input;
        var index = ItemNumber(apply.Index);
        var replaced = apply.Items.Select(i => i.Column.Name).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<ColumnSymbol> visible =
        [
            .. apply.Input.Columns.Where(c => !replaced.Contains(c.Name)),
            .. apply.Items.Select(i => i.Column),
            index,
        ];
        var items = new ItemsPlan(apply.Items, index, apply.Limit, visible) { Order = [PlanOrdering.Ascending(index)] };
        var subplan = Plan(apply.Subquery, items);
        ImmutableArray<PlanOrdering> order = isOrdered ? [.. input.Order, .. subplan.Order] : [];
        return new ApplyPlan(input, items, subplan, WithKeys(apply.Columns, order)) { Order = order };
    }

    /// <summary>The columns, with those of the order that are not among them.</summary>
    private static ImmutableArray<ColumnSymbol> WithKeys(ImmutableArray<ColumnSymbol> columns, ImmutableArray<PlanOrdering> order) =>
        [.. columns, .. order.Select(o => o.Column).Where(c => !columns.Contains(c)).Distinct()];

    private ColumnSymbol ItemNumber(ColumnSymbol? index)
    {
        var number = index ?? new ColumnSymbol("item", KqlType.Long, isNullable: false);
        _itemNumbers.Add(number);
        return number;
    }

    /// <summary>Ordered rows with a number behind their keys, by which rows of equal keys are told apart; other rows in the order in which they come.</summary>
    private PlanNode Numbered(PlanNode input)
    {
        if (!input.Order.IsEmpty && (_positions.Contains(input.Order[^1].Column) || _itemNumbers.Contains(input.Order[^1].Column)))
        {
            return input;
        }

        var row = Position("row");
        return new ComputePlan(input with { Order = [] }, [.. input.Passed(), row]) { Order = [.. input.Order, PlanOrdering.Ascending(row.Column)] };
    }
}

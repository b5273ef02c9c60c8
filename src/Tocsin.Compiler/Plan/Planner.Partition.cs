using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;

namespace Tocsin.Compiler.Plan;

// partition: its subquery runs for every key.
public sealed partial class Planner
{
    private ForEachPlan PlanForEach(BoundForEach each, ItemsPlan? context) =>
        new(Plan(each.Input, context), Plan(each.Subquery, context) with { Order = [] }) { Outer = each.Input.Columns };

    private FilterPlan PlanPartitionRows(BoundPartitionRows partition)
    {
        var key = partition.Columns[partition.Rows.Query.Columns.IndexOf(partition.Key)];
        var rows = PlanReference(new BoundReference(partition.Rows, partition.Columns, partition.Span), context: null);
        var isOfKey = OperatorFunctions.Same(new BoundColumn(key, partition.Span), new BoundColumn(partition.OuterKey, partition.Span), partition.Span);
        return new FilterPlan(rows, isOfKey) { Order = rows.Order };
    }

    /// <summary>A use of a query that reads a row around it: planned where it is used, since it cannot be defined apart.</summary>
    private ComputePlan PlanDependent(BoundReference reference, ItemsPlan? context)
    {
        var visible = reference.Target.Query.Columns;
        return Compute(
            Plan(reference.Target.Query, context),
            [.. reference.Columns.Select((c, i) => new BoundAssignment(c, new BoundColumn(visible[i], reference.Span)))]);
    }
}

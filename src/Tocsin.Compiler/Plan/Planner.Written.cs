using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Plan;

// Rows that the query's own text makes (datatable, print, range) keep their order where KQL promises none, as the
// engine's recorded answers do: a group stands where its first row stood, and the inputs of a union follow each other.
// Tables have no such order.
public sealed partial class Planner
{
    private static bool IsWritten(PlanNode plan) => plan switch
    {
        RowsPlan or SeriesPlan => true,
        ReferencePlan reference => IsWritten(reference.Target.Plan),
        ApplyPlan apply => IsWritten(apply.Input),
        JoinPlan => false,
        _ => PlanInputs.Of(plan).ToArray() is [_, ..] inputs && inputs.All(IsWritten),
    };

    private AggregatePlan PlanGroups(PlanNode input, ImmutableArray<BoundAssignment> keys, ImmutableArray<BoundAssignment> aggregates)
    {
        if (keys.IsEmpty || !IsWritten(input))
        {
            return new AggregatePlan(input, keys, aggregates);
        }

        var rows = WithPosition(input, input.Passed());
        var place = rows.Order[0];
        var least = AggregateFunctions.Least(new BoundColumn(place.Column, default));
        var first = new ColumnSymbol("first", place.Column.Type);
        return new AggregatePlan(rows, keys, [.. aggregates, new BoundAssignment(first, least)]) { Order = [place with { Column = first }] };
    }

    private PlanNode PlanDistinct(BoundDistinct distinct, ItemsPlan? context)
    {
        var input = Plan(distinct.Input, context);
        return IsWritten(input)
            ? PlanGroups(input, [.. distinct.Columns.Select(c => BoundBuilder.Pass(c, distinct.Span))], [])
            : new DistinctPlan(input, distinct.Columns);
    }

    private UnionPlan PlanUnion(BoundUnion union, ItemsPlan? context)
    {
        var inputs = union.Inputs.Select(i => new UnionPlanInput(Plan(i.Query, context), i.Values)).ToImmutableArray();
        if (!inputs.All(i => IsWritten(i.Plan)))
        {
            return new UnionPlan(inputs, union.Columns);
        }

        var (leg, place) = (new ColumnSymbol("input", KqlType.Long, isNullable: false), new ColumnSymbol("place", KqlType.Long, isNullable: false));
        var placed = inputs.Select((input, number) =>
        {
            var rows = WithPosition(input.Plan, input.Plan.Passed());
            return new UnionPlanInput(rows, [.. input.Values, new BoundLiteral((long)number, KqlType.Long, default), new BoundColumn(rows.Order[0].Column, default)]);
        });
        return new UnionPlan([.. placed], [.. union.Columns, leg, place]) { Order = [PlanOrdering.Ascending(leg), PlanOrdering.Ascending(place)] };
    }
}

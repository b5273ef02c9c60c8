namespace Tocsin.Compiler.Plan;

/// <summary>The plans that a plan reads, for passes that only walk; a shared plan is read where it is defined.</summary>
internal static class PlanInputs
{
    public static IEnumerable<PlanNode> Of(PlanNode node) => node switch
    {
        ScanPlan or RowsPlan or ExternalPlan or SeriesPlan or ReferencePlan or ItemsPlan => [],
        FilterPlan filter => [filter.Input],
        ComputePlan compute => [compute.Input],
        AggregatePlan aggregate => [aggregate.Input],
        DistinctPlan distinct => [distinct.Input],
        OnePerKeyPlan one => [one.Input],
        JoinPlan join => [join.Left, join.Right],
        UnionPlan union => union.Inputs.Select(i => i.Plan),
        LimitPlan limit => [limit.Input],
        UnnestPlan unnest => [unnest.Input],
        StepsPlan steps => [steps.Input],
        ForEachPlan each => [each.Input, each.Subplan],
        ApplyPlan apply => [apply.Input, apply.Subplan],
        _ => throw new InvalidOperationException($"Plan {node.GetType().Name} has no case."),
    };
}

namespace Tocsin.Compiler.Plan;

/// <summary>Rebuilds a plan bottom-up; a pass overrides what it changes. Shared plans are visited where they are defined.</summary>
internal abstract class PlanRewriter
{
    protected QueryPlan RewriteQuery(QueryPlan plan)
    {
        foreach (var shared in plan.Shared)
        {
            shared.Plan = Rewrite(shared.Plan);
        }

        return plan with { Root = Rewrite(plan.Root) };
    }

    protected virtual PlanNode Rewrite(PlanNode node) => node switch
    {
        FilterPlan filter => filter with { Input = Rewrite(filter.Input) },
        ComputePlan compute => compute with { Input = Rewrite(compute.Input) },
        AggregatePlan aggregate => aggregate with { Input = Rewrite(aggregate.Input) },
        DistinctPlan distinct => distinct with { Input = Rewrite(distinct.Input) },
        OnePerKeyPlan one => one with { Input = Rewrite(one.Input) },
        JoinPlan join => join with { Left = Rewrite(join.Left), Right = Rewrite(join.Right) },
        UnionPlan union => union with { Inputs = [.. union.Inputs.Select(i => i with { Plan = Rewrite(i.Plan) })] },
        LimitPlan limit => limit with { Input = Rewrite(limit.Input) },
        UnnestPlan unnest => unnest with { Input = Rewrite(unnest.Input) },
        ForEachPlan each => each with { Input = Rewrite(each.Input), Subplan = Rewrite(each.Subplan) },
        StepsPlan steps => steps with { Input = Rewrite(steps.Input) },
        ApplyPlan apply => apply with { Input = Rewrite(apply.Input), Subplan = Rewrite(apply.Subplan) },
        ScanPlan or RowsPlan or ExternalPlan or SeriesPlan or ReferencePlan or ItemsPlan => node,
        _ => throw new InvalidOperationException($"Plan {node.GetType().Name} has no case."),
    };
}

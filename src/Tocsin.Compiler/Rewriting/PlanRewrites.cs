using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Plan;

namespace Tocsin.Compiler.Rewriting;

/// <summary>Every rewrite of the plan, in order. Each gives an equal answer; the tests run the corpus without them too.</summary>
public static class PlanRewrites
{
    public static QueryPlan Apply(QueryPlan planned, LoweringClock clock)
    {
        var numbered = NumberSortedRows.Rewrite(planned);
        var computedOnce = ComputeStructsOnce.Rewrite(numbered);
        var pruned = PruneColumns.Rewrite(computedOnce);
        var bounded = BoundScans.Rewrite(pruned, clock);
        return ShareScans.Rewrite(bounded);
    }
}

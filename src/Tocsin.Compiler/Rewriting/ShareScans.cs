using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;

namespace Tocsin.Compiler.Rewriting;

/// <summary>
/// Two scans of one table under the same first filters become one, computed once. Detections often look at the same
/// events twice: one by one and in groups. Scans without a common filter stay apart, since keeping all of a table
/// would cost more than reading it again.
/// </summary>
internal sealed class ShareScans : PlanRewriter
{
    private readonly List<FilteredScan> _scans = [];
    private readonly Dictionary<PlanNode, PlanNode> _replacements = new(ReferenceEqualityComparer.Instance);

    public static QueryPlan Rewrite(QueryPlan plan)
    {
        var sharing = new ShareScans();
        foreach (var shared in plan.Shared)
        {
            sharing.Collect(shared.Plan);
        }

        sharing.Collect(plan.Root);
        var definitions = sharing.Share();
        return definitions.IsEmpty ? plan : sharing.RewriteQuery(plan) with { Shared = [.. definitions, .. plan.Shared] };
    }

    protected override PlanNode Rewrite(PlanNode node) =>
        _replacements.TryGetValue(node, out var replacement) ? replacement : base.Rewrite(node);

    private void Collect(PlanNode node)
    {
        if (node is FilterPlan filter && FilteredScan.Of(filter) is { } scan)
        {
            _scans.Add(scan);
            return;
        }

        // A subplan's conditions may read the row around it.
        foreach (var input in node is ApplyPlan or ForEachPlan ? PlanInputs.Of(node).Take(1) : PlanInputs.Of(node))
        {
            Collect(input);
        }
    }

    private ImmutableArray<SharedPlan> Share()
    {
        var definitions = ImmutableArray.CreateBuilder<SharedPlan>();
        var ofOneTable = _scans.GroupBy(s => (s.Scan.Table, s.Scan.From, s.Scan.To)).Where(g => g.Count() > 1);
        foreach (var group in ofOneTable.SelectMany(t => t.GroupBy(s => s.Conditions[0], BoundEquality.OfNames)).Where(g => g.Count() > 1))
        {
            var scans = group.ToArray();
            var common = Enumerable.Range(0, scans.Min(s => s.Conditions.Length)).TakeWhile(i => scans.All(s => BoundEquality.OfNames.Equals(s.Conditions[i], scans[0].Conditions[i]))).Count();
            definitions.Add(Define(scans, common));
        }

        return definitions.ToImmutable();
    }

    private SharedPlan Define(FilteredScan[] scans, int common)
    {
        // One symbol for each column that any of the scans reads, by name: they are of one table.
        var columns = scans.SelectMany(s => s.Scan.Columns).DistinctBy(c => c.Name, StringComparer.Ordinal).ToImmutableArray();
        var byName = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var first = scans[0];
        PlanNode plan = new ScanPlan(first.Scan.Table, columns, first.Scan.From, first.Scan.To);
        foreach (var condition in first.Conditions.Take(common))
        {
            plan = new FilterPlan(plan, Renamed(condition, first.Scan.Columns, byName));
        }

        var shared = new SharedPlan($"{first.Scan.Table}Filtered", isMaterialized: true) { Plan = plan, Uses = scans.Length };
        foreach (var scan in scans)
        {
            PlanNode use = new ReferencePlan(shared, [.. scan.Scan.Columns.Select(c => byName[c.Name])], scan.Scan.Columns);
            foreach (var condition in scan.Conditions.Skip(common))
            {
                use = new FilterPlan(use, condition);
            }

            _replacements.Add(scan.Root, use with { Order = scan.Root.Order });
        }

        return shared;
    }

    private static BoundExpression Renamed(BoundExpression condition, ImmutableArray<ColumnSymbol> columns, Dictionary<string, ColumnSymbol> byName) =>
        new ColumnSubstitution(columns.ToDictionary(c => c, c => (BoundExpression)new BoundColumn(byName[c.Name], default))).Rewrite(condition);

    /// <summary>A scan with the filters right above it, the first applied first.</summary>
    private sealed record FilteredScan(FilterPlan Root, ScanPlan Scan, ImmutableArray<BoundExpression> Conditions)
    {
        public static FilteredScan? Of(FilterPlan root)
        {
            var conditions = new List<BoundExpression>();
            PlanNode node = root;
            while (node is FilterPlan filter)
            {
                conditions.Add(filter.Condition);
                node = filter.Input;
            }

            // A random condition is not the same twice; a query within one is planned where it stands.
            conditions.Reverse();
            return node is ScanPlan scan && !conditions.Exists(BoundSearch.Varies)
                ? new FilteredScan(root, scan, [.. conditions])
                : null;
        }
    }
}

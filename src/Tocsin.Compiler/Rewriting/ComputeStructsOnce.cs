using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Rewriting;

/// <summary>
/// A function of several columns (series_stats) is computed in a projection of its own, and its columns are taken
/// from the result: the database does not notice that the calls are the same.
/// </summary>
internal sealed class ComputeStructsOnce : PlanRewriter
{
    public static QueryPlan Rewrite(QueryPlan plan) => new ComputeStructsOnce().RewriteQuery(plan);

    protected override PlanNode Rewrite(PlanNode node)
    {
        var rewritten = base.Rewrite(node);
        if (rewritten is not ComputePlan compute)
        {
            return rewritten;
        }

        var structs = new Dictionary<BoundExpression, ColumnSymbol>(ReferenceEqualityComparer.Instance);
        foreach (var call in compute.Assignments.Select(a => a.Expression).OfType<BoundField>().Select(f => f.Operand).OfType<BoundCall>())
        {
            structs.TryAdd(call, new ColumnSymbol(call.Function.Name, KqlType.Unknown));
        }

        return structs.Count == 0 ? rewritten : Split(compute, structs);
    }

    private static ComputePlan Split(ComputePlan compute, Dictionary<BoundExpression, ColumnSymbol> structs)
    {
        var passed = compute.Input.Passed();
        var computed = structs.Select(s => new BoundAssignment(s.Value, s.Key));
        var inner = new ComputePlan(compute.Input, [.. passed, .. computed]) { Order = compute.Input.Order };
        ImmutableArray<BoundAssignment> assignments = [.. compute.Assignments.Select(a =>
            a.Expression is BoundField field && structs.TryGetValue(field.Operand, out var column)
                ? a with { Expression = field with { Operand = new BoundColumn(column, field.Span) } }
                : a)];
        return compute with { Input = inner, Assignments = assignments };
    }
}

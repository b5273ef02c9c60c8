using System.Collections.Immutable;

namespace Tocsin.Compiler.Binding;

/// <summary>What bound queries and expressions are made of, for walks that need no operator's meaning.</summary>
internal static class BoundParts
{
    /// <summary>The queries that it reads, in order.</summary>
    public static IEnumerable<BoundQuery> Inputs(BoundQuery query) => query switch
    {
        BoundTable or BoundRows or BoundExternal or BoundRange or BoundItems or BoundPartitionRows => [],
        BoundReference reference => [reference.Target.Query],
        BoundFilter filter => [filter.Input],
        BoundProject project => [project.Input],
        BoundSummarize summarize => [summarize.Input],
        BoundDistinct distinct => [distinct.Input],
        BoundJoin join => [join.Left, join.Right],
        BoundUnion union => union.Inputs.Select(i => i.Query),
        BoundSort sort => [sort.Input],
        BoundTake take => [take.Input],
        BoundMvExpand expand => [expand.Input],
        BoundMvApply apply => [apply.Input, apply.Subquery],
        BoundSteps scan => [scan.Input],
        BoundForEach each => [each.Input, each.Subquery],
        BoundGraph graph => [graph.Nodes.Query, graph.Edges.Query],
        _ => throw new InvalidOperationException($"Bound query {query.GetType().Name} has no case."),
    };

    /// <summary>The expressions of the query itself, not of its inputs.</summary>
    public static IEnumerable<BoundExpression> Expressions(BoundQuery query) => query switch
    {
        BoundTable or BoundExternal or BoundReference or BoundItems or BoundDistinct or BoundForEach or BoundPartitionRows or BoundGraph => [],
        BoundRows rows => rows.Rows.SelectMany(r => r),
        BoundRange range => [range.From, range.To, range.Step],
        BoundFilter filter => [filter.Condition],
        BoundProject project => project.Assignments.Select(a => a.Expression),
        BoundSummarize summarize => summarize.Keys.Concat(summarize.Aggregates).Select(a => a.Expression),
        BoundJoin join => join.Keys.SelectMany(k => new[] { k.Left, k.Right }).Concat(join.Assignments.Select(a => a.Expression)),
        BoundUnion union => union.Inputs.SelectMany(i => i.Values),
        BoundSort sort => sort.Orderings.Select(o => o.Expression),
        BoundTake take => [take.Count],
        BoundMvExpand expand => [.. expand.Items.Select(i => i.Array), .. Given(expand.Limit)],
        BoundMvApply apply => [.. apply.Items.Select(i => i.Array), .. Given(apply.Limit)],
        BoundSteps scan => scan.Steps.SelectMany(s => s.Assignments.Select(a => a.Expression).Prepend(s.Condition)),
        _ => throw new InvalidOperationException($"Bound query {query.GetType().Name} has no case."),
    };

    /// <summary>The expressions that an expression is made of; the queries in it are none.</summary>
    public static ImmutableArray<BoundExpression> Operands(BoundExpression expression) => expression switch
    {
        BoundCall call => call.Arguments,
        BoundAggregate aggregate => aggregate.Arguments,
        BoundConversion conversion => [conversion.Operand],
        BoundField field => [field.Operand],
        BoundUnmatchedString unmatched => [unmatched.Operand],
        BoundInQuery membership => [membership.Operand],
        BoundLiteral or BoundColumn or BoundScalarQuery or BoundTypeLiteral or BoundRefusal or BoundError => [],
        _ => throw new InvalidOperationException($"Bound expression {expression.GetType().Name} has no case."),
    };

    /// <summary>Whether the query reads a row of a query around it, so that it cannot stand on its own.</summary>
    public static bool IsDependent(BoundQuery query)
    {
        var pending = new Stack<BoundQuery>([query]);
        var seen = new HashSet<BoundQuery>(ReferenceEqualityComparer.Instance);
        while (pending.TryPop(out var next))
        {
            if (next is BoundPartitionRows or BoundItems)
            {
                return true;
            }

            // What an inner subquery reads of its own outer row does not leave it.
            foreach (var input in next is BoundForEach or BoundMvApply ? Inputs(next).Take(1) : Inputs(next))
            {
                if (seen.Add(input))
                {
                    pending.Push(input);
                }
            }
        }

        return false;
    }

    private static IEnumerable<BoundExpression> Given(BoundExpression? expression) => expression is null ? [] : [expression];
}

using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>Runs a subquery for every row of the input, whose columns it may read, and yields all its rows.</summary>
public sealed record BoundForEach(BoundQuery Input, BoundQuery Subquery, TextSpan Span) : BoundQuery(Subquery.Columns, Span);

/// <summary>The rows of one partition: those of the shared query whose key is that of the present row of the outer query.</summary>
public sealed record BoundPartitionRows(SharedQuery Rows, ColumnSymbol Key, ColumnSymbol OuterKey, ImmutableArray<ColumnSymbol> Columns, TextSpan Span)
    : BoundQuery(Columns, Span);

/// <summary>The queries that a bound query reads.</summary>
internal static class BoundInputs
{
    public static IEnumerable<BoundQuery> Of(BoundQuery query) => query switch
    {
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
        _ => [],
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
            foreach (var input in next is BoundForEach or BoundMvApply ? BoundInputs.Of(next).Take(1) : Of(next))
            {
                if (seen.Add(input))
                {
                    pending.Push(input);
                }
            }
        }

        return false;
    }
}

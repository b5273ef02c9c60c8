namespace Tocsin.Compiler.Binding;

/// <summary>Queries that give the same rows each time they are computed, and are cheap enough to be computed again.</summary>
internal static class RepeatableQueries
{
    public static bool Contains(BoundQuery query)
    {
        while (true)
        {
            switch (query)
            {
                case BoundTable:
                    return true;
                case BoundReference { Target.IsMaterialized: true }:
                    return true;
                case BoundRows rows:
                    return !rows.Rows.Any(r => r.Any(Varies));
                case BoundReference reference:
                    query = reference.Target.Query;
                    break;
                case BoundFilter filter when !Varies(filter.Condition):
                    query = filter.Input;
                    break;
                case BoundProject project when !project.Assignments.Any(a => Varies(a.Expression)):
                    query = project.Input;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether the rows are drawn anew each time: rand(), new_guid(), sample. What materialize() keeps is not.</summary>
    public static bool IsRandom(BoundQuery query)
    {
        var pending = new Stack<BoundQuery>([query]);
        var seen = new HashSet<BoundQuery>(ReferenceEqualityComparer.Instance);
        while (pending.TryPop(out var next))
        {
            var expressions = BoundParts.Expressions(next).ToArray();
            if (expressions.Any(BoundSearch.IsRandom))
            {
                return true;
            }

            var inputs = next is BoundReference { Target.IsMaterialized: true } ? [] : BoundParts.Inputs(next);
            foreach (var input in inputs.Concat(expressions.SelectMany(BoundSearch.Queries)).Where(seen.Add))
            {
                pending.Push(input);
            }
        }

        return false;
    }

    /// <summary>Another evaluation may give another value: neighbouring rows need not be the same either.</summary>
    private static bool Varies(BoundExpression expression) => BoundSearch.Varies(expression) || BoundSearch.HasWindow(expression);
}

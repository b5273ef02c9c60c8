using Tocsin.Compiler.Catalogue;

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
                    return !rows.Rows.Any(r => r.Any(VaryingSearch.Contains));
                case BoundReference reference:
                    query = reference.Target.Query;
                    break;
                case BoundFilter filter when !VaryingSearch.Contains(filter.Condition):
                    query = filter.Input;
                    break;
                case BoundProject project when !project.Assignments.Any(a => VaryingSearch.Contains(a.Expression)):
                    query = project.Input;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Finds what may differ from one evaluation to the next: random values, neighbouring rows, other queries.</summary>
    private sealed class VaryingSearch : BoundExpressionRewriter
    {
        private bool _found;

        public static bool Contains(BoundExpression expression)
        {
            var search = new VaryingSearch();
            search.Rewrite(expression);
            return search._found;
        }

        public override BoundExpression Rewrite(BoundExpression expression)
        {
            _found |= expression is BoundInQuery or BoundScalarQuery;
            return base.Rewrite(expression);
        }

        protected override BoundExpression Finish(BoundCall call)
        {
            _found |= call.Function.Determinism == Determinism.PerRow || call.Function.IsWindow;
            return call;
        }
    }
}

using Tocsin.Compiler.Catalogue;

namespace Tocsin.Compiler.Binding;

/// <summary>Looks through an expression and all in it.</summary>
internal sealed class BoundSearch : BoundExpressionRewriter
{
    private readonly Func<BoundExpression, bool> _isWanted;
    private bool _found;

    private BoundSearch(Func<BoundExpression, bool> isWanted) => _isWanted = isWanted;

    /// <summary>Whether there is a call that reads neighbouring rows.</summary>
    public static bool HasWindow(BoundExpression expression) => Contains(expression, static e => e is BoundCall { Function.IsWindow: true });

    /// <summary>Whether the value may differ from one evaluation to the next: it is random, or another query's.</summary>
    public static bool Varies(BoundExpression expression) =>
        Contains(expression, static e => e is BoundInQuery or BoundScalarQuery or BoundCall { Function.Determinism: Determinism.PerRow });

    /// <summary>Whether it is drawn anew at each evaluation: rand(), new_guid().</summary>
    public static bool IsRandom(BoundExpression expression) => Contains(expression, static e => e is BoundCall { Function.Determinism: Determinism.PerRow });

    public override BoundExpression Rewrite(BoundExpression expression)
    {
        _found |= expression is not BoundCall && _isWanted(expression);
        return base.Rewrite(expression);
    }

    protected override BoundExpression Finish(BoundCall call)
    {
        _found |= _isWanted(call);
        return call;
    }

    private static bool Contains(BoundExpression expression, Func<BoundExpression, bool> isWanted)
    {
        var search = new BoundSearch(isWanted);
        search.Rewrite(expression);
        return search._found;
    }
}

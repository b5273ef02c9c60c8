using Tocsin.Compiler.Catalogue;

namespace Tocsin.Compiler.Binding;

/// <summary>Looks through an expression and all in it.</summary>
internal static class BoundSearch
{
    /// <summary>Whether there is a call that reads neighbouring rows.</summary>
    public static bool HasWindow(BoundExpression expression) => All(expression).Any(static e => e is BoundCall { Function.IsWindow: true });

    /// <summary>Whether the value may differ from one evaluation to the next: it is random, or another query's.</summary>
    public static bool Varies(BoundExpression expression) =>
        All(expression).Any(static e => e is BoundInQuery or BoundScalarQuery or BoundCall { Function.Determinism: Determinism.PerRow });

    /// <summary>Whether it is drawn anew at each evaluation: rand(), new_guid().</summary>
    public static bool IsRandom(BoundExpression expression) => All(expression).Any(static e => e is BoundCall { Function.Determinism: Determinism.PerRow });

    /// <summary>The queries of toscalar() and in () within the expression.</summary>
    public static IEnumerable<BoundQuery> Queries(BoundExpression expression) => All(expression).SelectMany(static e => e switch
    {
        BoundInQuery membership => [membership.Query],
        BoundScalarQuery scalar => new[] { scalar.Query },
        _ => [],
    });

    /// <summary>The columns that expressions read.</summary>
    public static HashSet<ColumnSymbol> Columns(params IEnumerable<BoundExpression> expressions) =>
        [.. expressions.SelectMany(e => All(e)).OfType<BoundColumn>().Select(c => c.Column)];

    /// <summary>The expression and all in it from the left, in a loop: chains of operators may be thousands deep.</summary>
    /// <param name="root">The expression.</param>
    /// <param name="isClosed">Which expressions are not looked into.</param>
    public static IEnumerable<BoundExpression> All(BoundExpression root, Func<BoundExpression, bool>? isClosed = null)
    {
        var pending = new Stack<BoundExpression>([root]);
        while (pending.TryPop(out var expression))
        {
            yield return expression;
            if (isClosed?.Invoke(expression) == true)
            {
                continue;
            }

            var parts = BoundParts.Operands(expression);
            for (var i = parts.Length - 1; i >= 0; i--)
            {
                pending.Push(parts[i]);
            }
        }
    }
}

using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Testing;

/// <summary>Takes conditions apart.</summary>
internal static class Conditions
{
    /// <summary>What <c>and</c> joins, in order; parentheses around such a chain are opened.</summary>
    public static ImmutableArray<ExpressionSyntax> Conjuncts(ExpressionSyntax condition) => Parts(condition, BinaryOperator.And);

    /// <summary>What <c>or</c> joins.</summary>
    public static ImmutableArray<ExpressionSyntax> Disjuncts(ExpressionSyntax condition) => Parts(condition, BinaryOperator.Or);

    /// <summary>The condition in parentheses.</summary>
    public static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax { Expression: var inner })
        {
            expression = inner;
        }

        return expression;
    }

    private static ImmutableArray<ExpressionSyntax> Parts(ExpressionSyntax condition, BinaryOperator joint)
    {
        // Chains lean left and may be thousands long.
        var parts = new List<ExpressionSyntax>();
        var open = new Stack<ExpressionSyntax>();
        open.Push(condition);
        while (open.TryPop(out var current))
        {
            if (Unwrap(current) is BinarySyntax binary && binary.Operator == joint)
            {
                open.Push(binary.Right);
                open.Push(binary.Left);
            }
            else
            {
                parts.Add(current);
            }
        }

        return [.. parts];
    }
}

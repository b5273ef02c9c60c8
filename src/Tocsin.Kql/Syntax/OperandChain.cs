using System.Collections.Immutable;

namespace Tocsin.Kql.Syntax;

/// <summary>Takes conditions apart into what <c>and</c> or <c>or</c> joins.</summary>
public static class OperandChain
{
    /// <summary>What <c>and</c> joins, in order; parentheses around such a chain are opened.</summary>
    public static ImmutableArray<ExpressionSyntax> Conjuncts(ExpressionSyntax condition) => Of(condition, BinaryOperator.And);

    /// <summary>What <c>or</c> joins.</summary>
    public static ImmutableArray<ExpressionSyntax> Disjuncts(ExpressionSyntax condition) => Of(condition, BinaryOperator.Or);

    /// <summary>What an operator joins that may be joined in any order.</summary>
    public static ImmutableArray<ExpressionSyntax> Of(ExpressionSyntax expression, BinaryOperator joint)
    {
        // Chains lean left and may be thousands long.
        var operands = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        var open = new Stack<ExpressionSyntax>([expression]);
        while (open.TryPop(out var current))
        {
            if (Unwrap(current) is BinarySyntax binary && binary.Operator == joint)
            {
                open.Push(binary.Right);
                open.Push(binary.Left);
            }
            else
            {
                operands.Add(current);
            }
        }

        return operands.ToImmutable();
    }

    /// <summary>The expression in parentheses.</summary>
    public static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax { Expression: var inner })
        {
            expression = inner;
        }

        return expression;
    }
}

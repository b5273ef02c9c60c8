using System.Collections.Immutable;

namespace Tocsin.Compiler.Binding;

/// <summary>Rebuilds an expression bottom-up; what does not change keeps its identity.</summary>
internal abstract class BoundExpressionRewriter
{
    public virtual BoundExpression Rewrite(BoundExpression expression) => expression switch
    {
        BoundCall call => RewriteCall(call),
        BoundConversion conversion => Same(conversion.Operand, Rewrite(conversion.Operand)) is { } operand ? conversion with { Operand = operand } : conversion,
        BoundUnmatchedString unmatched => Same(unmatched.Operand, Rewrite(unmatched.Operand)) is { } operand ? unmatched with { Operand = operand } : unmatched,
        BoundField field => Same(field.Operand, Rewrite(field.Operand)) is { } operand ? field with { Operand = operand } : field,
        BoundInQuery query => Same(query.Operand, Rewrite(query.Operand)) is { } operand ? query with { Operand = operand } : query,
        BoundAggregate aggregate => RewriteAll(aggregate.Arguments) is { } arguments ? aggregate with { Arguments = arguments } : aggregate,
        BoundLiteral or BoundColumn or BoundScalarQuery or BoundTypeLiteral or BoundRefusal or BoundError => expression,
        _ => throw new InvalidOperationException($"Bound expression {expression.GetType().Name} has no case."),
    };

    /// <summary>Left-leaning chains of thousands of operators are rebuilt in a loop.</summary>
    private BoundExpression RewriteCall(BoundCall call)
    {
        var spine = new Stack<BoundCall>();
        var node = call;
        spine.Push(node);
        while (!node.Arguments.IsEmpty && node.Arguments[0] is BoundCall left)
        {
            spine.Push(left);
            node = left;
        }

        BoundExpression? rewritten = null;
        while (spine.TryPop(out var current))
        {
            var arguments = ImmutableArray.CreateBuilder<BoundExpression>(current.Arguments.Length);
            var changed = false;
            for (var i = 0; i < current.Arguments.Length; i++)
            {
                var argument = i == 0 && rewritten is not null ? rewritten : Rewrite(current.Arguments[i]);
                changed |= !ReferenceEquals(argument, current.Arguments[i]);
                arguments.Add(argument);
            }

            rewritten = Finish(changed ? current with { Arguments = arguments.MoveToImmutable() } : current);
        }

        return rewritten!;
    }

    /// <summary>A hook for calls whose arguments are done.</summary>
    protected virtual BoundExpression Finish(BoundCall call) => call;

    private ImmutableArray<BoundExpression>? RewriteAll(ImmutableArray<BoundExpression> expressions)
    {
        var rewritten = expressions.Select(Rewrite).ToImmutableArray();
        return rewritten.AsSpan().SequenceEqual(expressions.AsSpan(), ReferenceEqualityComparer.Instance) ? null : rewritten;
    }

    private static BoundExpression? Same(BoundExpression before, BoundExpression after) => ReferenceEquals(before, after) ? null : after;
}

using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Compiler.Binding;

/// <summary>The names in an expression that may be columns, in order of appearance.</summary>
internal static class ColumnReferences
{
    public static ImmutableArray<NameSyntax> Of(ExpressionSyntax expression)
    {
        var names = ImmutableArray.CreateBuilder<NameSyntax>();
        var pending = new Stack<ExpressionSyntax>([expression]);
        while (pending.TryPop(out var node))
        {
            if (node is NameExpressionSyntax name)
            {
                if (!names.Any(n => n.Text == name.Name.Text))
                {
                    names.Add(name.Name);
                }

                continue;
            }

            foreach (var child in Children(node).Reverse())
            {
                pending.Push(child);
            }
        }

        return names.ToImmutable();
    }

    private static IEnumerable<ExpressionSyntax> Children(ExpressionSyntax node) => node switch
    {
        ParenthesizedSyntax parenthesized => [parenthesized.Expression],
        BinarySyntax binary => [binary.Left, binary.Right],
        UnarySyntax unary => [unary.Operand],
        BetweenSyntax between => [between.Value, between.Low, between.High],
        ListOperatorSyntax list => [list.Left, .. list.Right],
        CallSyntax call => call.Arguments,
        NamedExpressionSyntax named => [named.Expression],
        PathSyntax path => [path.Target],
        ElementSyntax element => [element.Target, element.Index],
        _ => [],
    };
}

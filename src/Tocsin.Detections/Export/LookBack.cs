using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Export;

/// <summary>How far back a query looks by its own words: the longest <c>ago(…)</c> in it.</summary>
internal static class LookBack
{
    public static TimeSpan? Of(SourceText query)
    {
        var tree = SyntaxTree.Parse(query);
        var constants = new QueryConstants(tree);
        TimeSpan? longest = null;
        for (var i = 0; i + 2 < tree.Tokens.Length; i++)
        {
            if (tree.Tokens[i].Is("ago") && tree.Tokens[i + 1].Kind == TokenKind.OpenParen && Argument(tree, i + 2, constants) is { } span && !(longest >= span))
            {
                longest = span;
            }
        }

        return longest;
    }

    /// <summary>The value between the parenthesis before <paramref name="start"/> and its counterpart.</summary>
    private static TimeSpan? Argument(SyntaxTree tree, int start, QueryConstants constants)
    {
        var depth = 1;
        var end = start;
        while (end < tree.Tokens.Length && (depth += tree.Tokens[end].Kind switch { TokenKind.OpenParen => 1, TokenKind.CloseParen => -1, _ => 0 }) > 0)
        {
            end++;
        }

        if (end <= start || end >= tree.Tokens.Length)
        {
            return null;
        }

        var text = tree.Source.ToString(TextSpan.FromBounds(tree.Tokens[start].Span.Start, tree.Tokens[end].Span.Start));
        return SyntaxTree.Parse(new SourceText(text)).Root.Statements is [ExpressionStatementSyntax { Expression: var argument }]
            ? constants.Evaluate(argument) as TimeSpan?
            : null;
    }
}

using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Formatting;

/// <summary>Which brackets belong together.</summary>
internal static class Brackets
{
    /// <summary>For each opening bracket the index of its closing one; -1 for other tokens.</summary>
    public static int[] Pair(ImmutableArray<SyntaxToken> tokens)
    {
        var partners = new int[tokens.Length];
        Array.Fill(partners, -1);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            switch (tokens[i].Kind)
            {
                case TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace:
                    open.Push(i);
                    break;
                case TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace when open.TryPop(out var start):
                    partners[start] = i;
                    break;
            }
        }

        return partners;
    }
}

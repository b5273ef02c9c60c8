using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

// declare pattern (https://learn.microsoft.com/kusto/query/pattern-statement).
internal sealed partial class Parser
{
    private PatternStatementSyntax ParsePattern()
    {
        var start = Next().Span.Start;
        Next();
        var name = ParseDeclaredName();
        if (!TryTake(TokenKind.Equal))
        {
            return new PatternStatementSyntax(name, [], null, [], SpanFrom(start));
        }

        var parameters = ParseParameters(isEmptyAllowed: false);
        ParameterSyntax? path = null;
        var bracket = Current.Span;
        if (TryTake(TokenKind.OpenBracket))
        {
            path = ParseParameter();
            Close(bracket, TokenKind.CloseBracket);
        }

        var mappings = ImmutableArray.CreateBuilder<PatternMappingSyntax>();
        var open = Current.Span;
        if (Expect(TokenKind.OpenBrace, "{"))
        {
            while (Kind == TokenKind.OpenParen)
            {
                mappings.Add(ParsePatternMapping());
                if (!TryTake(TokenKind.Semicolon))
                {
                    break;
                }
            }

            Close(open, TokenKind.CloseBrace);
        }

        return new PatternStatementSyntax(name, parameters, path, mappings.DrainToImmutable(), SpanFrom(start));
    }

    /// <summary><c>("a", "b").["c"] = { T | … }</c>.</summary>
    private PatternMappingSyntax ParsePatternMapping()
    {
        var start = Current.Span.Start;
        var open = Next().Span;
        var arguments = ParseList(ParseExpression);
        Close(open, TokenKind.CloseParen);
        ExpressionSyntax? path = null;
        if (TryTake(TokenKind.Dot))
        {
            var bracket = Current.Span;
            if (Expect(TokenKind.OpenBracket, "["))
            {
                path = ParseExpression();
                Close(bracket, TokenKind.CloseBracket);
            }
        }

        Expect(TokenKind.Equal, "=");
        var braces = Current.Span.Start;
        var (statements, body) = ParseBraces();
        return new PatternMappingSyntax(arguments, path, new FunctionDeclarationSyntax(false, [], statements, body, SpanFrom(braces)), SpanFrom(start));
    }
}

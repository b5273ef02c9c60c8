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
        var path = ParsePathParameter();
        var matches = ImmutableArray.CreateBuilder<PatternMatchSyntax>();
        var open = Current.Span;
        if (Expect(TokenKind.OpenBrace, "{") && TryEnter())
        {
            ParsePatternMatches(matches, hasPath: path is not null);
            Leave();
            Close(open, TokenKind.CloseBrace);
        }

        return new PatternStatementSyntax(name, parameters, path, matches.DrainToImmutable(), SpanFrom(start));
    }

    private ParameterSyntax? ParsePathParameter()
    {
        var open = Current.Span;
        if (!TryTake(TokenKind.OpenBracket))
        {
            return null;
        }

        var parameter = ParseParameter();
        Close(open, TokenKind.CloseBracket);
        return parameter;
    }

    private void ParsePatternMatches(ImmutableArray<PatternMatchSyntax>.Builder matches, bool hasPath)
    {
        do
        {
            matches.Add(ParsePatternMatch(hasPath));
            Expect(TokenKind.Semicolon, ";");
        }
        while (_lastErrorPosition != _position && Kind == TokenKind.OpenParen);
    }

    private PatternMatchSyntax ParsePatternMatch(bool hasPath)
    {
        var start = Current.Span.Start;
        var values = ImmutableArray<ExpressionSyntax>.Empty;
        var open = Current.Span;
        if (Expect(TokenKind.OpenParen, "("))
        {
            values = ParseList(() => ParseSignedLiteral("a pattern"));
            Close(open, TokenKind.CloseParen);
        }

        var path = hasPath ? ParsePathValue() : null;
        Expect(TokenKind.Equal, "=");
        var body = ParseFunctionBraces(Current.Span.Start, isView: false, []);
        return new PatternMatchSyntax(values, path, body, SpanFrom(start));
    }

    private ExpressionSyntax ParsePathValue()
    {
        Expect(TokenKind.Dot, ".");
        var open = Current.Span;
        if (!Expect(TokenKind.OpenBracket, "["))
        {
            return Missing();
        }

        var value = ParseSignedLiteral("a pattern");
        Close(open, TokenKind.CloseBracket);
        return value;
    }
}

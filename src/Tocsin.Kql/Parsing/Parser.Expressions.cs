using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Parsing;

/// <summary>Expressions: binary operators by level, then prefixes and paths.</summary>
internal sealed partial class Parser
{
    private ExpressionSyntax ParseExpression()
    {
        if (!TryEnter())
        {
            return Missing();
        }

        var expression = ParseBinary(OperatorLevels.Or);
        Leave();
        return expression;
    }

    /// <summary>
    /// Operators of the level and tighter ones. Chains of one level lean left and are built in the loop; an
    /// operator that does not chain lowers <c>highest</c>, so that <c>a == b == c</c> stops before its second one.
    /// </summary>
    private ExpressionSyntax ParseBinary(int lowest)
    {
        var left = ParseUnary();
        var highest = OperatorLevels.Tightest;
        while (true)
        {
            if (lowest <= OperatorLevels.Equality && highest >= OperatorLevels.Equality && ParseEqualityWord(left) is { } matched)
            {
                left = matched;
                highest = OperatorLevels.Equality - 1;
                continue;
            }

            var (level, operation) = Keywords.BinaryOperatorOf(Current);
            if (level < lowest || level > highest || level == 0 || !TryTakeOperator(operation, out var operatorSpan))
            {
                return left;
            }

            var right = level == OperatorLevels.String ? ParseUnary() : ParseBinary(level + 1);
            left = new BinarySyntax(operation, left, right, operatorSpan, TextSpan.Cover(left.Span, right.Span));
            highest = OperatorLevels.Chains(level) ? level : level - 1;
        }
    }

    private bool TryTakeOperator(BinaryOperator operation, out TextSpan span)
    {
        span = Current.Span;
        if (operation == BinaryOperator.MatchesRegex)
        {
            if (!Peek().Is("regex"))
            {
                return false;
            }

            span = TextSpan.Cover(span, Peek().Span);
            Next();
        }

        Next();
        return true;
    }

    /// <summary>The operators of the equality level that are followed by parentheses, or null.</summary>
    private ExpressionSyntax? ParseEqualityWord(ExpressionSyntax left)
    {
        if (Keywords.ListOperatorOf(Current) is { } list && !AtSeriesRange)
        {
            return ParseListOperator(list, left);
        }

        var isNegated = Current is { Kind: TokenKind.OperatorWord, Text: "!between" };
        return isNegated || At("between") ? ParseBetween(isNegated, left) : null;
    }

    /// <summary>The <c>in range(…)</c> of <c>make-series</c>; elsewhere <c>in</c> needs a parenthesis after it.</summary>
    private bool AtSeriesRange => At("in") && Peek().Is("range") && Peek(2).Kind == TokenKind.OpenParen;

    private ListOperatorSyntax ParseListOperator(ListOperator operation, ExpressionSyntax left)
    {
        var token = Next();
        var items = ImmutableArray<ExpressionSyntax>.Empty;
        if (Kind == TokenKind.OpenParen)
        {
            var open = Next().Span;
            items = ParseListOrSubquery();
            Close(open, TokenKind.CloseParen);
        }
        else
        {
            ReportHere(SyntaxDescriptors.ListNeedsParentheses, token.Text, DescribeCurrent());
            if (!AtEndOfClause)
            {
                items = [ParseBinary(OperatorLevels.Relational)];
            }
        }

        return new ListOperatorSyntax(operation, left, items, token.Span, SpanFrom(left.Span.Start));
    }

    /// <summary>Values between commas; the first may be a pipeline.</summary>
    private ImmutableArray<ExpressionSyntax> ParseListOrSubquery()
    {
        var items = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        items.Add(ParsePipeline(isListItem: true));
        while (TryTake(TokenKind.Comma) || TryResumeList())
        {
            items.Add(ParseExpression());
        }

        return items.DrainToImmutable();
    }

    private BetweenSyntax ParseBetween(bool isNegated, ExpressionSyntax left)
    {
        var token = Next();
        if (Kind != TokenKind.OpenParen)
        {
            ReportHere(SyntaxDescriptors.Expected, $"'(' after '{token.Text}'", DescribeCurrent());
            return new BetweenSyntax(isNegated, left, Missing(), Missing(), token.Span, SpanFrom(left.Span.Start));
        }

        var open = Next().Span;
        var low = ParseExpression();
        Expect(TokenKind.DotDot, "..");
        var high = ParseExpression();
        Close(open, TokenKind.CloseParen);
        return new BetweenSyntax(isNegated, left, low, high, token.Span, SpanFrom(left.Span.Start));
    }

    private ExpressionSyntax ParseUnary()
    {
        if (Kind is not (TokenKind.Minus or TokenKind.Plus))
        {
            return ParsePostfix();
        }

        var sign = Next();
        if (sign.Kind == TokenKind.Minus && Kind == TokenKind.LongLiteral && LiteralText.IsLongMinimum(Current.Text))
        {
            Next();
            return new LiteralSyntax(KqlType.Long, long.MinValue, SpanFrom(sign.Span.Start));
        }

        var operand = ParsePostfix();
        var operation = sign.Kind == TokenKind.Minus ? UnaryOperator.Minus : UnaryOperator.Plus;
        return new UnarySyntax(operation, operand, SpanFrom(sign.Span.Start));
    }

    /// <summary>A primary and the members and elements taken from it; the chain is built in a loop.</summary>
    private ExpressionSyntax ParsePostfix()
    {
        var expression = ParsePrimary();
        while (true)
        {
            if (Kind == TokenKind.Dot && Peek().Kind == TokenKind.OpenBracket && BracketedNameLength(2) == 0)
            {
                // a.[b] is a[b].
                Next();
            }
            else if (TryTake(TokenKind.Dot))
            {
                var member = ParseNameOrCall();
                expression = new PathSyntax(expression, member, SpanFrom(expression.Span.Start));
            }
            else if (Kind == TokenKind.OpenBracket && expression is not MissingExpressionSyntax)
            {
                var open = Next().Span;
                var index = ParseExpression();
                Close(open, TokenKind.CloseBracket);
                expression = new ElementSyntax(expression, index, SpanFrom(expression.Span.Start));
            }
            else
            {
                return expression;
            }
        }
    }
}

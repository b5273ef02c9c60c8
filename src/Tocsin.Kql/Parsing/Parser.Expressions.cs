using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Parsing;

/// <summary>Expressions: binary operators by level, then prefixes, paths and primaries.</summary>
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
                var member = ParseMember();
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

    private ExpressionSyntax ParseMember()
    {
        var name = ParseReferredName();
        return name.IsMissing || Kind != TokenKind.OpenParen ? NameOrMissing(name) : ParseCall(name);
    }

    private ExpressionSyntax ParsePrimary() => Kind switch
    {
        TokenKind.Word => ParseWordPrimary(),
        TokenKind.OpenParen => ParseParenthesized(),
        TokenKind.OpenBracket when AtBracketedName => ParseNameOrCall(),
        TokenKind.OpenBrace => ParseClientParameter(),
        TokenKind.Asterisk when AllowsStar(Peek()) => new StarSyntax(Next().Span),
        TokenKind.DateTimeLiteral when IsEmptyLiteral(Current.Text) => ParseCurrentTime(),
        _ => (ExpressionSyntax?)TryParseLiteral() ?? ReportExpressionExpected(),
    };

    private static bool IsEmptyLiteral(string text) => text.AsSpan(text.IndexOf('(', StringComparison.Ordinal) + 1).Trim() is ")";

    /// <summary>"datetime() returns the current time" (https://learn.microsoft.com/kusto/query/scalar-data-types/datetime).</summary>
    private CallSyntax ParseCurrentTime()
    {
        var span = Next().Span;
        return new CallSyntax(new NameSyntax("now", span), [], span);
    }

    /// <summary><c>*</c> stands for all columns before operators that compare text.</summary>
    private static bool AllowsStar(in SyntaxToken next) =>
        next.Kind == TokenKind.EqualEqual || Keywords.BinaryOperatorOf(next).Level == OperatorLevels.String;

    private MissingExpressionSyntax ReportExpressionExpected()
    {
        if (Kind == TokenKind.Word)
        {
            ReportHere(SyntaxDescriptors.KeywordAsExpression, Current.Text);
        }
        else
        {
            ReportHere(SyntaxDescriptors.ExpressionExpected, DescribeCurrent());
        }

        if (Kind is TokenKind.Bad or TokenKind.RawGuid)
        {
            Next();
        }

        return Missing();
    }

    private ExpressionSyntax ParseWordPrimary()
    {
        var next = Peek().Kind;
        return Current.Text switch
        {
            "dynamic" when next == TokenKind.OpenParen => ParseDynamic(),
            "typeof" when next == TokenKind.OpenParen => ParseTypeOf(),
            "toscalar" => ParseToScalar(),
            "materialize" when next is TokenKind.OpenParen or TokenKind.Word => ParseMaterialize(),
            "totable" when next == TokenKind.OpenParen => ParseToTable(),
            "datatable" when next is TokenKind.OpenParen or TokenKind.Word => ParseDataTable(),
            "externaldata" or "external_data" when next == TokenKind.OpenParen => ParseExternalData(),
            "entity_group" when next == TokenKind.OpenBracket => ParseEntityGroup(),
            "inline_external_table" when next == TokenKind.OpenParen && AtColumnAhead => ParseInlineExternalTable(),
            var word => Keywords.IsReserved(word) ? ReportTypeCallOrKeyword() : ParseNameOrCall(),
        };
    }

    private bool AtColumnAhead => Peek(2).Kind == TokenKind.CloseParen || Peek(3).Kind == TokenKind.Colon || Peek(2).Kind == TokenKind.OpenBracket;

    /// <summary><c>string(x)</c> and its kin are meant as conversions: names them; other keywords are no expressions.</summary>
    private ExpressionSyntax ReportTypeCallOrKeyword()
    {
        if (Peek().Kind != TokenKind.OpenParen || KqlTypes.FromName(Current.Text) is not { } type)
        {
            return ReportExpressionExpected();
        }

        var hint = $"A conversion is written to{type.Name()}(…).";
        ReportHere(SyntaxDescriptors.UnexpectedWithHint, DescribeCurrent(), hint);
        return ParseCall(TakeName());
    }

    private ExpressionSyntax ParseNameOrCall()
    {
        var name = ParseReferredName();
        return name.IsMissing || Kind != TokenKind.OpenParen ? NameOrMissing(name) : ParseCall(name);
    }

    private CallSyntax ParseCall(NameSyntax name)
    {
        var open = Next().Span;
        var arguments = Kind == TokenKind.CloseParen ? [] : ParseList(ParseArgument);
        Close(open, TokenKind.CloseParen);
        return new CallSyntax(name, arguments, SpanFrom(name.Span.Start));
    }

    private ExpressionSyntax ParseArgument() =>
        Kind == TokenKind.Asterisk && Peek().Kind is TokenKind.CloseParen or TokenKind.Comma
            ? new StarSyntax(Next().Span)
            : ParseNamedExpression();

    /// <summary><c>expression</c>, <c>name = expression</c> or <c>(a, b) = expression</c>.</summary>
    private ExpressionSyntax ParseNamedExpression()
    {
        var start = Current.Span.Start;
        if (AtNamedValue)
        {
            var name = ParseDeclaredName();
            if (name.IsMissing)
            {
                Next();
            }

            Next();
            var value = ParseExpression();
            return new NamedExpressionSyntax([name], false, value, SpanFrom(start));
        }

        if (!AtNamedTuple)
        {
            return ParseExpression();
        }

        Next();
        var names = ParseList(() => ParseDeclaredName(isDeclaration: true));
        Next();
        Next();
        var tuple = ParseExpression();
        return new NamedExpressionSyntax(names, true, tuple, SpanFrom(start));
    }

    private ParenthesizedSyntax ParseParenthesized()
    {
        var open = Next().Span;
        var expression = ParsePipeline();
        Close(open, TokenKind.CloseParen);
        return new ParenthesizedSyntax(expression, SpanFrom(open.Start));
    }

    /// <summary><c>{name}</c>, which query editors replace before they send the query.</summary>
    private MissingExpressionSyntax ParseClientParameter()
    {
        if (Peek().Kind != TokenKind.Word || Peek(2).Kind != TokenKind.CloseBrace)
        {
            return ReportExpressionExpected();
        }

        var start = Next().Span.Start;
        var name = Next().Text;
        Next();
        var span = SpanFrom(start);
        ReportAt(span, SyntaxDescriptors.ClientParameter, name);
        return new MissingExpressionSyntax(span);
    }

    private TypeOfSyntax ParseTypeOf()
    {
        var start = Next().Span.Start;
        TypeSyntax type = IsSchemaOfTypeOf ? ParseTypeOfSchema() : ParseTypeOfScalar();
        return new TypeOfSyntax(type, SpanFrom(start));
    }

    private bool IsSchemaOfTypeOf => Peek().Kind is TokenKind.Asterisk or TokenKind.CloseParen or TokenKind.OpenBracket
        || Peek(2).Kind == TokenKind.Colon;

    private ScalarTypeSyntax ParseTypeOfScalar()
    {
        var open = Next().Span;
        if (Kind == TokenKind.Word && KqlTypes.FromName(Current.Text) is null)
        {
            ReportHere(SyntaxDescriptors.UnknownType, Current.Text);
        }
        else if (Kind != TokenKind.Word)
        {
            ReportExpected("a type");
        }

        var name = Kind == TokenKind.Word ? TakeName() : MissingName();
        Close(open, TokenKind.CloseParen);
        return new ScalarTypeSyntax(name.Text, name.Span);
    }

    /// <summary><c>typeof(a:long, b:string)</c>; with <c>*</c> first it stands for the input's columns and these.</summary>
    private SchemaTypeSyntax ParseTypeOfSchema()
    {
        var open = Next().Span;
        var columns = ImmutableArray.CreateBuilder<ColumnDeclarationSyntax>();
        var isAny = TryTake(TokenKind.Asterisk);
        if ((isAny && TryTake(TokenKind.Comma)) || (!isAny && Kind != TokenKind.CloseParen))
        {
            ParseColumns(columns, isTrailingCommaAllowed: false);
        }

        Close(open, TokenKind.CloseParen);
        return new SchemaTypeSyntax(columns.DrainToImmutable(), isAny, SpanFrom(open.Start));
    }

    private ToScalarSyntax ParseToScalar()
    {
        var start = Next().Span.Start;
        var parameters = ParseOperatorParameters();
        var expression = ParseParenthesizedQuery();
        return new ToScalarSyntax(parameters, expression, SpanFrom(start));
    }

    private MaterializeSyntax ParseMaterialize()
    {
        var start = Next().Span.Start;
        var parameters = ParseOperatorParameters();
        var expression = ParseParenthesizedQuery();
        return new MaterializeSyntax(parameters, expression, SpanFrom(start));
    }

    private CallSyntax ParseToTable()
    {
        var name = TakeName();
        var parameters = ParseParenthesizedQuery();
        return new CallSyntax(name, [parameters], SpanFrom(name.Span.Start));
    }

    private ExpressionSyntax ParseParenthesizedQuery()
    {
        var open = Current.Span;
        if (!Expect(TokenKind.OpenParen, "("))
        {
            return Missing();
        }

        var expression = ParsePipeline();
        Close(open, TokenKind.CloseParen);
        return expression;
    }

    private EntityGroupSyntax ParseEntityGroup()
    {
        var start = Next().Span.Start;
        var open = Next().Span;
        var entities = ParseList(ParseExpression);
        Close(open, TokenKind.CloseBracket);
        return new EntityGroupSyntax(entities, SpanFrom(start));
    }
}

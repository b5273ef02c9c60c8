using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Parsing;

/// <summary>The innermost expressions: names, calls, parentheses, and the words that open a form of their own.</summary>
internal sealed partial class Parser
{
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
        TypeSyntax type = IsSchemaOfTypeOf ? ParseSchema(SchemaStar.First, isTrailingCommaAllowed: false) : ParseTypeOfScalar();
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

    private ToScalarSyntax ParseToScalar()
    {
        var start = Next().Span.Start;
        var parameters = At("kind") && Peek().Kind == TokenKind.Equal ? ImmutableArray.Create(ParseOperatorParameter(1)) : [];
        var expression = ParseParenthesizedQuery();
        return new ToScalarSyntax(parameters, expression, SpanFrom(start));
    }

    private MaterializeSyntax ParseMaterialize()
    {
        var start = Next().Span.Start;
        var expression = ParseParenthesizedQuery();
        return new MaterializeSyntax(expression, SpanFrom(start));
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

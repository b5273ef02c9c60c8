using System.Text;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>Names: plain, bracketed (<c>['a b']</c>), with wildcards.</summary>
internal sealed partial class Parser
{
    private bool AtBracketedName => Kind == TokenKind.OpenBracket && Peek().Kind == TokenKind.StringLiteral && BracketedNameLength(1) > 0;

    /// <summary>The distance after a bracketed name whose first string stands at the given distance, or 0 if it is none.</summary>
    private int BracketedNameLength(int firstString)
    {
        var ahead = firstString;
        while (Peek(ahead).Kind == TokenKind.StringLiteral)
        {
            ahead++;
        }

        return ahead > firstString && Peek(ahead).Kind == TokenKind.CloseBracket ? ahead + 1 : 0;
    }

    /// <summary>How many tokens the name at the given distance has, or 0 where none stands.</summary>
    private int NameLength(int ahead) => Peek(ahead).Kind switch
    {
        TokenKind.Word => 1,
        TokenKind.OpenBracket => Math.Max(0, BracketedNameLength(ahead + 1) - ahead),
        _ => 0,
    };

    /// <summary>A name that declares something: before <c>=</c>, after <c>as</c> or <c>let</c>, in a schema.</summary>
    private NameSyntax ParseDeclaredName() => ParseDeclaredName(Peek().Kind is TokenKind.Equal or TokenKind.Colon);

    private NameSyntax ParseDeclaredName(bool isDeclaration)
    {
        if (AtBracketedName)
        {
            return ParseBracketedName();
        }

        if (Kind != TokenKind.Word)
        {
            ReportHere(SyntaxDescriptors.NameExpected, DescribeCurrent());
            return MissingName();
        }

        if (Keywords.IsReserved(Current.Text) && !(isDeclaration && Keywords.IsDeclarable(Current.Text)))
        {
            ReportHere(SyntaxDescriptors.KeywordAsName, Current.Text);
            return MissingName();
        }

        if (Keywords.WantsBracketsAsDeclaration(Current.Text))
        {
            ReportAt(Current.Span, SyntaxDescriptors.KeywordNeedsBrackets, Current.Text);
        }

        return TakeName();
    }

    /// <summary>A name that refers to something.</summary>
    private NameSyntax ParseReferredName()
    {
        if (AtBracketedName)
        {
            return ParseBracketedName();
        }

        if (Kind == TokenKind.Word && !Keywords.IsReserved(Current.Text))
        {
            if (Keywords.WantsBracketsAsReference(Current.Text))
            {
                ReportAt(Current.Span, SyntaxDescriptors.KeywordNeedsBrackets, Current.Text);
            }

            return TakeName();
        }

        if (Kind == TokenKind.Word)
        {
            ReportHere(SyntaxDescriptors.KeywordAsName, Current.Text);
        }
        else
        {
            ReportHere(SyntaxDescriptors.NameExpected, DescribeCurrent());
        }

        return MissingName();
    }

    private NameSyntax TakeName()
    {
        var token = Next();
        return new NameSyntax(token.Text, token.Span);
    }

    private NameSyntax MissingName() => new(string.Empty, EmptySpan());

    private NameSyntax ParseBracketedName()
    {
        var start = Next().Span.Start;
        var text = DecodeStrings();
        Next();
        var span = SpanFrom(start);
        if (text.Length == 0)
        {
            ReportAt(span, SyntaxDescriptors.NameExpected, "an empty one");
        }

        return new NameSyntax(text, span);
    }

    /// <summary>Adjacent string literals are one string.</summary>
    private string DecodeStrings()
    {
        var first = StringText.Decode(Next().Text);
        if (Kind != TokenKind.StringLiteral)
        {
            return first;
        }

        var text = new StringBuilder(first);
        while (Kind == TokenKind.StringLiteral)
        {
            text.Append(StringText.Decode(Next().Text));
        }

        return text.ToString();
    }

    /// <summary>A name, or a run of adjacent words and <c>*</c> such as <c>Device*_x</c>.</summary>
    private ExpressionSyntax ParseNameOrWildcard()
    {
        if (Kind is not (TokenKind.Word or TokenKind.Asterisk) || !IsWildcardAhead())
        {
            return NameOrMissing(ParseReferredName());
        }

        var start = Current.Span.Start;
        do
        {
            Next();
        }
        while (Current.IsAdjacent && Kind is TokenKind.Word or TokenKind.Asterisk or TokenKind.LongLiteral);

        var span = SpanFrom(start);
        return new WildcardNameSyntax(_source.ToString(span), span);
    }

    private bool IsWildcardAhead()
    {
        const int mostParts = 8;
        var ahead = 0;
        while (ahead < mostParts && Peek(ahead).Kind is TokenKind.Word or TokenKind.LongLiteral && Peek(ahead + 1).IsAdjacent)
        {
            ahead++;
        }

        return Peek(ahead).Kind == TokenKind.Asterisk;
    }

    private static ExpressionSyntax NameOrMissing(NameSyntax name) =>
        name.IsMissing ? new MissingExpressionSyntax(name.Span) : new NameExpressionSyntax(name);

    /// <summary>True where a name and an equals sign stand: <c>x = …</c>, <c>['a b'] = …</c>.</summary>
    private bool AtNamedValue => (Kind == TokenKind.Word && Peek().Kind == TokenKind.Equal)
        || (AtBracketedName && Peek(BracketedNameLength(1)).Kind == TokenKind.Equal);

    /// <summary>True at <c>(a, b) = …</c>.</summary>
    private bool AtNamedTuple
    {
        get
        {
            if (Kind != TokenKind.OpenParen)
            {
                return false;
            }

            var ahead = 1;
            while (true)
            {
                var length = NameLength(ahead);
                if (length == 0)
                {
                    return false;
                }

                ahead += length;
                if (Peek(ahead).Kind != TokenKind.Comma)
                {
                    return Peek(ahead).Kind == TokenKind.CloseParen && Peek(ahead + 1).Kind == TokenKind.Equal;
                }

                ahead++;
            }
        }
    }
}

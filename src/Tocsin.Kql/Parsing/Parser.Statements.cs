using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Parsing;

/// <summary>Statements and the declarations in them.</summary>
internal sealed partial class Parser
{
    private QuerySyntax ParseQuery()
    {
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        if (Kind == TokenKind.Dot)
        {
            ReportHere(SyntaxDescriptors.ManagementCommand);
            _position = _tokens.Length - 1;
        }

        while (Kind != TokenKind.EndOfText)
        {
            statements.Add(ParseStatement());
            EndStatement();
        }

        return new QuerySyntax(statements.DrainToImmutable(), new TextSpan(0, _source.Length));
    }

    private void EndStatement()
    {
        while (Kind is not (TokenKind.EndOfText or TokenKind.Semicolon))
        {
            ReportUnexpected();
            SkipToEndOfClause();
            if (Kind is not (TokenKind.EndOfText or TokenKind.Semicolon))
            {
                Next();
                SkipToEndOfClause();
            }
        }

        TryTake(TokenKind.Semicolon);
    }

    private void ReportUnexpected()
    {
        var hint = Current.Kind switch
        {
            TokenKind.Word when Current.Text is "AND" or "OR" or "And" or "Or" => $"Operators are written in small letters: {Current.Text.ToLowerInvariant()}.",
            TokenKind.Word when Current.Text is "not" => "'not' is a function: not(…).",
            TokenKind.Word when Current.Text is "is" => "Write isnull(…), or isempty(…) of a string.",
            TokenKind.Equal => "Equality is written ==.",
            _ when _position > 0 && _tokens[_position - 1].Is("not") => "'not' is a function: not(…).",
            TokenKind.Word when StartsLine && (!OperatorNames.IsKnown(Current.Text) || Current.Text is "print" or "range" or "union" or "search" or "find") => "Statements are parted by ';'.",
            TokenKind.Word when OperatorNames.IsKnown(Current.Text) => $"An operator stands behind a bar: | {Current.Text} ….",
            _ => null,
        };
        if (hint is null)
        {
            ReportHere(SyntaxDescriptors.Unexpected, Capitalised(DescribeCurrent()));
        }
        else
        {
            ReportHere(SyntaxDescriptors.UnexpectedWithHint, DescribeCurrent(), hint);
        }
    }

    private bool StartsLine => _position > 0 && _source.PositionAt(_tokens[_position - 1].Span.End).Line < _source.PositionAt(Current.Span.Start).Line;

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private StatementSyntax ParseStatement()
    {
        ref readonly var next = ref Peek();
        var nextNames = next.Kind == TokenKind.Word || next.Kind == TokenKind.OpenBracket;
        return Current switch
        {
            { Kind: TokenKind.Word, Text: "let" } when nextNames || next.Kind == TokenKind.Equal => ParseLet(),
            { Kind: TokenKind.Word, Text: "set" } => ParseSet(),
            { Kind: TokenKind.Word, Text: "declare" } when next.Is("query_parameters") => ParseQueryParameters(),
            { Kind: TokenKind.Word, Text: "declare" } when next.Is("pattern") => ParsePattern(),
            { Kind: TokenKind.Word, Text: "alias" } when next.Is("database") => ParseAlias(),
            { Kind: TokenKind.Word, Text: "restrict" } when next.Is("access") => ParseRestrict(),
            _ => ParseExpressionStatement(),
        };
    }

    private ExpressionStatementSyntax ParseExpressionStatement()
    {
        var start = Current.Span.Start;
        var expression = ParsePipeline();
        return new ExpressionStatementSyntax(expression, SpanFrom(start));
    }

    private LetStatementSyntax ParseLet()
    {
        var start = Next().Span.Start;
        var name = ParseDeclaredName();
        if (Kind == TokenKind.Equal || !AtEndOfClause)
        {
            Expect(TokenKind.Equal, "=");
        }
        else
        {
            ReportExpected("'='");
        }

        var value = AtFunctionDeclaration ? ParseFunctionDeclaration() : ParsePipeline();
        return new LetStatementSyntax(name, value, SpanFrom(start));
    }

    private SetStatementSyntax ParseSet()
    {
        var start = Next().Span.Start;
        var name = ParseDeclaredName();
        var value = TryTake(TokenKind.Equal) ? ParseExpression() : null;
        return new SetStatementSyntax(name, value, SpanFrom(start));
    }

    private QueryParametersStatementSyntax ParseQueryParameters()
    {
        var start = Next().Span.Start;
        Next();
        var parameters = ParseParameters(isEmptyAllowed: false);
        return new QueryParametersStatementSyntax(parameters, SpanFrom(start));
    }

    private AliasStatementSyntax ParseAlias()
    {
        var start = Next().Span.Start;
        Next();
        var name = ParseDeclaredName();
        Expect(TokenKind.Equal, "=");
        var value = ParseExpression();
        return new AliasStatementSyntax(name, value, SpanFrom(start));
    }

    private RestrictStatementSyntax ParseRestrict()
    {
        var start = Next().Span.Start;
        Next();
        Expect("to");
        var entities = ImmutableArray<ExpressionSyntax>.Empty;
        var open = Current.Span;
        if (Expect(TokenKind.OpenParen, "("))
        {
            entities = ParseList(ParseEntity);
            Close(open, TokenKind.CloseParen);
        }

        var properties = TryTake("with") ? ParseProperties(null, "restrict") : [];
        return new RestrictStatementSyntax(entities, properties, SpanFrom(start));
    }

    /// <summary>True at <c>() {</c>, <c>(name:</c>, <c>(name) {</c>, and at these after <c>view</c>.</summary>
    private bool AtFunctionDeclaration
    {
        get
        {
            var ahead = At("view") ? 1 : 0;
            if (Peek(ahead).Kind != TokenKind.OpenParen)
            {
                return false;
            }

            ahead++;
            if (Peek(ahead).Kind == TokenKind.CloseParen)
            {
                return Peek(ahead + 1).Kind == TokenKind.OpenBrace || Peek(0).Is("view");
            }

            var name = NameLength(ahead);
            return name > 0 && (Peek(ahead + name).Kind == TokenKind.Colon || IsUntypedFunction(ahead));
        }
    }

    /// <summary>A parenthesis with a brace after it: a function whose author forgot the type of the first parameter.</summary>
    private bool IsUntypedFunction(int ahead)
    {
        while (Peek(ahead).Kind is TokenKind.Word or TokenKind.Comma or TokenKind.Colon)
        {
            ahead++;
        }

        return Peek(ahead).Kind == TokenKind.CloseParen && Peek(ahead + 1).Kind == TokenKind.OpenBrace;
    }

    private FunctionDeclarationSyntax ParseFunctionDeclaration()
    {
        var start = Current.Span.Start;
        var isView = TryTake("view");
        return ParseFunctionBraces(start, isView, ParseParameters(isEmptyAllowed: true));
    }

    private FunctionDeclarationSyntax ParseFunctionBraces(int start, bool isView, ImmutableArray<ParameterSyntax> parameters)
    {
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        ExpressionSyntax? body = null;
        var open = Current.Span;
        if (Expect(TokenKind.OpenBrace, "{") && TryEnter())
        {
            body = ParseFunctionBody(statements);
            Leave();
            Close(open, TokenKind.CloseBrace);
        }

        return new FunctionDeclarationSyntax(isView, parameters, statements.DrainToImmutable(), body, SpanFrom(start));
    }

    private ExpressionSyntax? ParseFunctionBody(ImmutableArray<StatementSyntax>.Builder statements)
    {
        ExpressionSyntax? body = null;
        while (Kind is not (TokenKind.CloseBrace or TokenKind.EndOfText))
        {
            if (body is not null)
            {
                ReportAt(body.Span, SyntaxDescriptors.StatementAfterResult);
                statements.Add(new ExpressionStatementSyntax(body, body.Span));
                body = null;
            }

            if (!AtBodyStatement)
            {
                ReportHere(SyntaxDescriptors.UnexpectedWithHint, DescribeCurrent(), "The statement belongs before the functions, at the start of the query.");
            }

            var statement = ParseStatement();
            if (statement is ExpressionStatementSyntax result)
            {
                body = result.Expression;
            }
            else
            {
                statements.Add(statement);
                if (Kind == TokenKind.CloseBrace)
                {
                    ReportExpected("';'");
                }
            }

            if (!EndBodyStatement())
            {
                break;
            }
        }

        return body;
    }

    /// <summary>False at the statements that only a whole query has.</summary>
    private bool AtBodyStatement => Current.Text switch
    {
        "set" => Peek().Kind != TokenKind.Word,
        "alias" => !Peek().Is("database"),
        "restrict" => !Peek().Is("access"),
        "declare" => !Peek().Is("pattern"),
        _ => true,
    };

    /// <summary>True if another statement of the body may follow.</summary>
    private bool EndBodyStatement()
    {
        while (Kind is TokenKind.Bar or TokenKind.CloseParen or TokenKind.CloseBracket || !AtEndOfClause)
        {
            ReportUnexpected();
            Next();
            SkipToEndOfClause();
        }

        return TryTake(TokenKind.Semicolon);
    }

    private ImmutableArray<ParameterSyntax> ParseParameters(bool isEmptyAllowed)
    {
        var open = Current.Span;
        if (!Expect(TokenKind.OpenParen, "("))
        {
            return [];
        }

        var parameters = Kind == TokenKind.CloseParen && isEmptyAllowed ? [] : ParseList(ParseParameter);
        Close(open, TokenKind.CloseParen);
        return parameters;
    }

    private ParameterSyntax ParseParameter()
    {
        var start = Current.Span.Start;
        var name = ParseDeclaredName();
        TypeSyntax? type = null;
        if (TryTake(TokenKind.Colon))
        {
            type = ParseTypeOrSchema();
        }
        else if (!name.IsMissing)
        {
            ReportAt(name.Span, SyntaxDescriptors.ParameterNeedsType, name.Text);
        }

        var value = TryTake(TokenKind.Equal) ? ParseSignedLiteral("the default of a parameter") : null;
        return new ParameterSyntax(name, type, value, SpanFrom(start));
    }

    private TypeSyntax ParseTypeOrSchema() => Kind == TokenKind.OpenParen ? ParseSchema(SchemaStar.Alone) : ParseType();

    private ScalarTypeSyntax ParseType()
    {
        if (Kind != TokenKind.Word)
        {
            ReportExpected("a type");
            return new ScalarTypeSyntax(string.Empty, EmptySpan());
        }

        if (!IsDeclaredType(Current.Text))
        {
            ReportHere(SyntaxDescriptors.UnknownType, Current.Text);
        }

        var token = Next();
        return new ScalarTypeSyntax(token.Text, token.Span);
    }

    /// <summary>The type names that stand in schemas and parameters; <c>typeof()</c> knows more.</summary>
    private static bool IsDeclaredType(string name) => name is "bool" or "boolean" or "int8" or "int" or "long" or "int64"
        or "real" or "decimal" or "double" or "string" or "time" or "timespan" or "date" or "datetime" or "guid"
        or "uniqueid" or "dynamic";

    /// <summary>Where a star may stand in a schema: <c>(*)</c> of a parameter, <c>(*, a:long)</c> of evaluate and typeof().</summary>
    private enum SchemaStar
    {
        None,
        Alone,
        First,
    }

    /// <summary>Columns in parentheses; a comma may stand after the last.</summary>
    private SchemaTypeSyntax ParseSchema(SchemaStar star = SchemaStar.None, bool isTrailingCommaAllowed = true)
    {
        var open = Current.Span;
        var columns = ImmutableArray.CreateBuilder<ColumnDeclarationSyntax>();
        var hasStar = false;
        if (Expect(TokenKind.OpenParen, "("))
        {
            hasStar = star != SchemaStar.None && TryTake(TokenKind.Asterisk);
            var hasColumns = hasStar ? star == SchemaStar.First && TryTake(TokenKind.Comma) : Kind != TokenKind.CloseParen;
            if (hasColumns)
            {
                ParseSchemaColumns(columns, isTrailingCommaAllowed);
            }

            Close(open, TokenKind.CloseParen);
        }

        return new SchemaTypeSyntax(columns.DrainToImmutable(), hasStar, SpanFrom(open.Start));
    }

    private void ParseSchemaColumns(ImmutableArray<ColumnDeclarationSyntax>.Builder columns, bool isTrailingCommaAllowed)
    {
        do
        {
            if (isTrailingCommaAllowed && Kind == TokenKind.CloseParen)
            {
                return;
            }

            columns.Add(ParseColumn());
        }
        while (TryTake(TokenKind.Comma) || TryResumeList());
    }

    private ColumnDeclarationSyntax ParseColumn()
    {
        var start = Current.Span.Start;
        var name = ParseDeclaredName();
        Expect(TokenKind.Colon, ":");
        var type = ParseType();
        return new ColumnDeclarationSyntax(name, type, SpanFrom(start));
    }
}

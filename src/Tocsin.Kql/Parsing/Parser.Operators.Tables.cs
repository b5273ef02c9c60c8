using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>Operators that combine or make tables.</summary>
internal sealed partial class Parser
{
    private JoinSyntax ParseJoin(int start)
    {
        var parameters = ParseOperatorParameters();
        var right = ParsePostfix();
        var on = TryTake("on") ? ParseList(ParseExpression) : [];
        var where = on.IsEmpty && TryTake("where") ? ParseExpression() : null;
        return new JoinSyntax(parameters, right, on, SpanFrom(start)) { Where = where };
    }

    private LookupSyntax ParseLookup(int start)
    {
        var parameters = ParseOperatorParameters();
        var right = ParsePostfix();
        var on = Expect("on") ? ParseList(ParseExpression) : [];
        return new LookupSyntax(parameters, right, on, SpanFrom(start));
    }

    private UnionSyntax ParseUnion(int start)
    {
        var parameters = ParseOperatorParameters();
        var tables = ParseList(ParseEntity);
        return new UnionSyntax(parameters, tables, SpanFrom(start));
    }

    private RangeSyntax ParseRange(int start)
    {
        var name = ParseDeclaredName();
        Expect("from");
        var from = ParseExpression();
        Expect("to");
        var to = ParseExpression();
        Expect("step");
        var step = ParseExpression();
        return new RangeSyntax(name, from, to, step, SpanFrom(start));
    }

    private EvaluateSyntax ParseEvaluate(int start)
    {
        var parameters = ParseOperatorParameters();
        var name = ParseReferredName();
        var call = Kind == TokenKind.OpenParen ? ParseCall(name) : MissingCall(name);
        var schema = TryTake(TokenKind.Colon) ? ParseSchema(SchemaStar.First) : null;
        return new EvaluateSyntax(parameters, call, schema, SpanFrom(start));
    }

    private CallSyntax MissingCall(NameSyntax name)
    {
        ReportExpected("'('");
        return new CallSyntax(name, [], name.Span);
    }

    private InvokeSyntax ParseInvoke(int start)
    {
        var function = ParsePostfix();
        if (function is not (CallSyntax or PathSyntax { Member: CallSyntax } or MissingExpressionSyntax))
        {
            ReportExpected("'(' and the function's arguments");
        }

        return new InvokeSyntax(function, SpanFrom(start));
    }

    private SearchSyntax ParseSearch(int start)
    {
        var parameters = ParseOperatorParameters();
        var tables = ParseInTables();
        var condition = Kind == TokenKind.Asterisk && !AllowsStar(Peek()) ? new StarSyntax(Next().Span) : ParseExpression();
        return new SearchSyntax(parameters, tables, condition, SpanFrom(start));
    }

    /// <summary><c>in (T, U*)</c>, or nothing.</summary>
    private ImmutableArray<ExpressionSyntax> ParseInTables()
    {
        if (!At("in") || Peek().Kind != TokenKind.OpenParen)
        {
            return [];
        }

        Next();
        var open = Next().Span;
        var tables = ParseList(ParseEntity);
        Close(open, TokenKind.CloseParen);
        return tables;
    }

    private FindSyntax ParseFind(int start)
    {
        var parameters = ParseOperatorParameters();
        var scope = At("datascope") && Peek().Kind == TokenKind.Equal ? parameters.Add(ParseOperatorParameter(1)) : parameters;
        var tables = ParseInTables();
        if (!TryTake("where") && !tables.IsEmpty)
        {
            ReportExpected("'where'");
        }

        var condition = ParseExpression();
        var isSmart = TryTake("project-smart");
        var project = !isSmart && TryTake("project") ? ParseList(ParseFindColumn) : [];
        var away = TryTake("project-away") ? ParseList(ParseNameOrWildcard) : [];
        return new FindSyntax(scope, tables, condition, project, isSmart, away, SpanFrom(start));
    }

    /// <summary><c>a</c>, <c>a:long</c>, <c>*</c> or <c>pack(*)</c>; <c>pack_all()</c>, as the page has it, for the binder to tell of.</summary>
    private ExpressionSyntax ParseFindColumn()
    {
        if (Kind == TokenKind.Asterisk)
        {
            return new StarSyntax(Next().Span);
        }

        if (Kind == TokenKind.Word && Current.Text is "pack" or "pack_all" && Peek().Kind == TokenKind.OpenParen)
        {
            return ParseCall(TakeName());
        }

        var start = Current.Span.Start;
        var name = ParseReferredName();
        return TryTake(TokenKind.Colon)
            ? new TypedColumnSyntax(name, ParseType(), SpanFrom(start))
            : NameOrMissing(name);
    }

    private DataTableSyntax ParseDataTable()
    {
        var start = Next().Span.Start;
        var parameters = ParseOperatorParameters();
        var schema = ParseSchema();
        var values = ParseBracketedValues(() => ParseSignedLiteral("datatable"));
        return new DataTableSyntax(parameters, schema.Columns, values, SpanFrom(start));
    }

    private ExternalDataSyntax ParseExternalData()
    {
        var start = Next().Span.Start;
        var schema = ParseSchema();
        var uris = ParseBracketedValues(ParseExpression);
        var properties = TryTake("with") ? ParseProperties(null, "externaldata") : [];
        return new ExternalDataSyntax(schema.Columns, uris, properties, SpanFrom(start));
    }

    /// <summary>Values in brackets; a comma may stand after the last.</summary>
    private ImmutableArray<ExpressionSyntax> ParseBracketedValues(Func<ExpressionSyntax> parseValue)
    {
        var open = Current.Span;
        if (!Expect(TokenKind.OpenBracket, "["))
        {
            return [];
        }

        var values = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        if (Kind == TokenKind.Comma && Peek().Kind == TokenKind.CloseBracket)
        {
            Next();
        }

        while (Kind is not (TokenKind.CloseBracket or TokenKind.EndOfText))
        {
            values.Add(parseValue());
            if (!TryTake(TokenKind.Comma) && !TryResumeList())
            {
                break;
            }
        }

        Close(open, TokenKind.CloseBracket);

        return values.DrainToImmutable();
    }

    /// <summary>Read for its extent: the kinds of storage that it names are the service's.</summary>
    private InlineExternalTableSyntax ParseInlineExternalTable()
    {
        var start = Next().Span.Start;
        var schema = ParseSchema();
        SkipToEndOfClause();
        return new InlineExternalTableSyntax(schema.Columns, SpanFrom(start));
    }
}

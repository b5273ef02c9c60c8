using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>Operators that expand, that parse text, or that hold a query.</summary>
internal sealed partial class Parser
{
    private MvExpandSyntax ParseMvExpand(int start)
    {
        var parameters = ParseOperatorParameters(columnsFollow: true);
        var items = ParseList(ParseMvItem);
        var limit = TryTake("limit") ? ParseExpression() : null;
        return new MvExpandSyntax(parameters, items, limit, SpanFrom(start));
    }

    private MvItemSyntax ParseMvItem()
    {
        var start = Current.Span.Start;
        var expression = ParseNamedExpression();
        TypeOfSyntax? type = null;
        if (TryTake("to"))
        {
            if (At("typeof") && Peek().Kind == TokenKind.OpenParen)
            {
                type = ParseTypeOf();
            }
            else
            {
                ReportExpected("'typeof(…)'");
                SkipToEndOfClause();
            }
        }

        return new MvItemSyntax(expression, type, SpanFrom(start));
    }

    private MvApplySyntax ParseMvApply(int start)
    {
        var parameters = ParseOperatorParameters(columnsFollow: true);
        var items = ParseList(ParseMvItem);
        var limit = TryTake("limit") ? ParseExpression() : null;
        NameSyntax? id = null;
        if (TryTake("id"))
        {
            var value = ParseExpression();
            id = new NameSyntax(_source.ToString(value.Span), value.Span);
        }

        Expect("on");
        var subquery = ParseSubquery();
        return new MvApplySyntax(parameters, items, limit, id, subquery, SpanFrom(start));
    }

    private ParseOperatorSyntax ParseParse(int start, ParseKind kind)
    {
        var parameters = ParseOperatorParameters();
        var expression = ParseExpression();
        var pattern = ImmutableArray.CreateBuilder<SyntaxNode>();
        Expect("with");
        while (!AtEndOfClause && ParsePatternItem() is { } item)
        {
            pattern.Add(item);
        }

        return new ParseOperatorSyntax(kind, parameters, expression, pattern.DrainToImmutable(), SpanFrom(start));
    }

    private SyntaxNode? ParsePatternItem() => Kind switch
    {
        TokenKind.StringLiteral => TryParseLiteral(),
        TokenKind.Asterisk => new StarSyntax(Next().Span),
        TokenKind.Word or TokenKind.OpenBracket => ParseCapture(),
        _ => ReportBadPattern(),
    };

    private ParseCaptureSyntax? ReportBadPattern()
    {
        ReportHere(SyntaxDescriptors.BadParsePattern, Capitalised(DescribeCurrent()));
        SkipToEndOfClause();
        return null;
    }

    private ParseCaptureSyntax? ParseCapture()
    {
        var start = Current.Span.Start;
        var name = ParseDeclaredName(isDeclaration: true);
        if (name.IsMissing)
        {
            SkipToEndOfClause();
            return null;
        }

        var type = TryTake(TokenKind.Colon) ? ParseType() : null;
        return new ParseCaptureSyntax(name, type, SpanFrom(start));
    }

    private static readonly ImmutableArray<string> ParseKvProperties = ["pair_delimiter", "kv_delimiter", "regex", "quote", "escape", "greedy"];

    private ParseKvSyntax ParseParseKv(int start)
    {
        var expression = ParseExpression();
        Expect("as");
        var schema = ParseSchema();
        var properties = TryTake("with") ? ParseProperties(ParseKvProperties, "parse-kv") : [];
        return new ParseKvSyntax(expression, schema.Columns, properties, SpanFrom(start));
    }

    private PartitionSyntax ParsePartition(int start)
    {
        var parameters = ParseOperatorParameters();
        Expect("by");
        var by = ParseNamePath();
        var subquery = Kind == TokenKind.OpenBrace ? ParseBracedQuery() : ParseSubquery();
        return new PartitionSyntax(parameters, by, subquery, SpanFrom(start));
    }

    /// <summary>A column where a parenthesis after it opens something else than its arguments.</summary>
    private ExpressionSyntax ParseNamePath()
    {
        var expression = NameOrMissing(ParseReferredName());
        while (TryTake(TokenKind.Dot))
        {
            expression = new PathSyntax(expression, NameOrMissing(ParseReferredName()), SpanFrom(expression.Span.Start));
        }

        return expression;
    }

    private ExpressionSyntax ParseBracedQuery()
    {
        var open = Next().Span;
        if (!TryEnter())
        {
            return Missing();
        }

        var query = ParsePipeline();
        Leave();
        Close(open, TokenKind.CloseBrace);
        return query;
    }

    private ForkSyntax ParseFork(int start)
    {
        var branches = ImmutableArray.CreateBuilder<ForkBranchSyntax>();
        do
        {
            var branchStart = Current.Span.Start;
            NameSyntax? name = null;
            if (AtNamedValue)
            {
                name = ParseDeclaredName();
                Expect(TokenKind.Equal, "=");
            }

            var subquery = ParseSubquery();
            branches.Add(new ForkBranchSyntax(name, subquery, SpanFrom(branchStart)));
        }
        while (_lastErrorPosition != _position && (AtNamedValue || Kind == TokenKind.OpenParen));

        return new ForkSyntax(branches.DrainToImmutable(), SpanFrom(start));
    }

    private FacetSyntax ParseFacet(int start)
    {
        Expect("by");
        var by = ParseList(ParseNamePath);
        ExpressionSyntax? subquery = null;
        if (TryTake("with"))
        {
            subquery = Kind == TokenKind.OpenParen ? ParseSubquery() : ParseSingleOperator();
        }

        return new FacetSyntax(by, subquery, SpanFrom(start));
    }

    private ExpressionSyntax ParseSingleOperator()
    {
        if (!TryEnter())
        {
            return Missing();
        }

        var source = new ContextualSourceSyntax(EmptySpan());
        var operation = ParseOperator();
        Leave();
        return new PipelineSyntax(source, [operation], operation.Span);
    }

    private ScanSyntax ParseScan(int start)
    {
        var parameters = ParseOperatorParameters();
        var orderBy = ImmutableArray<OrderingSyntax>.Empty;
        if (TryTake("order"))
        {
            Expect("by");
            orderBy = ParseList(ParseOrdering);
        }

        var partitionBy = ImmutableArray<ExpressionSyntax>.Empty;
        if (TryTake("partition"))
        {
            Expect("by");
            partitionBy = ParseColumns();
        }

        var declared = TryTake("declare") ? ParseParameters(isEmptyAllowed: true) : [];
        Expect("with");
        var steps = ParseScanSteps();
        return new ScanSyntax(parameters, orderBy, partitionBy, declared, steps, SpanFrom(start));
    }

    private ImmutableArray<ScanStepSyntax> ParseScanSteps()
    {
        var open = Current.Span;
        if (!Expect(TokenKind.OpenParen, "("))
        {
            return [];
        }

        var steps = ImmutableArray.CreateBuilder<ScanStepSyntax>();
        while (At("step"))
        {
            steps.Add(ParseScanStep());
        }

        Close(open, TokenKind.CloseParen);
        return steps.DrainToImmutable();
    }

    private ScanStepSyntax ParseScanStep()
    {
        var start = Next().Span.Start;
        var name = ParseDeclaredName(isDeclaration: true);
        var isOptional = TryTake("optional");
        string? output = null;
        if (TryTake("output"))
        {
            Expect(TokenKind.Equal, "=");
            output = ParseScanOutput();
        }

        Expect(TokenKind.Colon, ":");
        var condition = ParseExpression();
        var assignments = TryTake(TokenKind.FatArrow) ? ParseList(ParseScanAssignment) : [];
        if (!Expect(TokenKind.Semicolon, ";"))
        {
            SkipToEndOfClause();
            TryTake(TokenKind.Semicolon);
        }

        return new ScanStepSyntax(name, isOptional, output, condition, assignments, SpanFrom(start));
    }

    private string? ParseScanOutput()
    {
        if (Kind == TokenKind.Word && Current.Text is "all" or "last" or "none")
        {
            return Next().Text;
        }

        ReportExpected("'all', 'last' or 'none'");
        return null;
    }

    private ExpressionSyntax ParseScanAssignment()
    {
        var start = Current.Span.Start;
        var name = ParseDeclaredName(isDeclaration: true);
        Expect(TokenKind.Equal, "=");
        var value = ParseExpression();
        return new NamedExpressionSyntax([name], false, value, SpanFrom(start));
    }

    private MacroExpandSyntax ParseMacroExpand(int start)
    {
        var parameters = ParseOperatorParameters();
        var group = At("entity_group") ? ParsePostfix() : ParseNamePath();
        var scope = TryTake("as") ? ParseDeclaredName()
            : group is NameExpressionSyntax { Name: var name } ? name
            : MissingName();
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        var open = Current.Span;
        if (Expect(TokenKind.OpenParen, "(") && TryEnter())
        {
            ParseMacroStatements(statements);
            Leave();
            Close(open, TokenKind.CloseParen);
        }

        return new MacroExpandSyntax(parameters, group, scope, statements.DrainToImmutable(), SpanFrom(start));
    }

    private void ParseMacroStatements(ImmutableArray<StatementSyntax>.Builder statements)
    {
        do
        {
            if (Kind == TokenKind.CloseParen)
            {
                return;
            }

            statements.Add(ParseStatement());
        }
        while (TryTake(TokenKind.Semicolon));
    }
}

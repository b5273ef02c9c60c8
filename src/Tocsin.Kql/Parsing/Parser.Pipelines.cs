using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>Pipelines: a source, bars, operators and what operators have in common.</summary>
internal sealed partial class Parser
{
    private ExpressionSyntax ParsePipeline() => ParsePipeline(isListItem: false);

    /// <summary>In a list a comma may end the pipeline.</summary>
    private ExpressionSyntax ParsePipeline(bool isListItem)
    {
        var start = Current.Span.Start;
        var source = ParseSource();
        if (!isListItem && !AtEndOfClause)
        {
            ReportUnexpected();
            SkipToEndOfClause();
        }

        if (Kind != TokenKind.Bar)
        {
            return source;
        }

        Next();
        var operators = ParseOperators(isListItem);
        return new PipelineSyntax(source, operators, SpanFrom(start));
    }

    /// <summary>An operator and those behind bars after it.</summary>
    private ImmutableArray<QueryOperatorSyntax> ParseOperators(bool isListItem = false)
    {
        var operators = ImmutableArray.CreateBuilder<QueryOperatorSyntax>();
        do
        {
            operators.Add(ParseOperator());
            if (!AtEndOfClause && !(isListItem && Kind == TokenKind.Comma))
            {
                ReportUnexpected();
                SkipToEndOfClause();
            }
        }
        while (TryTake(TokenKind.Bar));

        return operators.DrainToImmutable();
    }

    private ExpressionSyntax ParseSource()
    {
        if (Kind != TokenKind.Word)
        {
            return ParseExpression();
        }

        var isSource = AtSourceOperator;
        if (!isSource && !AtOperatorWithoutInput)
        {
            return ParseExpression();
        }

        if (!TryEnter())
        {
            return Missing();
        }

        ExpressionSyntax source = isSource ? new OperatorSourceSyntax(ParseOperator()) : ParseOperatorWithoutInput();
        Leave();
        return source;
    }

    private PipelineSyntax ParseOperatorWithoutInput()
    {
        ReportHere(SyntaxDescriptors.OperatorNeedsInput, Current.Text);
        var source = Missing();
        var operation = ParseOperator();
        return new PipelineSyntax(source, [operation], operation.Span);
    }

    private bool AtSourceOperator
    {
        get
        {
            ref readonly var next = ref Peek();
            return Current.Text switch
            {
                "print" or "union" or "find" or "search" or "macro-expand" => true,
                "range" => (next.Kind == TokenKind.Word && Peek(2).Is("from")) || (next.Kind == TokenKind.OpenBracket && BracketedNameLength(2) > 0),
                "evaluate" => next.Kind == TokenKind.Word && Keywords.BinaryOperatorOf(next).Level == 0 && Keywords.ListOperatorOf(next) is null,
                _ => false,
            };
        }
    }

    /// <summary>An operator's name at the start of a pipeline, with what shows that no column of this name is meant.</summary>
    private bool AtOperatorWithoutInput
    {
        get
        {
            if (!OperatorNames.IsKnown(Current.Text))
            {
                return false;
            }

            ref readonly var next = ref Peek();
            return Current.Text is "where" or "project" or "invoke" or "sample" || Current.Text.Contains('-', StringComparison.Ordinal)
                || next.Is("by") || next.Kind is TokenKind.LongLiteral
                || (next.Kind == TokenKind.Word && Keywords.BinaryOperatorOf(next).Level == 0 && !Keywords.IsReserved(next.Text));
        }
    }

    /// <summary>The subquery of <c>mv-apply</c> and its kin: operators without a source, in parentheses.</summary>
    private ExpressionSyntax ParseSubquery()
    {
        var open = Current.Span;
        if (!Expect(TokenKind.OpenParen, "(") || !TryEnter())
        {
            return Missing();
        }

        var source = new ContextualSourceSyntax(EmptySpan());
        var operators = ParseOperators();
        Leave();
        Close(open, TokenKind.CloseParen);
        return new PipelineSyntax(source, operators, SpanFrom(open.Start));
    }

    private QueryOperatorSyntax ParseOperator()
    {
        var keyword = Current;
        QueryOperatorSyntax operation;
        if (keyword.Kind == TokenKind.Word && OperatorNames.IsKnown(keyword.Text))
        {
            Next();
            operation = ParseOperatorBody(keyword.Text, keyword.Span.Start);
        }
        else
        {
            operation = ParseUnknownOperator();
        }

        return operation with { KeywordSpan = keyword.Span };
    }

    private BadOperatorSyntax ParseUnknownOperator()
    {
        var keyword = Current;
        if (keyword.Kind == TokenKind.Word && OperatorNames.Nearest(keyword.Text) is { } nearest)
        {
            ReportHere(SyntaxDescriptors.UnknownOperator, keyword.Text, nearest);
        }
        else
        {
            ReportHere(SyntaxDescriptors.OperatorExpected, DescribeCurrent(), keyword.Kind == TokenKind.Bar ? "For a choice write or." : string.Empty);
        }

        SkipToEndOfClause();
        return new BadOperatorSyntax(SpanFrom(keyword.Span.Start));
    }

    private QueryOperatorSyntax ParseOperatorBody(string keyword, int start) => keyword switch
    {
        "where" or "filter" => ParseWhere(start),
        "extend" => new ExtendSyntax(ParseColumns(), SpanFrom(start)),
        "project" => new ProjectSyntax(ParseOptionalColumns(), SpanFrom(start)),
        "project-away" => new ProjectAwaySyntax(ParseColumnNames(), SpanFrom(start)),
        "project-keep" => new ProjectKeepSyntax(ParseColumnNames(), SpanFrom(start)),
        "project-rename" => new ProjectRenameSyntax(ParseOptionalColumns(), SpanFrom(start)),
        "project-reorder" => ParseProjectReorder(start),
        "project-by-names" => new ProjectByNamesSyntax(ParseColumns(), SpanFrom(start)),
        "summarize" => ParseSummarize(start),
        "distinct" => ParseDistinct(start),
        "count" => ParseCount(start),
        "take" or "limit" => ParseTake(start),
        "sort" or "order" => ParseSort(start),
        "top" => ParseTop(start),
        "top-hitters" => ParseTopHitters(start),
        "top-nested" => ParseTopNested(start),
        "sample" => ParseSample(start),
        "sample-distinct" => ParseSampleDistinct(start),
        "join" => ParseJoin(start),
        "lookup" => ParseLookup(start),
        "union" => ParseUnion(start),
        "mv-expand" or "mvexpand" => ParseMvExpand(start),
        "mv-apply" or "mvapply" => ParseMvApply(start),
        "parse" => ParseParse(start, ParseKind.Parse),
        "parse-where" => ParseParse(start, ParseKind.ParseWhere),
        "parse-kv" => ParseParseKv(start),
        "make-series" => ParseMakeSeries(start),
        "serialize" => new SerializeSyntax(ParseOptionalColumns(), SpanFrom(start)),
        "print" => new PrintSyntax(ParseColumns(), SpanFrom(start)),
        "range" => ParseRange(start),
        "as" => ParseAs(start),
        "render" => ParseRender(start),
        "evaluate" => ParseEvaluate(start),
        "invoke" => ParseInvoke(start),
        "search" => ParseSearch(start),
        "find" => ParseFind(start),
        "getschema" => ParseGetSchema(start),
        "consume" => new ConsumeSyntax(ParseOperatorParameters(), SpanFrom(start)),
        "partition" => ParsePartition(start),
        "fork" => ParseFork(start),
        "facet" => ParseFacet(start),
        "reduce" => ParseReduce(start),
        "assert-schema" => new AssertSchemaSyntax(ParseSchema(), SpanFrom(start)),
        "scan" => ParseScan(start),
        "macro-expand" => ParseMacroExpand(start),
        _ => ParseGraphOperator(keyword, start),
    };

    /// <summary>
    /// Settings in front of an operator's arguments. Where columns follow, <c>kind = f(x)</c> is a column named kind:
    /// the value of a setting is one token, and something else than an operator stands after it.
    /// </summary>
    private ImmutableArray<OperatorParameterSyntax> ParseOperatorParameters(bool columnsFollow = false)
    {
        var parameters = ImmutableArray.CreateBuilder<OperatorParameterSyntax>();
        while (Kind == TokenKind.Word)
        {
            var nameTokens = IsHintAhead() ? 3 : Keywords.IsOperatorParameter(Current.Text) ? 1 : 0;
            if (nameTokens == 0 || Peek(nameTokens).Kind != TokenKind.Equal || (columnsFollow && nameTokens == 1 && ContinuesColumn(Peek(3))))
            {
                break;
            }

            parameters.Add(ParseOperatorParameter(nameTokens));
        }

        return parameters.DrainToImmutable();
    }

    private static bool ContinuesColumn(in SyntaxToken token) => token.Kind switch
    {
        TokenKind.Word => token.Text is "by" or "to" or "on" or "limit" or "default" || Keywords.BinaryOperatorOf(token).Level > 0,
        TokenKind.OpenParen => token.IsAdjacent,
        TokenKind.OpenBracket or TokenKind.Dot or TokenKind.Comma or TokenKind.Bar or TokenKind.Semicolon
            or TokenKind.CloseParen or TokenKind.EndOfText => true,
        _ => Keywords.BinaryOperatorOf(token).Level > 0,
    };

    private bool IsHintAhead() => At("hint") && Peek().Kind == TokenKind.Dot && Peek(2).Kind == TokenKind.Word && Keywords.IsHint(Peek(2).Text);

    private OperatorParameterSyntax ParseOperatorParameter(int nameTokens)
    {
        var start = Current.Span.Start;
        for (var i = 0; i < nameTokens; i++)
        {
            Next();
        }

        var nameSpan = SpanFrom(start);
        Next();
        var value = ParseSettingValue();
        return new OperatorParameterSyntax(new NameSyntax(_source.ToString(nameSpan), nameSpan), value, SpanFrom(start));
    }

    /// <summary>A literal or a word; words that are keywords elsewhere are values here: <c>kind=default</c>.</summary>
    private ExpressionSyntax ParseSettingValue()
    {
        if (Kind is TokenKind.Minus or TokenKind.Plus)
        {
            return ParseUnary();
        }

        if (TryParseLiteral() is { } literal)
        {
            return literal;
        }

        if (AtBracketedName)
        {
            return new NameExpressionSyntax(ParseBracketedName());
        }

        return Kind == TokenKind.Word && !Keywords.IsReserved(Current.Text)
            ? new NameExpressionSyntax(TakeName())
            : ReportExpressionExpected();
    }

    /// <summary><c>(name = value, …)</c> after <c>with</c>; without a list of names any name is good.</summary>
    private ImmutableArray<OperatorParameterSyntax> ParseProperties(ImmutableArray<string>? names, string owner)
    {
        var open = Current.Span;
        if (!Expect(TokenKind.OpenParen, "("))
        {
            return [];
        }

        var properties = Kind == TokenKind.CloseParen ? [] : ParseList(() => ParseProperty(names, owner));
        Close(open, TokenKind.CloseParen);
        return properties;
    }

    private OperatorParameterSyntax ParseProperty(ImmutableArray<string>? names, string owner)
    {
        var start = Current.Span.Start;
        if (Kind == TokenKind.Word && names is { } known && !known.Contains(Current.Text, StringComparer.Ordinal))
        {
            ReportHere(SyntaxDescriptors.UnknownProperty, Current.Text, owner, string.Join(", ", known));
        }

        var name = Kind == TokenKind.Word ? TakeName() : ParseDeclaredName();
        Expect(TokenKind.Equal, "=");
        var value = ParseSettingValue();
        return new OperatorParameterSyntax(name, value, SpanFrom(start));
    }

    private ImmutableArray<ExpressionSyntax> ParseColumns() => ParseList(ParseNamedExpression);

    private ImmutableArray<ExpressionSyntax> ParseOptionalColumns() => AtEndOfClause ? [] : ParseColumns();

    /// <summary>Names with wildcards, for <c>project-away</c> and <c>project-keep</c>.</summary>
    private ImmutableArray<ExpressionSyntax> ParseColumnNames() => AtEndOfClause ? [] : ParseList(ParseNameOrWildcard);

    /// <summary>A table: a name with wildcards, a path to one, a call, or a subquery in parentheses.</summary>
    private ExpressionSyntax ParseEntity()
    {
        if (Kind is TokenKind.Word or TokenKind.Asterisk && IsWildcardAhead())
        {
            return ParseNameOrWildcard();
        }

        var expression = ParsePrimary();
        while (TryTake(TokenKind.Dot))
        {
            var member = Kind is TokenKind.Word or TokenKind.Asterisk && IsWildcardAhead() ? ParseNameOrWildcard() : ParseNameOrCall();
            expression = new PathSyntax(expression, member, SpanFrom(expression.Span.Start));
        }

        return expression;
    }
}

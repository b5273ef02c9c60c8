using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>Operators that filter, shape, order and aggregate one table.</summary>
internal sealed partial class Parser
{
    private WhereSyntax ParseWhere(int start)
    {
        var parameters = ParseOperatorParameters();
        var condition = ParseExpression();
        return new WhereSyntax(parameters, condition, SpanFrom(start));
    }

    private ProjectReorderSyntax ParseProjectReorder(int start)
    {
        var columns = AtEndOfClause ? [] : ParseList(ParseReorder);
        return new ProjectReorderSyntax(columns, SpanFrom(start));
    }

    private ReorderSyntax ParseReorder()
    {
        var start = Current.Span.Start;
        var column = ParseNameOrWildcard();
        var direction = Kind != TokenKind.Word ? ReorderDirection.None : Current.Text switch
        {
            "asc" => ReorderDirection.Ascending,
            "desc" => ReorderDirection.Descending,
            "granny-asc" => ReorderDirection.GrannyAscending,
            "granny-desc" => ReorderDirection.GrannyDescending,
            _ => ReorderDirection.None,
        };
        if (direction != ReorderDirection.None)
        {
            Next();
        }

        return new ReorderSyntax(column, direction, SpanFrom(start));
    }

    private SummarizeSyntax ParseSummarize(int start)
    {
        var parameters = ParseOperatorParameters(columnsFollow: true);
        var aggregates = AtEndOfClause || At("by") ? [] : ParseColumns();
        var by = TryTake("by") ? ParseColumns() : [];
        return new SummarizeSyntax(parameters, aggregates, by, SpanFrom(start));
    }

    private DistinctSyntax ParseDistinct(int start)
    {
        var parameters = ParseOperatorParameters(columnsFollow: true);
        var columns = ParseList(ParseStarOrColumn);
        return new DistinctSyntax(parameters, columns, SpanFrom(start));
    }

    private ExpressionSyntax ParseStarOrColumn() =>
        Kind == TokenKind.Asterisk && !AllowsStar(Peek()) ? new StarSyntax(Next().Span) : ParseNamedExpression();

    private CountSyntax ParseCount(int start)
    {
        var name = TryTake("as") ? ParseDeclaredName() : null;
        return new CountSyntax([], name, SpanFrom(start));
    }

    private TakeSyntax ParseTake(int start)
    {
        var parameters = ParseOperatorParameters();
        var count = ParseExpression();
        return new TakeSyntax(parameters, count, SpanFrom(start));
    }

    private SortSyntax ParseSort(int start)
    {
        var parameters = ParseOperatorParameters();
        Expect("by");
        var orderings = ParseList(ParseOrdering);
        return new SortSyntax(parameters, orderings, SpanFrom(start));
    }

    private OrderingSyntax ParseOrdering()
    {
        var start = Current.Span.Start;
        var expression = ParseNamedExpression();
        SortDirection? direction = null;
        if (TryTake("asc") || TryTake("granny-asc"))
        {
            direction = SortDirection.Ascending;
        }
        else if (TryTake("desc") || TryTake("granny-desc"))
        {
            direction = SortDirection.Descending;
        }

        var nullsFirst = TryTake("nulls") ? ParseNullsFirst() : null;
        return new OrderingSyntax(expression, direction, nullsFirst, SpanFrom(start));
    }

    private bool? ParseNullsFirst()
    {
        if (TryTake("first"))
        {
            return true;
        }

        if (TryTake("last"))
        {
            return false;
        }

        ReportExpected("'first' or 'last'");
        return null;
    }

    private TopSyntax ParseTop(int start)
    {
        var parameters = ParseOperatorParameters();
        var count = ParseExpression();
        Expect("by");
        var ordering = ParseOrdering();
        return new TopSyntax(parameters, count, [ordering], SpanFrom(start));
    }

    private TopHittersSyntax ParseTopHitters(int start)
    {
        var count = ParseExpression();
        Expect("of");
        var of = ParseNamedExpression();
        var by = TryTake("by") ? ParseNamedExpression() : null;
        return new TopHittersSyntax(count, of, by, SpanFrom(start));
    }

    private TopNestedSyntax ParseTopNested(int start)
    {
        var clauses = ImmutableArray.CreateBuilder<TopNestedClauseSyntax>();
        clauses.Add(ParseTopNestedClause(start));
        while (TryTake(TokenKind.Comma))
        {
            var next = Current.Span.Start;
            Expect("top-nested");
            clauses.Add(ParseTopNestedClause(next));
        }

        return new TopNestedSyntax(clauses.DrainToImmutable(), SpanFrom(start));
    }

    private TopNestedClauseSyntax ParseTopNestedClause(int start)
    {
        var count = At("of") ? null : ParseExpression();
        Expect("of");
        var of = ParseNamedExpression();
        ExpressionSyntax? others = null;
        if (TryTake("with"))
        {
            Expect("others");
            Expect(TokenKind.Equal, "=");
            others = ParseExpression();
        }

        Expect("by");
        var by = ParseOrdering();
        return new TopNestedClauseSyntax(count, of, others, by, SpanFrom(start));
    }

    private SampleSyntax ParseSample(int start)
    {
        var parameters = ParseOperatorParameters();
        var count = ParseExpression();
        return new SampleSyntax(parameters, count, SpanFrom(start));
    }

    private SampleDistinctSyntax ParseSampleDistinct(int start)
    {
        var parameters = ParseOperatorParameters();
        var count = ParseExpression();
        Expect("of");
        var of = ParseNamedExpression();
        return new SampleDistinctSyntax(parameters, count, of, SpanFrom(start));
    }

    private MakeSeriesSyntax ParseMakeSeries(int start)
    {
        var parameters = ParseOperatorParameters(columnsFollow: true);
        var aggregates = ParseList(ParseMakeSeriesAggregate);
        Expect("on");
        var on = ParseNamedExpression();
        ExpressionSyntax? from = null, to = null, step = null, inRange = null;
        if (TryTake("in"))
        {
            inRange = ParseRangeCall();
        }
        else
        {
            from = TryTake("from") ? ParseExpression() : null;
            to = TryTake("to") ? ParseExpression() : null;
            step = Expect("step") ? ParseExpression() : Missing();
        }

        var by = TryTake("by") ? ParseColumns() : [];
        return new MakeSeriesSyntax(parameters, aggregates, on, from, to, step, inRange, by, SpanFrom(start));
    }

    private MakeSeriesAggregateSyntax ParseMakeSeriesAggregate()
    {
        var start = Current.Span.Start;
        var expression = ParseNamedExpression();
        ExpressionSyntax? value = null;
        if (TryTake("default"))
        {
            Expect(TokenKind.Equal, "=");
            value = ParseExpression();
        }

        return new MakeSeriesAggregateSyntax(expression, value, SpanFrom(start));
    }

    /// <summary><c>range(start, stop, step)</c> of the older form of <c>make-series</c>.</summary>
    private ExpressionSyntax ParseRangeCall()
    {
        if (At("range") && Peek().Kind == TokenKind.OpenParen)
        {
            return ParseCall(TakeName());
        }

        ReportExpected("'range(start, stop, step)'");
        return Missing();
    }

    private GetSchemaSyntax ParseGetSchema(int start)
    {
        var parameters = ParseOperatorParameters();
        return new GetSchemaSyntax(parameters, SpanFrom(start));
    }

    private AsSyntax ParseAs(int start)
    {
        var parameters = ParseOperatorParameters();
        var name = ParseDeclaredName();
        return new AsSyntax(parameters, name, SpanFrom(start));
    }

    private ReduceSyntax ParseReduce(int start)
    {
        var parameters = ParseOperatorParameters();
        Expect("by");
        var by = ParseNamedExpression();
        var with = TryTake("with") ? ParseList(() => ParseProperty(ReduceProperties, "reduce")) : [];
        return new ReduceSyntax(parameters, by, with, SpanFrom(start));
    }

    private static readonly ImmutableArray<string> ReduceProperties = ["threshold", "characters"];

    private static readonly ImmutableArray<string> RenderProperties =
    [
        "kind", "title", "accumulate", "xcolumn", "ycolumns", "anomalycolumns", "series", "xtitle", "ytitle", "xaxis",
        "yaxis", "legend", "ysplit", "ymin", "ymax", "xmin", "xmax",
    ];

    private static bool TakesText(string property) => property is "title" or "xtitle" or "ytitle";

    private static bool TakesColumns(string property) => property is "ycolumns" or "anomalycolumns" or "series";

    private RenderSyntax ParseRender(int start)
    {
        var visualization = Kind == TokenKind.Word ? TakeName() : ParseDeclaredName();
        var properties = ImmutableArray.CreateBuilder<OperatorParameterSyntax>();
        while (At("by") || (Kind == TokenKind.Word && Peek().Kind == TokenKind.Equal))
        {
            properties.Add(At("by") ? ParseRenderBy() : ParseRenderProperty());
        }

        var open = Peek().Span;
        if (TryTake("with") && Expect(TokenKind.OpenParen, "("))
        {
            if (Kind != TokenKind.CloseParen)
            {
                properties.AddRange(ParseList(ParseRenderProperty));
            }

            Close(open, TokenKind.CloseParen);
        }

        return new RenderSyntax(visualization, properties.DrainToImmutable(), SpanFrom(start));
    }

    private OperatorParameterSyntax ParseRenderProperty()
    {
        if (Kind != TokenKind.Word || !(TakesText(Current.Text) || TakesColumns(Current.Text)) || Peek().Kind != TokenKind.Equal)
        {
            return ParseProperty(RenderProperties, "render");
        }

        var start = Current.Span.Start;
        var name = TakeName();
        Next();
        if (TakesText(name.Text))
        {
            var text = ParseExpression();
            return new OperatorParameterSyntax(name, text, SpanFrom(start));
        }

        return new OperatorParameterSyntax(name, ParseRenderColumns(), SpanFrom(start));
    }

    /// <summary><c>by a, b</c>: to the language service a property as the others, written without an equals sign.</summary>
    private OperatorParameterSyntax ParseRenderBy()
    {
        var start = Current.Span.Start;
        var name = TakeName();
        return new OperatorParameterSyntax(name, ParseRenderColumns(), SpanFrom(start));
    }

    private NameListSyntax ParseRenderColumns()
    {
        var start = Current.Span.Start;
        var columns = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        columns.Add(NameOrMissing(ParseReferredName()));
        while (Kind == TokenKind.Comma && !(Peek().Kind == TokenKind.Word && Peek(2).Kind == TokenKind.Equal))
        {
            Next();
            columns.Add(NameOrMissing(ParseReferredName()));
        }

        return new NameListSyntax(columns.DrainToImmutable(), SpanFrom(start));
    }
}

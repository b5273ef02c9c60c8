using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>The graph operators. What does not fit their grammar is read for its extent alone, and refused when it is bound.</summary>
internal sealed partial class Parser
{
    private GraphOperatorSyntax ParseGraphOperator(string keyword, int start)
    {
        var place = _position;
        GraphOperatorSyntax? parsed = keyword switch
        {
            "make-graph" => ParseMakeGraph(start),
            "graph-match" or "graph-shortest-paths" => ParseGraphMatch(keyword, start),
            "graph-to-table" => ParseGraphToTable(start),
            "graph-mark-components" => new GraphMarkComponentsSyntax(ParseGraphSettings(), SpanFrom(start)),
            _ => null,
        };
        if (parsed is not null && AtEndOfOperator)
        {
            return parsed;
        }

        _position = place;
        SkipToEndOfClause();
        return new OtherGraphOperatorSyntax(keyword, SpanFrom(start));
    }

    private bool AtEndOfOperator => Kind is TokenKind.Bar or TokenKind.Semicolon or TokenKind.CloseParen or TokenKind.CloseBrace or TokenKind.EndOfText;

    private MakeGraphSyntax? ParseMakeGraph(int start)
    {
        var source = ParseReferredName();
        if (!TryTake(TokenKind.Minus) || !TryTake(TokenKind.Minus))
        {
            return null;
        }

        TryTake(TokenKind.Greater);
        var target = ParseReferredName();
        var nodes = ImmutableArray.CreateBuilder<GraphNodesSyntax>();
        NameSyntax? nodeId = null;
        if (At("with_node_id") && Peek().Kind == TokenKind.Equal)
        {
            Next();
            Next();
            nodeId = ParseReferredName();
        }
        else if (TryTake("with"))
        {
            do
            {
                var nodesStart = Current.Span.Start;
                var table = ParsePostfix();
                Expect("on");
                nodes.Add(new GraphNodesSyntax(table, ParseReferredName(), SpanFrom(nodesStart)));
            }
            while (TryTake(TokenKind.Comma));
        }

        NameSyntax? key = null;
        ExpressionSyntax? subquery = null;
        if (TryTake("partitioned-by"))
        {
            key = ParseReferredName();
            subquery = ParseSubquery();
        }

        return new MakeGraphSyntax(source, target, nodes.DrainToImmutable(), nodeId, key, subquery, SpanFrom(start));
    }

    private GraphMatchSyntax? ParseGraphMatch(string keyword, int start)
    {
        var settings = ParseGraphSettings();
        var patterns = ImmutableArray.CreateBuilder<GraphPatternSyntax>();
        do
        {
            if (ParseGraphPattern() is not { } pattern)
            {
                return null;
            }

            patterns.Add(pattern);
        }
        while (TryTake(TokenKind.Comma));

        var where = TryTake("where") ? ParseExpression() : null;
        var project = TryTake("project") ? ParseColumns() : [];
        return new GraphMatchSyntax(keyword, settings, patterns.DrainToImmutable(), where, project, SpanFrom(start));
    }

    private GraphPatternSyntax? ParseGraphPattern()
    {
        var start = Current.Span.Start;
        var nodes = ImmutableArray.CreateBuilder<GraphNodeSyntax>();
        var edges = ImmutableArray.CreateBuilder<GraphEdgeSyntax>();
        while (ParseGraphNode() is { } node)
        {
            nodes.Add(node);
            if (Kind is not (TokenKind.Minus or TokenKind.Less))
            {
                return new GraphPatternSyntax(nodes.DrainToImmutable(), edges.DrainToImmutable(), SpanFrom(start));
            }

            if (ParseGraphEdge() is not { } edge)
            {
                return null;
            }

            edges.Add(edge);
        }

        return null;
    }

    private GraphNodeSyntax? ParseGraphNode()
    {
        var start = Current.Span.Start;
        if (!TryTake(TokenKind.OpenParen))
        {
            return null;
        }

        var name = Kind == TokenKind.CloseParen ? null : ParseReferredName();
        return TryTake(TokenKind.CloseParen) ? new GraphNodeSyntax(name, SpanFrom(start)) : null;
    }

    /// <summary><c>-[e]-&gt;</c>, <c>&lt;-[e]-</c>, <c>-[e]-</c>, the same without a bracket, and <c>*1..5</c> inside of it.</summary>
    private GraphEdgeSyntax? ParseGraphEdge()
    {
        var start = Current.Span.Start;
        var isLeft = TryTake(TokenKind.Less);
        if (!TryTake(TokenKind.Minus))
        {
            return null;
        }

        NameSyntax? name = null;
        GraphRangeSyntax? range = null;
        if (TryTake(TokenKind.OpenBracket))
        {
            name = Kind == TokenKind.Word ? ParseReferredName() : null;
            if (TryTake(TokenKind.Asterisk) && (range = ParseGraphRange()) is null)
            {
                return null;
            }

            if (!TryTake(TokenKind.CloseBracket))
            {
                return null;
            }
        }

        if (!TryTake(TokenKind.Minus))
        {
            return null;
        }

        var isRight = TryTake(TokenKind.Greater);
        var direction = (isLeft, isRight) switch { (true, false) => GraphDirection.Left, (false, true) => GraphDirection.Right, _ => GraphDirection.Any };
        return new GraphEdgeSyntax(name, direction, range, SpanFrom(start));
    }

    private GraphRangeSyntax? ParseGraphRange()
    {
        var start = Current.Span.Start;
        if (Kind == TokenKind.CloseBracket)
        {
            return new GraphRangeSyntax(1, long.MaxValue, SpanFrom(start));
        }

        return ReadLong() is { } min && TryTake(TokenKind.DotDot) && ReadLong() is { } max ? new GraphRangeSyntax(min, max, SpanFrom(start)) : null;

        long? ReadLong() => Kind == TokenKind.LongLiteral && long.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && Next().Text.Length > 0
            ? value
            : null;
    }

    private GraphToTableSyntax? ParseGraphToTable(int start)
    {
        var outputs = ImmutableArray.CreateBuilder<GraphOutputSyntax>();
        do
        {
            var outputStart = Current.Span.Start;
            var isNodes = At("nodes");
            if (!isNodes && !At("edges"))
            {
                return null;
            }

            Next();
            var name = TryTake("as") ? ParseReferredName() : null;
            outputs.Add(new GraphOutputSyntax(isNodes, name, ParseGraphSettings(), SpanFrom(outputStart)));
        }
        while (TryTake(TokenKind.Comma));

        return new GraphToTableSyntax(outputs.DrainToImmutable(), SpanFrom(start));
    }

    /// <summary><c>name = value</c>, whatever the name.</summary>
    private ImmutableArray<OperatorParameterSyntax> ParseGraphSettings()
    {
        var settings = ImmutableArray.CreateBuilder<OperatorParameterSyntax>();
        while (Kind == TokenKind.Word && Peek().Kind == TokenKind.Equal)
        {
            settings.Add(ParseOperatorParameter(1));
        }

        return settings.DrainToImmutable();
    }
}

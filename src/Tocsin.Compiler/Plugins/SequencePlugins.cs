using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins that find events one after another.</summary>
internal static class SequencePlugins
{
    public static ImmutableArray<Plugin> All { get; } =
    [
        new("sequence_detect", "sequence-detect-plugin", "sequence_detect(TimelineColumn, MaxSequenceStepWindow, MaxSequenceSpan, Expr1, Expr2, …, Dim1, Dim2, …)", Detect)
        {
            NamesExpressions = true,
        },
    ];

    /// <summary>Every way to go from an event of the first step to one of the last, each within reach of the one before.</summary>
    private static BoundQuery? Detect(PluginCall call)
    {
        if (call.Column("TimelineColumn", ParameterKind.Summable) is not { } time)
        {
            return null;
        }

        var (reach, length) = (Timeline.ReadLength(call, "MaxSequenceStepWindow", time), Timeline.ReadLength(call, "MaxSequenceSpan", time));
        var steps = new List<(string Name, BoundExpression Condition)>();
        while (call.Next is not (null or NameExpressionSyntax))
        {
            if (call.Next is not NamedExpressionSyntax { Names: [var name, ..] } || steps.Exists(s => s.Name.Equals(name.Text, StringComparison.Ordinal)))
            {
                call.Refuse(call.Next.Span, "A step of sequence_detect() without a name of its own", "Name its column: heat = (EventType == 'Heat').");
                return null;
            }

            steps.Add((name.Text, call.Expression("Expr", ParameterKind.Bool)));
        }

        var dimensions = call.Columns("Dim", ParameterKind.NotDynamic);
        call.End();
        if (call.HasErrors)
        {
            return null;
        }

        if (steps.Count == 0)
        {
            call.Expression("Expr", ParameterKind.Bool);
            return null;
        }

        return Chain(call, time, reach, length, steps, dimensions);
    }

    private static BoundDistinct Chain(
        PluginCall call, ColumnSymbol time, BoundExpression reach, BoundExpression length, List<(string Name, BoundExpression Condition)> steps, ImmutableArray<ColumnSymbol> dimensions)
    {
        var span = call.Span;
        var numbered = new SharedQuery("events", Add(call.Input, span, RowNumber("row", span)), isMaterialized: false);
        BoundQuery? chain = null;
        ColumnSymbol? start = null;
        foreach (var (name, condition) in steps)
        {
            var events = Events(call, numbered, condition, [.. dimensions, time], $"{name}_{time.Name}");
            var (at, row) = (events.Columns[^2], events.Columns[^1]);
            if (chain is null)
            {
                (chain, start) = (events, at);
                continue;
            }

            // Column order of a chain: the dimensions, the instants of the steps so far, the last event's row.
            var (before, rowBefore) = (chain.Columns[^2], chain.Columns[^1]);
            var pairs = Join(JoinKind.Inner, chain, events, chain.Columns.Take(dimensions.Length).Zip(events.Columns), [at, row], span);
            BoundExpression[] conditions =
            [
                call.Call(Operators.GreaterOrEqual, Column(at, span), Column(before, span)),
                call.Call(Operators.NotEqual, Column(row, span), Column(rowBefore, span)),
                call.Call(Operators.LessOrEqual, call.Call(Operators.Subtract, Column(at, span), Column(before, span)), reach),
                call.Call(Operators.LessOrEqual, call.Call(Operators.Subtract, Column(at, span), Column(start!, span)), length),
            ];
            var linked = new BoundFilter(pairs, conditions.Aggregate((a, b) => call.Call(Operators.And, a, b)), span);
            chain = Keep(linked, chain.Columns[..^1].Append(at).Append(row), span);
        }

        var duration = Assign("Duration", call.Call(Operators.Subtract, Column(chain!.Columns[^2], span), Column(start!, span)));
        return new BoundDistinct(new BoundProject(chain, [.. chain.Columns[..^1].Select(c => Pass(c, span)), duration], span), span);
    }

    /// <summary>The events of one step: dimensions, instant, row.</summary>
    private static BoundProject Events(PluginCall call, SharedQuery numbered, BoundExpression condition, ImmutableArray<ColumnSymbol> columns, string name)
    {
        var rows = call.Use(numbered);
        var own = call.Input.Columns.Select((c, i) => (c, (BoundExpression)Column(rows.Columns[i], call.Span))).ToDictionary(p => p.c, p => p.Item2);
        var matching = new BoundFilter(rows, new ColumnSubstitution(own).Rewrite(condition), call.Span);
        return new BoundProject(
            matching,
            [
                .. columns[..^1].Select(c => Pass(((BoundColumn)own[c]).Column, call.Span)),
                Rename(((BoundColumn)own[columns[^1]]).Column, name, call.Span),
                Pass(rows.Columns[^1], call.Span),
            ],
            call.Span);
    }
}

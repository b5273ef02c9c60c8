using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins that choose rows.</summary>
internal static class RowPlugins
{
    public static ImmutableArray<Plugin> All { get; } =
    [
        new("preview", "preview-plugin", "preview(NumberOfRows)", Preview),
        new("rows_near", "rows-near-plugin", "rows_near(Condition, NumRows [, RowsAfter])", RowsNear),
    ];

    /// <summary>The first rows, and as a second table how many there are.</summary>
    private static BoundQuery? Preview(PluginCall call)
    {
        var count = call.Constant("NumberOfRows", ParameterKind.Integer);
        call.End();
        if (call.HasErrors)
        {
            return null;
        }

        var rows = new SharedQuery("previewed", call.Input, isMaterialized: !RepeatableQueries.Contains(call.Input));
        return call.Several(
            new BoundTake(call.Use(rows), count, call.Span),
            new BoundSummarize(call.Use(rows), [], [Assign("Count", call.AggregateCall("count"))], call.Span));
    }

    private static BoundProject? RowsNear(PluginCall call)
    {
        var condition = call.Expression("Condition", ParameterKind.Bool);
        var before = call.OptionalLiteral("NumRows", ParameterKind.Integer);
        var after = call.OptionalLiteral("RowsAfter", ParameterKind.Integer) ?? before;
        call.End();
        if (call.HasErrors || RowCount(before) is not { } rowsBefore || RowCount(after) is not { } rowsAfter)
        {
            return null;
        }

        // A row is near where the condition holds for one so many rows on, or so many back.
        var near = Assign("near", PluginFunctions.AnyNear(condition, rowsAfter, rowsBefore, call.Span));
        var marked = Add(call.Input, call.Span, near);
        return Keep(new BoundFilter(marked, Column(near.Column, call.Span), call.Span), call.Input.Columns, call.Span);

        long? RowCount(BoundLiteral? literal)
        {
            long? count = literal?.Value switch { int value => value, long value => value, _ => null };
            if (count is not >= 0)
            {
                call.Refuse(call.Syntax.Call.Span, "A number of rows that is missing or negative", $"It takes {call.Plugin.Syntax}.");
                return null;
            }

            return count;
        }
    }
}

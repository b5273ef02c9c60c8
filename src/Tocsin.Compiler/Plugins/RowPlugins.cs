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
        // Its second table, the number of rows, has no place in one result.
        new("preview", "preview-plugin", "preview(NumberOfRows)", Preview),
        new("rows_near", "rows-near-plugin", "rows_near(Condition, NumRows [, RowsAfter])", RowsNear),
    ];

    private static BoundTake? Preview(PluginCall call)
    {
        var count = call.Constant("NumberOfRows", ParameterKind.Integer);
        call.End();
        return call.HasErrors ? null : new BoundTake(call.Input, count, call.Span);
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

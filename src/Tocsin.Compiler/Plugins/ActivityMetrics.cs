using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>activity_metrics: each window against the one before it (https://learn.microsoft.com/kusto/query/activity-metrics-plugin).</summary>
internal static class ActivityMetrics
{
    public static BoundQuery? Bind(PluginCall call)
    {
        if (Timeline.Read(call) is not { } timeline)
        {
            return null;
        }

        var size = timeline.ReadSize("Window");
        if (!timeline.ReadDimensions())
        {
            return null;
        }

        var span = call.Span;
        var ids = Ids(call, timeline, size);
        var (now, then) = (call.Use(ids), call.Use(ids));

        // The same ids a window later, to meet those that come back.
        var next = Assign("next", timeline.Plus(Column(then.Columns[0], span), size));
        var shifted = new BoundProject(then, [next, .. then.Columns[1..].Select(c => Pass(c, span)), Assign("is_known", new BoundLiteral(true, KqlType.Bool, span))], span);
        var met = Join(JoinKind.LeftOuter, now, shifted, now.Columns.Zip(shifted.Columns), [shifted.Columns[^1]], span);
        var counts = new BoundSummarize(
            met,
            [.. now.Columns[..^1].Select(c => Pass(c, span))],
            [Assign("dcount_values", call.AggregateCall("count")), Assign("dcount_newvalues", call.AggregateCall("countif", call.Call("isnull", Column(met.Columns[^1], span))))],
            span);

        var earlier = call.Use(ids);
        var later = new BoundAssignment(new ColumnSymbol("later", earlier.Columns[0].Type), timeline.Plus(Column(earlier.Columns[0], span), size));
        var sizes = new BoundSummarize(earlier, [later, .. earlier.Columns[1..^1].Select(c => Pass(c, span))], [Assign("known", call.AggregateCall("count"))], span);
        var joined = Join(JoinKind.LeftOuter, counts, sizes, counts.Columns[..^2].Zip(sizes.Columns), [sizes.Columns[^1]], span);
        return Rates(call, joined);
    }

    /// <summary>The distinct ids of every bin: the bin, the dimensions, the id.</summary>
    public static SharedQuery Ids(PluginCall call, Timeline timeline, BoundExpression size)
    {
        var bin = new BoundAssignment(timeline.NewInstant(), timeline.BinOf(Column(timeline.Time, call.Span), size));
        var binned = new BoundProject(
            timeline.Within(call.Input, timeline.Time),
            [bin, .. timeline.Dimensions.Select(d => Pass(d, call.Span)), Rename(timeline.Id, "id", call.Span)],
            call.Span);
        return new SharedQuery("ids", new BoundDistinct(binned, call.Span), isMaterialized: false);
    }

    private static BoundProject Rates(PluginCall call, BoundQuery rows)
    {
        var span = call.Span;
        var known = Real(rows.Columns[^1]);
        var returned = call.Call(Operators.Subtract, Real(rows.Columns[^3]), Real(rows.Columns[^2]));
        return new BoundProject(
            rows,
            [
                .. rows.Columns[..^1].Select(c => Pass(c, span)),
                Assign("retention_rate", OrNaN(call.Call(Operators.Divide, returned, known))),
                Assign("churn_rate", OrNaN(call.Call(Operators.Divide, call.Call(Operators.Subtract, known, returned), known))),
            ],
            span);

        BoundExpression Real(ColumnSymbol column) => call.Convert(Column(column, span), KqlType.Real);

        BoundExpression OrNaN(BoundExpression rate) => call.Call("coalesce", rate, new BoundLiteral(double.NaN, KqlType.Real, span));
    }
}

using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>
/// new_activity_metrics: the ids first seen in each window, and how many of them every later window still has
/// (https://learn.microsoft.com/kusto/query/new-activity-metrics-plugin).
/// </summary>
internal static class NewActivityMetrics
{
    public static BoundQuery? Bind(PluginCall call)
    {
        if (Timeline.Read(call) is not { } timeline)
        {
            return null;
        }

        var size = timeline.ReadSize("Window");
        var lookback = call.TrailingTable();
        var cohort = call.Next is null or NameExpressionSyntax && !IsConstant(call) ? null : call.Constant("Cohort", ParameterKind.Scalar);
        timeline.ReadDimensions();
        if (cohort is not (null or BoundError) && cohort.Type.Kind != timeline.Start.Type.Kind)
        {
            call.Refuse(cohort.Span, $"A cohort of type {cohort.Type.Kind.Name()}", $"It is a {timeline.Start.Type.Kind.Name()}, as the timeline.");
        }

        if (lookback is not null && cohort is null)
        {
            // The language service takes a table in the Cohort's place for a mistake.
            call.Refuse(lookback.Span, "A Lookback table without a Cohort", "Give the cohort before it: the start of a window.");
        }

        var earlier = lookback is null || call.HasErrors ? null : EarlierIds(call, timeline, lookback);
        return call.HasErrors ? null : Matrix(call, NewIds(call, ActivityMetrics.Ids(call, timeline, size), lookback, earlier), timeline, size, cohort);
    }

    /// <summary>The ids of the Lookback table: its column of the name that the ids have, or its only one.</summary>
    private static ColumnSymbol? EarlierIds(PluginCall call, Timeline timeline, BoundQuery lookback)
    {
        var ids = lookback.Columns.FirstOrDefault(c => c.Name.Equals(timeline.Id.Name, StringComparison.Ordinal)) ?? (lookback.Columns is [var only] ? only : null);
        if (ids is null || ids.Type.Kind != timeline.Id.Type.Kind)
        {
            call.Refuse(lookback.Span, "A Lookback table without a column of the ids", $"It has a column '{timeline.Id.Name}' of {timeline.Id.Type.Kind.Name()}.");
        }
        else if (timeline.Dimensions.Length > 0)
        {
            call.Refuse(lookback.Span, "A Lookback table beside dimensions", "The page does not say whether an id is known in one dimension or in all.");
        }

        return ids;
    }

    /// <summary>The ids of every window without those that the Lookback table has: they are no new users.</summary>
    private static SharedQuery NewIds(PluginCall call, SharedQuery ids, BoundQuery? lookback, ColumnSymbol? earlier)
    {
        if (lookback is null || earlier is null)
        {
            return ids;
        }

        var all = call.Use(ids);
        return new SharedQuery("new_ids", Join(JoinKind.LeftAnti, all, lookback, [(all.Columns[^1], earlier)], [], call.Span), isMaterialized: false);
    }

    /// <summary>Whether the next argument is a name, but of no column.</summary>
    private static bool IsConstant(PluginCall call) =>
        call.Next is NameExpressionSyntax name && !call.Input.Columns.Any(c => c.Name.Equals(name.Name.Text, StringComparison.Ordinal));

    private static BoundProject Matrix(PluginCall call, SharedQuery ids, Timeline timeline, BoundExpression size, BoundExpression? cohort)
    {
        var span = call.Span;
        var width = timeline.Dimensions.Length;
        var seen = Seen(call, ids);

        // Cohorts: the first window, the dimensions, how many ids; then a row for each window from there on.
        var members = call.Use(seen);
        BoundQuery starts = new BoundSummarize(
            new BoundFilter(members, call.Call(Operators.Equal, Column(members.Columns[0], span), Column(members.Columns[^1], span)), span),
            [Pass(members.Columns[^1], span), .. members.Columns.Skip(1).Take(width).Select(d => Pass(d, span))],
            [Assign("cohort", call.AggregateCall("count"))],
            span);
        if (cohort is not null)
        {
            starts = new BoundFilter(starts, call.Call(Operators.Equal, Column(starts.Columns[0], span), timeline.BinOf(cohort, size)), span);
        }

        var to = new ColumnSymbol("to", starts.Columns[0].Type.Kind);
        var cells = timeline.Spread(starts, Column(starts.Columns[0], span), timeline.End, size, to);
        var known = call.Use(seen);
        var returns = new SharedQuery("returns", new BoundSummarize(
            known,
            [Pass(known.Columns[0], span), .. known.Columns.Skip(1).Take(width).Select(d => Pass(d, span)), Pass(known.Columns[^1], span)],
            [Assign("ids", call.AggregateCall("count"))],
            span), isMaterialized: false);
        return Rates(call, Counted(call, cells, returns, width), width);
    }

    /// <summary>The ids of every window with the window that saw them first: window, dimensions, id, first.</summary>
    private static SharedQuery Seen(PluginCall call, SharedQuery ids)
    {
        var span = call.Span;
        var (all, each) = (call.Use(ids), call.Use(ids));
        var first = Assign("first", call.AggregateCall("min", Column(each.Columns[0], span)));
        var firsts = new BoundSummarize(each, [.. each.Columns[1..].Select(k => Pass(k, span))], [first], span);
        return new SharedQuery("seen", Join(JoinKind.Inner, all, firsts, all.Columns[1..].Zip(firsts.Columns), [first.Column], span), isMaterialized: false);
    }

    /// <summary>Each cell with how many of its cohort the window has, and how many ids that came after the cohort.</summary>
    private static BoundSummarize Counted(PluginCall call, BoundMvExpand cells, SharedQuery returns, int width)
    {
        var span = call.Span;
        var (from, to) = (cells.Columns[0], cells.Columns[^1]);
        var all = call.Use(returns);
        var pairs = Join(
            JoinKind.LeftOuter, cells, all, [(to, all.Columns[0]), .. cells.Columns.Skip(1).Take(width).Zip(all.Columns.Skip(1))], [all.Columns[^2], all.Columns[^1]], span);
        var (first, ids) = (Column(pairs.Columns[^2], span), Column(pairs.Columns[^1], span));
        return new BoundSummarize(
            pairs,
            [.. cells.Columns.Select(c => Pass(c, span))],
            [
                Assign("retained", call.AggregateCall("sumif", ids, call.Call(Operators.Equal, first, Column(from, span)))),
                Assign("later", call.AggregateCall("sumif", ids, call.Call(Operators.Greater, first, Column(from, span)))),
            ],
            span);
    }

    private static BoundProject Rates(PluginCall call, BoundQuery rows, int width)
    {
        var span = call.Span;
        var (from, cohort, to) = (rows.Columns[0], Column(rows.Columns[width + 1], span), rows.Columns[width + 2]);
        var (retained, later) = (Column(rows.Columns[^2], span), Column(rows.Columns[^1], span));
        var name = ((NameExpressionSyntax)call.Syntax.Call.Arguments[1]).Name.Text;
        var churned = call.Call(Operators.Subtract, cohort, retained);
        var isFirst = call.Call(Operators.Equal, Column(from, span), Column(to, span));
        return new BoundProject(
            rows,
            [
                Rename(from, $"from_{name}", span),
                Rename(to, $"to_{name}", span),
                .. rows.Columns.Skip(1).Take(width).Select(d => Pass(d, span)),
                Assign("dcount_new_values", call.Call("iff", isFirst, cohort, later)),
                Assign("dcount_retained_values", retained),
                Assign("dcount_churn_values", churned),
                Assign("retention_rate", Share(retained)),
                Assign("churn_rate", Share(churned)),
            ],
            span);

        BoundExpression Share(BoundExpression part) => call.Call(Operators.Divide, call.Convert(part, KqlType.Real), call.Convert(cohort, KqlType.Real));
    }
}

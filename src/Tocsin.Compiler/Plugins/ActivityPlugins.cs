using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins that count ids over time. Distinct counts are exact where Kusto's are estimates.</summary>
internal static class ActivityPlugins
{
    public static ImmutableArray<Plugin> All { get; } =
    [
        new("active_users_count", "active-users-count-plugin",
            "active_users_count(IdColumn, TimelineColumn, Start, End, LookbackWindow, Period, ActivePeriodsCount, Bin [, dim…])", ActiveUsersCount),
        new("activity_counts_metrics", "activity-counts-metrics-plugin", "activity_counts_metrics(IdColumn, TimelineColumn, Start, End, Step [, dim…])", ActivityCounts),
        new("activity_metrics", "activity-metrics-plugin", "activity_metrics(IdColumn, TimelineColumn, Start, End, Window [, dim…])", ActivityMetrics.Bind),
        new("new_activity_metrics", "new-activity-metrics-plugin", "new_activity_metrics(IdColumn, TimelineColumn, Start, End, Window [, Cohort] [, dim…] [, Lookback])", NewActivityMetrics.Bind),
        new("rolling_percentile", "rolling-percentile-plugin", "rolling_percentile(ValueColumn, Percentile, IndexColumn, BinSize, BinsPerWindow [, dim…])", RollingPercentile),
        new("session_count", "session-count-plugin", "session_count(IdColumn, TimelineColumn, Start, End, Bin, LookBackWindow [, dim…])", SessionCount),
        new("sliding_window_counts", "sliding-window-counts-plugin", "sliding_window_counts(IdColumn, TimelineColumn, Start, End, LookbackWindow, Bin [, dim…])", SlidingWindowCounts),
    ];

    /// <summary>Each row counts in every bin from its own to the last one whose look-back still reaches it.</summary>
    private static BoundQuery? SlidingWindowCounts(PluginCall call)
    {
        if (Timeline.Read(call) is not { } timeline)
        {
            return null;
        }

        var (lookback, size) = (timeline.ReadLength("LookbackWindow"), timeline.ReadSize("Bin"));
        if (!timeline.ReadDimensions())
        {
            return null;
        }

        var time = Column(timeline.Time, call.Span);
        var before = new BoundFilter(call.Input, call.Call(Operators.LessOrEqual, time, timeline.End), call.Span);
        var bin = Assign("bin", timeline.BinOf(time, size));
        var binned = Add(before, call.Span, bin);
        var own = Column(bin.Column, call.Span);
        var last = call.Call("max_of", own, timeline.Minus(timeline.Plus(own, lookback), size));
        var window = timeline.NewInstant();
        var windows = timeline.Spread(binned, call.Call("max_of", own, timeline.Start), call.Call("min_of", last, timeline.End), size, window);
        return new BoundSummarize(
            windows,
            [Pass(window, call.Span), .. timeline.Dimensions.Select(d => Pass(d, call.Span))],
            [Assign("Count", call.AggregateCall("count")), Assign("Dcount", call.AggregateCall("dcount", Column(timeline.Id, call.Span)))],
            call.Span);
    }

    /// <summary>
    /// An id's session goes on as long as it appears again within the look-back, and counts as active in each bin in which
    /// it appears: a bin's first appearance of an id is a session, and each later one that the look-back does not reach.
    /// </summary>
    private static BoundQuery? SessionCount(PluginCall call)
    {
        if (Timeline.Read(call) is not { } timeline)
        {
            return null;
        }

        var (size, lookback) = (timeline.ReadSize("Bin"), timeline.ReadLength("LookBackWindow"));
        if (!timeline.ReadDimensions())
        {
            return null;
        }

        var span = call.Span;
        var sorted = Sort(timeline.Within(call.Input, timeline.Time), span, timeline.Time);
        var time = Column(timeline.Time, span);
        var bin = new BoundAssignment(timeline.NewInstant(), timeline.BinOf(time, size));
        var before = Assign("before", OperatorFunctions.ValueBefore(time, [Column(timeline.Id, span), .. timeline.Dimensions.Select(d => Column(d, span))], span));
        var appearances = new BoundProject(sorted, [bin, before, .. timeline.Dimensions.Select(d => Pass(d, span)), Rename(timeline.Time, "now", span)], span);
        var (last, now) = (Column(before.Column, span), Column(appearances.Columns[^1], span));
        BoundExpression[] begins =
        [
            call.Call("isnull", last),
            call.Call(Operators.Less, last, Column(bin.Column, span)),
            call.Call(Operators.Greater, timeline.Minus(now, last), lookback),
        ];
        return new BoundSummarize(
            new BoundFilter(appearances, begins.Aggregate((a, b) => call.Call(Operators.Or, a, b)), span),
            [Pass(bin.Column, span), .. timeline.Dimensions.Select(d => Pass(d, span))],
            [Assign("count_sessions", call.AggregateCall("count"))],
            span);
    }

    /// <summary>Counts for each bin, with the ids that no bin before it has, and all so far.</summary>
    private static BoundQuery? ActivityCounts(PluginCall call)
    {
        if (Timeline.Read(call) is not { } timeline)
        {
            return null;
        }

        var size = timeline.ReadSize("Step");
        if (!timeline.ReadDimensions())
        {
            return null;
        }

        var span = call.Span;
        var bin = new BoundAssignment(timeline.NewInstant(), timeline.BinOf(Column(timeline.Time, span), size));
        var keys = timeline.Dimensions;
        var rows = new SharedQuery("binned", new BoundProject(timeline.Within(call.Input, timeline.Time), [bin, .. keys.Select(k => Pass(k, span)), Rename(timeline.Id, "id", span)], span), isMaterialized: false);

        var all = call.Use(rows);
        var counts = new BoundSummarize(
            all,
            [.. all.Columns[..^1].Select(k => Pass(k, span))],
            [Assign("count", call.AggregateCall("count")), Assign("dcount", call.AggregateCall("dcount", Column(all.Columns[^1], span)))],
            span);

        var seen = call.Use(rows);
        var first = Assign("first", call.AggregateCall("min", Column(seen.Columns[0], span)));
        var firsts = new BoundSummarize(seen, [.. seen.Columns[1..].Select(k => Pass(k, span))], [first], span);
        var news = new BoundSummarize(firsts, [Pass(first.Column, span), .. firsts.Columns[..^2].Select(k => Pass(k, span))], [Assign("new", call.AggregateCall("count"))], span);

        var joined = Join(JoinKind.LeftOuter, counts, news, counts.Columns.Take(keys.Length + 1).Zip(news.Columns), [news.Columns[^1]], span);
        var fresh = Assign("new_dcount", call.Call("coalesce", Column(joined.Columns[^1], span), Long(0, span)));
        var counted = new BoundProject(joined, [.. joined.Columns[..^1].Select(c => Pass(c, span)), fresh], span);
        var sorted = Sort(counted, span, counted.Columns[0]);
        return Add(sorted, span, Assign("aggregated_dcount", PluginFunctions.RunningSum(Column(fresh.Column, span), [.. counted.Columns.Skip(1).Take(keys.Length).Select(k => Column(k, span))], span)));
    }

    /// <summary>Ids that appeared in enough periods of the look-back that ends with an appearance, by the bin of that.</summary>
    private static BoundQuery? ActiveUsersCount(PluginCall call)
    {
        if (Timeline.Read(call) is not { } timeline)
        {
            return null;
        }

        var (lookback, period) = (timeline.ReadLength("LookbackWindow"), timeline.ReadSize("Period"));
        var needed = call.Constant("ActivePeriodsCount", ParameterKind.Integer);
        var size = timeline.ReadSize("Bin");
        if (!timeline.ReadDimensions())
        {
            return null;
        }

        var span = call.Span;
        var appearances = new BoundProject(
            call.Input,
            [.. timeline.Dimensions.Select(d => Pass(d, span)), Rename(timeline.Id, "id", span), Rename(timeline.Time, timeline.Time.Name, span)],
            span);
        var rows = new SharedQuery("appearances", new BoundDistinct(appearances, span), isMaterialized: false);
        var (now, then) = (call.Use(rows), call.Use(rows));
        var time = now.Columns[^1];
        var before = Rename(then.Columns[^1], "before", span);
        var others = new BoundProject(then, [.. then.Columns[..^1].Select(k => Pass(k, span)), before], span);
        var pairs = Join(JoinKind.Inner, timeline.Within(now, time), others, now.Columns[..^1].Zip(others.Columns), [before.Column], span);
        var isInside = call.Call(
            Operators.And,
            call.Call(Operators.LessOrEqual, Column(before.Column, span), Column(time, span)),
            call.Call(Operators.Greater, Column(before.Column, span), timeline.Minus(Column(time, span), lookback)));
        var periods = new BoundSummarize(
            new BoundFilter(pairs, isInside, span),
            [.. now.Columns.Select(k => Pass(k, span))],
            [Assign("periods", call.AggregateCall("dcount", timeline.BinOf(Column(before.Column, span), period)))],
            span);
        var active = new BoundFilter(periods, call.Call(Operators.GreaterOrEqual, Column(periods.Columns[^1], span), needed), span);
        var bin = new BoundAssignment(timeline.NewInstant(), timeline.BinOf(Column(time, span), size));
        return new BoundSummarize(
            active,
            [bin, .. now.Columns[..^2].Select(k => Pass(k, span))],
            [Assign("dcount", call.AggregateCall("dcount", Column(now.Columns[^2], span)))],
            span);
    }

    /// <summary>A percentile of the values in so many bins, of which the last is each bin that has values.</summary>
    private static BoundQuery? RollingPercentile(PluginCall call)
    {
        var value = call.Column("ValueColumn", ParameterKind.Summable);
        var percentile = call.OptionalLiteral("Percentile", ParameterKind.Number);
        var index = call.Column("IndexColumn", ParameterKind.Summable);
        if (value is null || index is null || percentile is null)
        {
            return null;
        }

        var size = Timeline.ReadSize(call, "BinSize", index);
        var bins = call.OptionalLiteral("BinsPerWindow", ParameterKind.Integer);
        var dimensions = call.Columns("dim", ParameterKind.NotDynamic);
        call.End();
        if (call.HasErrors || bins is null)
        {
            return null;
        }

        var (percent, count) = (Convert.ToDouble(percentile.Value ?? double.NaN, CultureInfo.InvariantCulture), Convert.ToInt64(bins.Value ?? 0L, CultureInfo.InvariantCulture));
        if (percent is not (>= 0 and <= 100) || count < 1)
        {
            call.Refuse(call.Syntax.Call.Span, "This argument of rolling_percentile()", "A percentile is from 0 to 100, and a window has at least one bin.");
            return null;
        }

        var span = call.Span;
        var bin = Assign(index.Name, call.Call("bin", Column(index, span), size));
        var rows = new SharedQuery("binned", new BoundProject(call.Input, [bin, .. dimensions.Select(d => Pass(d, span)), Rename(value, "value", span)], span), isMaterialized: false);
        var all = call.Use(rows);
        var own = Column(all.Columns[0], span);
        var window = new ColumnSymbol(index.Name, all.Columns[0].Type.Kind);
        var last = call.Call(Operators.Add, own, call.Call(Operators.Multiply, size, Long(count - 1, span)));
        var windows = new BoundMvExpand(all, [new BoundMvItem(call.Call("range", own, last, size), window)], Index: null, Limit: null, [.. all.Columns, window], span);
        var name = string.Create(CultureInfo.InvariantCulture, $"rolling_{count}_percentile_{value.Name}_{percent}");
        var result = new BoundSummarize(
            windows,
            [Pass(window, span), .. all.Columns[1..^1].Select(d => Pass(d, span))],
            [Assign(name, PluginFunctions.Percentile(Column(all.Columns[^1], span), percent, span))],
            span);
        var present = call.Use(rows);
        var windowed = Join(JoinKind.LeftSemi, result, present, result.Columns[..^1].Zip(present.Columns), [], span);
        return Sort(windowed, span, [.. windowed.Columns.Skip(1).Take(dimensions.Length), windowed.Columns[0]]);
    }
}

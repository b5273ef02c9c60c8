using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Lowering;
using Tocsin.Compiler.Plan;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Rewriting;

/// <summary>
/// Tells scans which time the filters right above them let through, so that files and row groups outside it are
/// skipped. The filters stay: the bounds only leave out what they would drop.
/// </summary>
internal sealed class BoundScans(LoweringClock clock) : PlanRewriter
{
    private static readonly HashSet<string> TimeColumns = new(["Timestamp", "TimeGenerated"], StringComparer.Ordinal);

    public static QueryPlan Rewrite(QueryPlan plan, LoweringClock clock) => new BoundScans(clock).RewriteQuery(plan);

    protected override PlanNode Rewrite(PlanNode node) => node is FilterPlan filter ? RewriteFilter(filter) : base.Rewrite(node);

    private PlanNode RewriteFilter(FilterPlan filter)
    {
        var conditions = new List<BoundExpression>();
        PlanNode node = filter;
        while (node is FilterPlan f)
        {
            conditions.Add(f.Condition);
            node = f.Input;
        }

        if (node is not ScanPlan scan)
        {
            return base.Rewrite(filter);
        }

        foreach (var conjunct in conditions.SelectMany(Conjuncts))
        {
            scan = Narrow(scan, conjunct);
        }

        return Rebuild(filter, scan);
    }

    private static FilterPlan Rebuild(FilterPlan filter, ScanPlan scan) =>
        filter with { Input = filter.Input is FilterPlan inner ? Rebuild(inner, scan) : scan };

    private static IEnumerable<BoundExpression> Conjuncts(BoundExpression condition) =>
        BoundSearch.All(condition, isClosed: static e => !IsAnd(e)).Where(e => !IsAnd(e));

    private static bool IsAnd(BoundExpression expression) => expression is BoundCall call && call.Function == Operators.And;

    private ScanPlan Narrow(ScanPlan scan, BoundExpression condition)
    {
        if (condition is not BoundCall { Arguments: [BoundColumn column, var bound, ..] arguments } call
            || !TimeColumns.Contains(column.Column.Name) || !scan.Columns.Contains(column.Column))
        {
            return scan;
        }

        if (call.Function == Operators.Between && arguments.Length == 3)
        {
            return After(Before(scan, Constant(arguments[2])), Constant(bound));
        }

        return call.Function.Name switch
        {
            ">=" => After(scan, Constant(bound)),
            "<=" => Before(scan, Constant(bound)),

            // By a tick: the day that begins where another ends is not to be read.
            ">" => After(scan, Constant(bound) is { } t ? Math.Min(t + 1, DateTime.MaxValue.Ticks) : null),
            "<" => Before(scan, Constant(bound) is { } t ? Math.Max(t - 1, 0) : null),
            "==" => After(Before(scan, Constant(bound)), Constant(bound)),
            _ => scan,
        };
    }

    private static ScanPlan After(ScanPlan scan, long? ticks) => ticks is { } t ? scan with { From = Math.Max(scan.From ?? t, t) } : scan;

    private static ScanPlan Before(ScanPlan scan, long? ticks) => ticks is { } t ? scan with { To = Math.Min(scan.To ?? t, t) } : scan;

    /// <summary>The ticks of a bound that lowers to a literal: a datetime, now(), ago() of a literal.</summary>
    private long? Constant(BoundExpression bound)
    {
        if (bound is BoundLiteral { Value: long ticks, Type.Kind: Kql.Types.KqlType.DateTime })
        {
            return ticks;
        }

        if (bound is BoundCall { Function.Name: "now" or "ago" } call && call.Arguments.All(a => a is BoundLiteral))
        {
            ImmutableArray<SqlExpression> arguments = [.. call.Arguments.Select(a => Literals.Lower(((BoundLiteral)a).Value, a.Type))];
            return call.Overload.Lower(new LoweringArguments(arguments, call.Arguments, clock)) is SqlInteger literal ? literal.Value : null;
        }

        return null;
    }
}

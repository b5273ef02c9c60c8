using System.Globalization;
using System.Text;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;

namespace Tocsin.Compiler.Printing;

/// <summary>A plan as an indented text: each operator with what it computes, the order its rows have, and its inputs below.</summary>
public static class PlanPrinter
{
    public static string Print(QueryPlan plan)
    {
        var text = new StringBuilder();
        foreach (var shared in plan.Shared)
        {
            text.Append(CultureInfo.InvariantCulture, $"shared {shared.Name}{(shared.IsMaterialized ? " materialized" : string.Empty)}, used {shared.Uses}\n");
            Print(text, shared.Plan, 1);
        }

        text.Append("result ").Append(List(plan.Result)).Append('\n');
        Print(text, plan.Root, 1);
        return text.ToString();
    }

    private static void Print(StringBuilder text, PlanNode node, int depth)
    {
        text.Append(' ', depth * 2).Append(Describe(node));
        if (!node.Order.IsEmpty)
        {
            text.Append(" ordered by ").Append(string.Join(", ", node.Order.Select(o => $"{o.Column.Name} {(o.IsDescending ? "desc" : "asc")}")));
        }

        text.Append('\n');
        foreach (var input in PlanInputs.Of(node))
        {
            Print(text, input, depth + 1);
        }
    }

    private static string Describe(PlanNode node) => node switch
    {
        ScanPlan scan => $"scan {scan.Table}{Bounds(scan)} ({List(scan.Columns)})",
        RowsPlan rows => $"rows {rows.Rows.Length} ({List(rows.Columns)})",
        ExternalPlan external => $"external {external.Format} {string.Join(", ", external.Files)} ({List(external.Columns)})",
        SeriesPlan series => $"series {series.Column}",
        ReferencePlan reference => $"use {reference.Target.Name} ({List(reference.Columns)})",
        FilterPlan filter => $"filter {ExpressionPrinter.Print(filter.Condition)}",
        ComputePlan compute => $"compute {string.Join(", ", compute.Assignments.Select(ExpressionPrinter.Print))}",
        AggregatePlan aggregate => $"aggregate {string.Join(", ", aggregate.Aggregates.Select(ExpressionPrinter.Print))} by {string.Join(", ", aggregate.Keys.Select(ExpressionPrinter.Print))}",
        DistinctPlan distinct => $"distinct {List(distinct.Columns)}",
        OnePerKeyPlan one => $"one per {string.Join(", ", one.Keys.Select(ExpressionPrinter.Print))}",
        JoinPlan join => $"join {join.Kind} on {string.Join(", ", join.Keys.Select(k => $"{ExpressionPrinter.Print(k.Left)} = {ExpressionPrinter.Print(k.Right)}"))}",
        UnionPlan union => $"union {List(union.Columns)}",
        LimitPlan limit => $"limit {ExpressionPrinter.Print(limit.Count)}",
        UnnestPlan unnest => $"unnest {string.Join(", ", unnest.Items.Select(i => $"{i.Column} = {ExpressionPrinter.Print(i.Array)}"))}",
        StepsPlan steps => $"steps {string.Join("; ", steps.Steps.Select(ExpressionPrinter.Print))}",
        ForEachPlan => "for each",
        ApplyPlan => "apply",
        ItemsPlan items => $"items {string.Join(", ", items.Items.Select(i => $"{i.Column} = {ExpressionPrinter.Print(i.Array)}"))}",
        _ => throw new InvalidOperationException($"Plan {node.GetType().Name} has no text."),
    };

    private static string Bounds(ScanPlan scan) => (scan.From, scan.To) switch
    {
        (null, null) => string.Empty,
        var (from, to) => $" from {Instant(from)} to {Instant(to)}",
    };

    private static string Instant(long? ticks) => ticks is { } t ? new DateTime(t, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture) : "*";

    private static string List(IEnumerable<ColumnSymbol> columns) => string.Join(", ", columns.Select(c => c.Name));
}

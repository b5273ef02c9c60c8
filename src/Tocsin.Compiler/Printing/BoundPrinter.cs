using System.Text;
using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Printing;

/// <summary>A bound query as an indented text, inputs below their operators.</summary>
public static class BoundPrinter
{
    public static string Print(BoundQuery query)
    {
        var text = new StringBuilder();
        Print(text, query, 0);
        return text.ToString();
    }

    private static void Print(StringBuilder text, BoundQuery query, int depth)
    {
        text.Append(' ', depth * 2).Append(Describe(query)).Append('\n');
        foreach (var input in BoundParts.Inputs(query))
        {
            Print(text, input, depth + 1);
        }
    }

    private static string Describe(BoundQuery query) => query switch
    {
        BoundTable table => $"table {table.Name}",
        BoundRows rows => $"rows {rows.Rows.Length} ({List(rows.Columns)})",
        BoundExternal external => $"external {external.Format} {string.Join(", ", external.Files)} ({List(external.Columns)})",
        BoundRange range => $"range {range.Column} from {ExpressionPrinter.Print(range.From)} to {ExpressionPrinter.Print(range.To)} step {ExpressionPrinter.Print(range.Step)}",
        BoundReference reference => $"use {reference.Target.Name}",
        BoundItems items => $"items ({List(items.Columns)})",
        BoundFilter filter => $"filter {ExpressionPrinter.Print(filter.Condition)}",
        BoundProject project => $"project {string.Join(", ", project.Assignments.Select(ExpressionPrinter.Print))}",
        BoundSummarize summarize => $"summarize {string.Join(", ", summarize.Aggregates.Select(ExpressionPrinter.Print))} by {string.Join(", ", summarize.Keys.Select(ExpressionPrinter.Print))}",
        BoundDistinct distinct => $"distinct {List(distinct.Columns)}",
        BoundJoin join => $"join {join.Kind} on {string.Join(", ", join.Keys.Select(k => $"{ExpressionPrinter.Print(k.Left)} == {ExpressionPrinter.Print(k.Right)}"))} -> {List(join.Columns)}",
        BoundUnion union => $"union -> {List(union.Columns)}",
        BoundSort sort => $"sort {string.Join(", ", sort.Orderings.Select(o => $"{ExpressionPrinter.Print(o.Expression)} {(o.IsDescending ? "desc" : "asc")} nulls {(o.NullsFirst ? "first" : "last")}"))}",
        BoundTake take => $"take {ExpressionPrinter.Print(take.Count)}",
        BoundMvExpand expand => $"mv-expand {string.Join(", ", expand.Items.Select(i => $"{i.Column} = {ExpressionPrinter.Print(i.Array)}"))}",
        BoundSteps scan => $"scan {string.Join("; ", scan.Steps.Select(ExpressionPrinter.Print))}",
        BoundForEach => "for each",
        BoundPartitionRows partition => $"rows of {partition.Rows.Name} where {partition.Key.Name} is the key",
        BoundMvApply apply => $"mv-apply {string.Join(", ", apply.Items.Select(i => $"{i.Column} = {ExpressionPrinter.Print(i.Array)}"))}",
        BoundGraph graph => $"graph of {graph.Nodes.Name} and {graph.Edges.Name}",
        _ => throw new InvalidOperationException($"Bound query {query.GetType().Name} has no text."),
    };

    private static string List(IEnumerable<ColumnSymbol> columns) => string.Join(", ", columns);
}

using Tocsin.Compiler.Binding;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>Which columns of a query still hold a table's own values.</summary>
internal static class ColumnOrigins
{
    /// <summary>The column of a table that a result column hands through unchanged, or null where it is computed.</summary>
    public static string? Find(BoundQuery query, ColumnSymbol column) => query switch
    {
        BoundTable table => table.Columns.Contains(column) ? column.Name : null,
        BoundReference reference => OfShared(reference, column),
        BoundProject project => OfAssignment(project.Input, project.Assignments.FirstOrDefault(a => a.Column == column)),
        BoundSummarize summarize => OfAssignment(summarize.Input, summarize.Keys.FirstOrDefault(k => k.Column == column)),
        BoundJoin join => OfJoin(join, column),
        BoundUnion union => OfUnion(union, column),
        BoundFilter filter => Find(filter.Input, column),
        BoundDistinct distinct => Find(distinct.Input, column),
        BoundSort sort => Find(sort.Input, column),
        BoundTake take => Find(take.Input, column),
        BoundMvExpand expand => OfInput(expand.Input, column),
        BoundMvApply apply => OfInput(apply.Input, column),
        BoundSteps steps => OfInput(steps.Input, column),
        _ => null,
    };

    private static string? OfShared(BoundReference reference, ColumnSymbol column)
    {
        var index = reference.Columns.IndexOf(column);
        var target = reference.Target.Query;
        return index >= 0 && index < target.Columns.Length ? Find(target, target.Columns[index]) : null;
    }

    private static string? OfAssignment(BoundQuery input, BoundAssignment? assignment) =>
        assignment?.Expression is BoundColumn { Column: var source } ? Find(input, source) : null;

    /// <summary>Only the side whose rows a join keeps: the other's columns are empty where nothing matched.</summary>
    private static string? OfJoin(BoundJoin join, ColumnSymbol column) =>
        join.Assignments.FirstOrDefault(a => a.Column == column)?.Expression is BoundColumn { Column: var source }
            ? OfInput(join.Kind is JoinKind.RightOuter or JoinKind.RightSemi or JoinKind.RightAnti ? join.Right : join.Left, source)
            : null;

    /// <summary>All inputs must agree: a value of another column would be followed for what it is not.</summary>
    private static string? OfUnion(BoundUnion union, ColumnSymbol column)
    {
        var index = union.Columns.IndexOf(column);
        var origins = union.Inputs.Select(i => index >= 0 && i.Values[index] is BoundColumn { Column: var source } ? Find(i.Query, source) : null).Distinct(StringComparer.Ordinal).ToList();
        return origins is [var only] ? only : null;
    }

    private static string? OfInput(BoundQuery input, ColumnSymbol column) => input.Columns.Contains(column) ? Find(input, column) : null;
}

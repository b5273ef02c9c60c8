using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Plan;

/// <summary>Runs <paramref name="Subplan"/> for each row of the input, whose columns it may read; the input's own columns do not come out.</summary>
public sealed record ForEachPlan(PlanNode Input, PlanNode Subplan) : PlanNode(Subplan.Columns)
{
    /// <summary>The input's columns that the subplan reads.</summary>
    public required System.Collections.Immutable.ImmutableArray<ColumnSymbol> Outer { get; init; }
}

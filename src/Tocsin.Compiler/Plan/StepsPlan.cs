using System.Collections.Immutable;
using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Plan;

/// <summary>
/// scan over the input's rows in their order. <paramref name="Values"/> are the input's columns that the steps read:
/// what does not depend on the state is computed below, for all rows at once. <paramref name="Position"/> takes the
/// place of a row among those that come out.
/// </summary>
public sealed record StepsPlan(
    PlanNode Input,
    ImmutableArray<ColumnSymbol> Values,
    ImmutableArray<BoundDeclared> Declared,
    ImmutableArray<BoundRemembered> Remembered,
    ImmutableArray<BoundStep> Steps,
    ColumnSymbol? Match,
    ColumnSymbol Position,
    ImmutableArray<ColumnSymbol> Columns) : PlanNode(Columns)
{
    /// <summary>The columns that the scan makes; all others are the input's.</summary>
    public bool IsMade(ColumnSymbol column) => column == Match || column == Position || Declared.Any(d => d.Column == column);
}

using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>A column that scan declares; until a step assigns it, it has its default.</summary>
public sealed record BoundDeclared(ColumnSymbol Column, BoundLiteral Default);

/// <summary>
/// <c>step.column</c>: a column of the input or a declared one, as the record that the step matched last had it. The
/// symbol stands for it in the expressions of steps.
/// </summary>
public sealed record BoundRemembered(ColumnSymbol Symbol, int Step, ColumnSymbol Source);

public enum StepOutput
{
    All,
    Last,
    None,
}

public sealed record BoundStep(StepOutput Output, BoundExpression Condition, ImmutableArray<BoundAssignment> Assignments);

/// <summary>
/// scan: goes over the rows in order and builds sequences of them step by step. <paramref name="Match"/> takes the
/// sequence's number.
/// </summary>
public sealed record BoundSteps(
    BoundQuery Input,
    ImmutableArray<BoundDeclared> Declared,
    ImmutableArray<BoundRemembered> Remembered,
    ImmutableArray<BoundStep> Steps,
    ColumnSymbol? Match,
    ImmutableArray<ColumnSymbol> Columns,
    TextSpan Span) : BoundQuery(Columns, Span);

/// <summary>The names of a scan's steps as an expression of one of them sees them.</summary>
internal sealed class StepScope(ImmutableArray<string> names, int current, Func<int, string, ColumnSymbol?> remember)
{
    /// <summary>The step whose expression is bound; its state knows itself and the steps before it.</summary>
    public int Current => current;

    public int IndexOf(string name) => names.IndexOf(name);

    /// <summary>The symbol of a step's column, or null where there is no such column.</summary>
    public ColumnSymbol? Find(int step, string column) => remember(step, column);
}

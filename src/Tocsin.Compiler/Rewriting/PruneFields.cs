using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Plan;

namespace Tocsin.Compiler.Rewriting;

/// <summary>
/// arg_max(x, *) and its kin choose a row and gather what the query takes of it in a struct: of the columns only those go in
/// that are read of it afterwards.
/// </summary>
internal sealed class PruneFields : BoundExpressionRewriter
{
    private readonly Dictionary<ColumnSymbol, ImmutableArray<int>> _kept;

    private PruneFields(Dictionary<ColumnSymbol, ImmutableArray<int>> kept) => _kept = kept;

    /// <param name="compute">A projection with what is needed of it.</param>
    public static ComputePlan Rewrite(ComputePlan compute)
    {
        if (compute.Input is not AggregatePlan groups)
        {
            return compute;
        }

        var kept = groups.Aggregates.Where(IsRow).Select(a => (a.Column, Fields: Read(compute, a))).Where(r => r.Fields is not null).ToDictionary(r => r.Column, r => r.Fields!.Value);
        if (kept.Count == 0)
        {
            return compute;
        }

        var renaming = new PruneFields(kept);
        return compute with
        {
            Input = groups with { Aggregates = [.. groups.Aggregates.Select(a => kept.TryGetValue(a.Column, out var fields) ? Narrowed(a, fields) : a)] },
            Assignments = [.. compute.Assignments.Select(a => a with { Expression = renaming.Rewrite(a.Expression) })],
        };
    }

    public override BoundExpression Rewrite(BoundExpression expression) =>
        expression is BoundField { Operand: BoundColumn row } field && _kept.TryGetValue(row.Column, out var kept)
            ? field with { Field = Binder.RowField(kept.IndexOf(Binder.RowFieldIndex(field.Field))) }
            : base.Rewrite(expression);

    private static bool IsRow(BoundAssignment assignment) =>
        assignment.Expression is BoundAggregate { Function.Expansion: AggregateExpansion.ArgExtreme or AggregateExpansion.AnyRow, Arguments.Length: > 1 };

    /// <summary>
    /// The places of the arguments that are read, the first among them, which decides between rows; null where the row is passed
    /// on whole.
    /// </summary>
    private static ImmutableArray<int>? Read(ComputePlan compute, BoundAssignment row)
    {
        var parts = compute.Assignments.SelectMany(a => BoundSearch.All(a.Expression)).ToList();
        var fields = parts.OfType<BoundField>().Where(f => f.Operand is BoundColumn column && column.Column == row.Column).ToList();
        return parts.OfType<BoundColumn>().Count(c => c.Column == row.Column) == fields.Count ? [.. fields.Select(f => Binder.RowFieldIndex(f.Field)).Append(0).Distinct().Order()] : null;
    }

    private static BoundAssignment Narrowed(BoundAssignment row, ImmutableArray<int> kept)
    {
        var aggregate = (BoundAggregate)row.Expression;
        return row with { Expression = aggregate with { Arguments = [.. kept.Select(i => aggregate.Arguments[i])] } };
    }
}

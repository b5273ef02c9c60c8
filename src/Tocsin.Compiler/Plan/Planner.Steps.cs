using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Plan;

// scan: splits the steps' expressions into what rows alone decide, and what needs the state.
public sealed partial class Planner
{
    private StepsPlan PlanSteps(BoundSteps scan, ItemsPlan? context)
    {
        var input = Plan(scan.Input, context);
        var lifting = new StateSplit(scan.Remembered);
        ImmutableArray<BoundStep> steps = [.. scan.Steps.Select(s => s with
        {
            Condition = lifting.Split(s.Condition),
            Assignments = [.. s.Assignments.Select(a => a with { Expression = lifting.Split(a.Expression) })],
        })];
        var sources = scan.Remembered.Where(r => !scan.Declared.Any(d => d.Column == r.Source))
            .ToDictionary(r => r, r => ((BoundColumn)lifting.Split(new BoundColumn(r.Source, scan.Span))).Column);
        ImmutableArray<BoundRemembered> remembered = [.. scan.Remembered.Select(r => sources.TryGetValue(r, out var source) ? r with { Source = source } : r)];
        var computed = new ComputePlan(input, [.. input.Passed(), .. lifting.Computed]) { Order = input.Order };
        var position = new ColumnSymbol("scan_position", KqlType.Long, isNullable: false);
        return new StepsPlan(computed, lifting.Values, scan.Declared, remembered, steps, scan.Match, position, [.. scan.Columns, position])
        {
            Order = [new PlanOrdering(position, IsDescending: false, NullsFirst: false)],
        };
    }
}

/// <summary>Puts columns, computed below, in place of all that does not depend on the state of a scan.</summary>
internal sealed class StateSplit(ImmutableArray<BoundRemembered> remembered)
{
    private readonly HashSet<ColumnSymbol> _state = [.. remembered.Select(r => r.Symbol)];
    private readonly List<BoundAssignment> _computed = [];
    private readonly List<ColumnSymbol> _values = [];

    public ImmutableArray<BoundAssignment> Computed => [.. _computed];

    public ImmutableArray<ColumnSymbol> Values => [.. _values];

    public bool DependsOnState(BoundExpression expression) => BoundSearch.Columns(expression).Overlaps(_state);

    public BoundExpression Split(BoundExpression expression)
    {
        if (!DependsOnState(expression))
        {
            return Lift(expression);
        }

        return expression switch
        {
            BoundCall call when call.Function == Operators.And || call.Function == Operators.Or => SplitChain(call),
            BoundCall call => call with { Arguments = [.. call.Arguments.Select(Split)] },
            BoundConversion conversion => conversion with { Operand = Split(conversion.Operand) },
            BoundField field => field with { Operand = Split(field.Operand) },
            BoundInQuery query => query with { Operand = Split(query.Operand) },
            _ => expression,
        };
    }

    /// <summary>A chain of and, or or, however long, without recursion along it.</summary>
    private BoundExpression SplitChain(BoundCall chain)
    {
        var calls = new Stack<BoundCall>();
        BoundExpression node = chain;
        while (node is BoundCall call && call.Function == chain.Function)
        {
            calls.Push(call);
            node = call.Arguments[0];
        }

        var result = Split(node);
        while (calls.TryPop(out var call))
        {
            result = call with { Arguments = [result, Split(call.Arguments[1])] };
        }

        return result;
    }

    private BoundExpression Lift(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundLiteral or BoundTypeLiteral:
                return expression;
            case BoundColumn { Column.Type.Shape: null or JsonShape } column:
                if (!_values.Contains(column.Column))
                {
                    _values.Add(column.Column);
                }

                return expression;
            default:
                // Dynamic values of a known shape are JSON from here on, as those of the state are.
                var symbol = new ColumnSymbol($"scan_value{_computed.Count}", expression.Type.Kind, expression.IsNullable);
                _computed.Add(new BoundAssignment(symbol, expression.Type.IsDynamic ? DynamicFunctions.AsJson(expression) : expression));
                _values.Add(symbol);
                return new BoundColumn(symbol, expression.Span);
        }
    }
}

using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Calls and queries that operators and plug-ins are made of.
public sealed partial class Binder
{
    /// <summary>A call of a function or operator of the catalogue whose arguments are known to fit.</summary>
    private BoundExpression Call(ScalarFunction function, TextSpan span, params ImmutableArray<BoundExpression> arguments) =>
        Resolve(function, arguments, span) ?? throw new InvalidOperationException($"{function.Name} does not take {string.Join(", ", arguments.Select(a => a.Type))}.");

    private BoundExpression Call(string function, TextSpan span, params ImmutableArray<BoundExpression> arguments) =>
        Call(_catalogue.Scalars[function], span, arguments);

    private BoundAggregate Aggregate(string name, TextSpan span, params ImmutableArray<BoundExpression> arguments)
    {
        var function = _catalogue.Aggregates[name];
        var (index, parameters) = Fittest([.. function.Overloads.Select(o => o.Parameters)], arguments)
            ?? throw new InvalidOperationException($"{name} does not take {string.Join(", ", arguments.Select(a => a.Type))}.");
        var converted = ConvertArguments(parameters, arguments);
        return new BoundAggregate(function, function.Overloads[index], converted, function.Overloads[index].Result(converted), span);
    }

    /// <summary>The first rows of every group, in the input's order.</summary>
    private BoundQuery FirstOfGroups(BoundQuery input, ImmutableArray<ColumnSymbol> keys, BoundExpression count, TextSpan span)
    {
        var number = BoundBuilder.RowNumber("row_number", span, keys);
        var numbered = BoundBuilder.Add(input, span, number);
        var first = new BoundFilter(numbered, Call(Operators.LessOrEqual, span, BoundBuilder.Column(number.Column, span), count), span);
        return BoundBuilder.Keep(first, input.Columns, span);
    }
}

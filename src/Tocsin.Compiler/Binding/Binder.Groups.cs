using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

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

    /// <summary>
    /// Brings rows together in one array of arrays, as make_list() joins arrays, up to a number of rows; what is found in it is an
    /// array of arrays again, and each of these a row of the one column.
    /// </summary>
    private BoundMvExpand FindInAllRows(BoundQuery rows, long most, Func<BoundExpression, BoundExpression> find, TextSpan span)
    {
        var some = new BoundTake(rows, BoundBuilder.Long(most, span), span);
        var row = BoundBuilder.Assign("row", Call("pack_array", span, [.. rows.Columns.Select(c => (BoundExpression)BoundBuilder.Column(c, span))]));
        var size = BoundBuilder.Long(most * rows.Columns.Length, span);
        var list = BoundBuilder.Assign("rows", Aggregate("make_list", span, BoundBuilder.Column(row.Column, span), size));
        var all = new BoundSummarize(new BoundProject(some, [row], span), [], [list], span);
        var found = new ColumnSymbol("found", KqlType.Dynamic);
        return new BoundMvExpand(all, [new BoundMvItem(find(BoundBuilder.Column(list.Column, span)), found)], Index: null, Limit: null, [found], span);
    }

    /// <summary>One of the values that such a row holds.</summary>
    private BoundExpression Found(BoundMvExpand rows, long index, TextSpan span) =>
        Call(DynamicFunctions.Element, span, BoundBuilder.Column(rows.Columns[0], span), BoundBuilder.Long(index, span));
}

using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Building blocks of operators and plug-ins that are made of others.
public sealed partial class Binder
{
    private static BoundColumn Column(ColumnSymbol column, TextSpan span) => new(column, span);

    private static BoundLiteral LongLiteral(long value, TextSpan span) => new(value, KqlType.Long, span);

    /// <summary>A call of a function or operator of the catalogue whose arguments are known to fit.</summary>
    private BoundExpression Call(ScalarFunction function, TextSpan span, params ImmutableArray<BoundExpression> arguments) =>
        Resolve(function, arguments, span) ?? throw new InvalidOperationException($"{function.Name} does not take {string.Join(", ", arguments.Select(a => a.Type))}.");

    private BoundAggregate Aggregate(string name, TextSpan span, params ImmutableArray<BoundExpression> arguments)
    {
        var function = _catalogue.Aggregates[name];
        var (index, parameters) = Fittest([.. function.Overloads.Select(o => o.Parameters)], arguments)
            ?? throw new InvalidOperationException($"{name} does not take {string.Join(", ", arguments.Select(a => a.Type))}.");
        var converted = ConvertArguments(parameters, arguments);
        return new BoundAggregate(function, function.Overloads[index], converted, function.Overloads[index].Result(converted), span);
    }

    private static BoundAssignment Assign(string name, BoundExpression value) => new(new ColumnSymbol(name, value.Type, value.IsNullable), value);

    /// <summary>The input with further columns.</summary>
    private static BoundProject Add(BoundQuery input, TextSpan span, params IEnumerable<BoundAssignment> added) =>
        new(input, [.. input.Columns.Select(c => Pass(c, span)), .. added], span);

    /// <summary>The first rows of every group, in the input's order.</summary>
    private BoundQuery FirstOfGroups(BoundQuery input, ImmutableArray<ColumnSymbol> keys, BoundExpression count, TextSpan span)
    {
        var number = Assign("row_number", PartitionFunctions.RowNumber([.. keys.Select(k => Column(k, span))], span));
        var numbered = Add(input, span, number);
        var first = new BoundFilter(numbered, Call(Operators.LessOrEqual, span, Column(number.Column, span), count), span);
        return Keep(first, input.Columns, span);
    }

    /// <summary>An inner join, or another kind, whose output columns are all of the left side and some of the right.</summary>
    private static BoundJoin JoinOn(
        JoinKind kind, BoundQuery left, BoundQuery right, IEnumerable<(ColumnSymbol Left, ColumnSymbol Right)> keys, IEnumerable<ColumnSymbol> fromRight, TextSpan span) =>
        new(
            kind,
            left,
            right,
            [.. keys.Select(k => new BoundJoinKey(Column(k.Left, span), Column(k.Right, span)))],
            [.. left.Columns.Select(c => Pass(c, span)), .. fromRight.Select(c => Pass(c, span))],
            span);
}

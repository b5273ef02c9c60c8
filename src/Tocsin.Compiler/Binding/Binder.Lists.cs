using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// in, in~, has_any, has_all and their negations (https://learn.microsoft.com/kusto/query/in-cs-operator).
public sealed partial class Binder
{
    private BoundExpression BindListOperator(ListOperatorSyntax list, RowScope row)
    {
        var left = BindScalar(list.Left, row);
        if (left is BoundError)
        {
            return left;
        }

        if (list.Right is [var only] && IsTabular(only))
        {
            return BindTableMembership(list, left, only);
        }

        ImmutableArray<BoundExpression> items = [.. list.Right.Select(i => BindScalar(i, row))];
        if (items.FirstOrDefault(i => i is BoundError) is { } error)
        {
            return error;
        }

        return BindMembership(list, left, items);
    }

    private BoundExpression BindMembership(ListOperatorSyntax list, BoundExpression left, ImmutableArray<BoundExpression> items)
    {
        var call = list.Operator switch
        {
            ListOperator.In or ListOperator.NotIn => BindIn(list, left, items),
            ListOperator.InTilde or ListOperator.NotInTilde => BindTermList(list, Operators.InIgnoreCase, left, items),
            ListOperator.HasAny => BindTermList(list, Operators.HasAny, left, items),
            ListOperator.HasAll => BindTermList(list, Operators.HasAll, left, items),
        };
        return IsNegated(list) && call is not (BoundError or BoundRefusal) ? Negated(call) : call;
    }

    private static bool IsNegated(ListOperatorSyntax list) => list.Operator is ListOperator.NotIn or ListOperator.NotInTilde;

    private BoundExpression BindTableMembership(ListOperatorSyntax list, BoundExpression left, ExpressionSyntax table)
    {
        var query = BindValueQuery(table);
        if (query.Columns.IsEmpty)
        {
            return new BoundError(list.Span);
        }

        // Kusto takes the first column of a wider table.
        var column = query.Columns[0];
        if (column.Type.IsDynamic)
        {
            // The items of the arrays in it, as ASIM's parsers of sources mean it (https://learn.microsoft.com/azure/sentinel/normalization-develop-parsers).
            return BindMembership(list, left, [ListOf(query, new BoundColumn(column, table.Span), table.Span)]);
        }

        if (list.Operator is ListOperator.HasAny or ListOperator.HasAll)
        {
            return BindMembership(list, left, [ListOf(query, Convert(new BoundColumn(column, table.Span), KqlType.String), table.Span)]);
        }

        var kind = list.Operator is ListOperator.In or ListOperator.NotIn ? MembershipKind.In : MembershipKind.InIgnoreCase;
        if (kind == MembershipKind.InIgnoreCase && left.Type.Kind is not (KqlType.String or KqlType.Dynamic))
        {
            return Error(BindingDescriptors.OperatorTypes, list.OperatorSpan, Excerpt(list.OperatorSpan), left.Type.Kind.Name(), column.Type.Kind.Name(), ConvertOneSide);
        }

        left = DynamicTo(left, column.Type.Kind);
        if (!IsComparable(left.Type.Kind, column.Type.Kind))
        {
            return MembershipMismatch(list, left.Type.Kind, column.Type.Kind);
        }

        if (left.Type.IsWholeDecimal || column.Type.IsWholeDecimal)
        {
            return RefuseVersions(KqlType.Bool, "A list of it", list.Span);
        }

        var common = left.Type.Kind.IsNumeric() ? NumericTypes.Wider(left.Type.Kind, column.Type.Kind) : left.Type.Kind;
        var value = new BoundColumn(column, table.Span);
        var converted = new ColumnSymbol(column.Name, common, column.IsNullable);
        var projected = new BoundProject(query, [new BoundAssignment(converted, Convert(value, common))], table.Span);
        return new BoundInQuery(Convert(left, common), projected, kind, IsNegated(list), list.Span);
    }

    /// <summary>The values of a table's column, or the items of arrays in it, as one list: the terms of has_any and has_all (https://learn.microsoft.com/kusto/query/has-any-operator).</summary>
    private BoundScalarQuery ListOf(BoundQuery table, BoundExpression value, TextSpan span)
    {
        var gathered = Aggregate("make_list", span, value);
        var list = new ColumnSymbol("list", gathered.Type);
        return new BoundScalarQuery(new BoundSummarize(table, [], [new BoundAssignment(list, gathered)], span), span);
    }

    private BoundExpression BindIn(ListOperatorSyntax list, BoundExpression left, ImmutableArray<BoundExpression> items)
    {
        // A dynamic null equals no value, in a constant list as in one known at run time.
        ImmutableArray<BoundExpression> flat = [.. Flatten(items).Where(i => i is not BoundLiteral { Value: null, Type.IsDynamic: true })];
        if (flat.Any(i => i.Type.IsDynamic))
        {
            // A list known only at run time: compared as dynamic values, item by item. None of another type is equal,
            // where constants would be converted.
            flat = [.. flat.Select(i => i.Type.IsDynamic ? i : AsTypeOf(i, left))];
            if (flat.Select(ItemType).FirstOrDefault(i => i is not null && !left.Type.IsDynamic && !IsComparable(left.Type.Kind, i.Value)) is { } item)
            {
                return MembershipMismatch(list, left.Type.Kind, item);
            }

            return Resolve(Operators.InDynamic, [DynamicFunctions.ToDynamic(left), ListFunctions.Of(flat, list.Span)], list.Span) ?? RefusedList(list);
        }

        if (left.Type.IsDynamic)
        {
            left = DynamicTo(left, CommonType([.. flat.Select(i => i.Type.Kind == KqlType.Int ? KqlType.Long : i.Type.Kind)]));
        }

        flat = [.. flat.Select(i => AsTypeOf(i, left))];
        if (flat.FirstOrDefault(i => !IsComparable(left.Type.Kind, i.Type.Kind)) is { } stranger)
        {
            return MembershipMismatch(list, left.Type.Kind, stranger.Type.Kind);
        }

        var kinds = flat.Select(i => i.Type.Kind).Append(left.Type.Kind).Distinct().ToArray();
        var common = kinds.Length > 1 && left.Type.Kind.IsNumeric() ? kinds.Aggregate(NumericTypes.Wider) : left.Type.Kind;
        ImmutableArray<BoundExpression> arguments = [Convert(left, common), .. flat.Select(i => Convert(i, common))];
        return Resolve(Operators.In, arguments, list.Span) ?? RefusedList(list);
    }

    /// <summary>The type of a list's items, or of a value that stands in the list; null where only the data tells.</summary>
    private static KqlType? ItemType(BoundExpression item)
    {
        var type = item is BoundScalarQuery { Query.Columns: [var column, ..] } ? column.Type : item.Type;
        return type.IsDynamic ? type.ItemType : type.Kind;
    }

    private BoundExpression BindTermList(ListOperatorSyntax list, ScalarFunction function, BoundExpression left, ImmutableArray<BoundExpression> items)
    {
        var text = DynamicTo(left, KqlType.String);
        if (text.Type.Kind != KqlType.String)
        {
            return Error(BindingDescriptors.OperatorTypes, list.OperatorSpan, function.Name, left.Type.Kind.Name(), "a list of strings", "Convert the left side with tostring().");
        }

        var flat = items is [{ Type.IsDynamic: true }] ? items : Flatten(items);
        if (flat.Any(i => i.Type.IsDynamic))
        {
            return Resolve(function, [text, ListFunctions.Of(flat, list.Span)], list.Span) ?? RefusedList(list);
        }

        var strings = DynamicFunctions.StringList([.. flat.Select(i => Convert(i, KqlType.String))], list.Span);
        return Resolve(function, [text, strings], list.Span) ?? RefusedList(list);
    }

    /// <summary>The items of constant arrays in place of the arrays: <c>in (list)</c> means in its items.</summary>
    private static ImmutableArray<BoundExpression> Flatten(ImmutableArray<BoundExpression> items) =>
        [.. items.SelectMany(item => item is BoundLiteral { Value: DynamicArray array }
            ? Flatten([.. array.Items.Select(i => FromDynamic(i, item))])
            : [item])];

    private static BoundExpression FromDynamic(DynamicLiteral literal, BoundExpression origin) => literal is DynamicScalar { Value: not null } scalar
        ? new BoundLiteral(scalar.Value, scalar.Type, origin.Span)
        : new BoundLiteral(literal is DynamicScalar ? null : literal, KqlType.Dynamic, origin.Span);

    private static bool IsComparable(KqlType left, KqlType right) =>
        left == right || (left.IsNumeric() && right.IsNumeric()) || left == KqlType.Unknown || right == KqlType.Unknown;

    /// <summary>The language service lets values of other types stand in a list; Kusto's engine refuses them.</summary>
    private BoundRefusal MembershipMismatch(ListOperatorSyntax list, KqlType left, KqlType right) =>
        Refusal(KqlType.Bool, BindingDescriptors.OperatorTypes with { KustoCode = null }, list.OperatorSpan, Excerpt(list.OperatorSpan), left.Name(), right.Name(), ConvertOneSide);

    private BoundRefusal RefusedList(ListOperatorSyntax list) =>
        Refusal(KqlType.Bool, BindingDescriptors.UnsupportedForm, list.Span, $"The expression '{Excerpt(list.Span)}' in this place", string.Empty);
}

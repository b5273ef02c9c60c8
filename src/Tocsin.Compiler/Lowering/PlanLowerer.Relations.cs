using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

// Joins, unions, and the operators that expand arrays.
public sealed partial class PlanLowerer
{
    private SelectBuilder LowerJoin(JoinPlan join)
    {
        var (leftRelation, leftColumns) = Lower(join.Left).AsRelation();
        var (rightRelation, rightColumns) = Lower(join.Right).AsRelation();
        var columns = leftColumns.Concat(rightColumns).ToDictionary(p => p.Column, p => p.Value);
        var context = new ExpressionContext(c => columns[c]);
        var conditions = join.Keys.Select(k => LowerKey(k, context)).ToArray();
        var on = conditions.Length == 0 ? S.True : S.And(conditions);
        var isSwapped = join.Kind is JoinKind.RightSemi or JoinKind.RightAnti;
        var relation = isSwapped
            ? new SqlJoin(SqlKind(join.Kind), rightRelation, leftRelation, on)
            : new SqlJoin(SqlKind(join.Kind), leftRelation, rightRelation, on);
        var builder = new SelectBuilder(_aliases, relation);
        builder.SetColumns(join.Columns.Select(c => (c, columns[c])));
        return builder;
    }

    /// <summary>In a join's key null equals null, unlike in ==.</summary>
    private SqlExpression LowerKey(BoundJoinKey key, ExpressionContext context)
    {
        var left = _expressions.Lower(key.Left, context);
        var right = _expressions.Lower(key.Right, context);
        return key.Left.IsNullable && key.Right.IsNullable
            ? new SqlBinary(SqlBinaryOperator.IsNotDistinctFrom, left, right)
            : S.Equal(left, right);
    }

    private static SqlJoinKind SqlKind(JoinKind kind) => kind switch
    {
        JoinKind.InnerUnique or JoinKind.Inner => SqlJoinKind.Inner,
        JoinKind.LeftOuter => SqlJoinKind.Left,
        JoinKind.RightOuter => SqlJoinKind.Right,
        JoinKind.FullOuter => SqlJoinKind.Full,
        JoinKind.LeftSemi or JoinKind.RightSemi => SqlJoinKind.Semi,
        JoinKind.LeftAnti or JoinKind.RightAnti => SqlJoinKind.Anti,
    };

    private SelectBuilder LowerUnion(UnionPlan union)
    {
        var names = SelectBuilder.Names(union.Columns);
        var queries = union.Inputs.Select(input =>
        {
            var builder = Lower(input.Plan);
            if (builder.Stage > SelectStage.Project || builder.IsComputed(BoundSearch.Columns(input.Values.Where(v => v is not BoundColumn))))
            {
                builder = builder.Wrap();
            }

            var context = builder.Context();
            builder.SetColumns([.. union.Columns.Select((c, i) => (c, Shaped(_expressions.Lower(input.Values[i], context), input.Values[i].Type, c.Type)))]);
            return (SqlQuery)builder.Build(union.Columns, names);
        });
        var alias = _aliases.Next();
        return From(new SqlDerived(new SqlUnionAll([.. queries]), alias), alias, union.Columns, names);
    }

    private SelectBuilder LowerUnnest(UnnestPlan unnest)
    {
        var builder = Lower(unnest.Input);
        if (builder.Stage > SelectStage.Project)
        {
            builder = builder.Wrap();
        }

        var context = builder.Context();
        var (raw, expanded) = Expanded(unnest.Items, unnest.Index, unnest.Limit, context);
        var passed = unnest.Columns.Where(c => !raw.ContainsKey(c)).Select(c => (c, builder[c]));
        builder.SetColumns([.. passed, .. expanded]);
        builder.Reach(SelectStage.Limit);
        var outer = builder.Wrap();
        outer.SetColumns([.. unnest.Columns.Select(c => (c, Item(c, raw, unnest.Items, s => outer[s])))]);
        outer.Reach(SelectStage.Project);
        return outer;
    }

    /// <summary>The arrays' items side by side, with their numbers where these are wanted, under the symbols of <see cref="RawItems"/>.</summary>
    private (Dictionary<ColumnSymbol, ColumnSymbol> Raw, List<(ColumnSymbol Symbol, SqlExpression Value)> Items) Expanded(
        ImmutableArray<BoundMvItem> items, ColumnSymbol? index, BoundExpression? limit, ExpressionContext context)
    {
        var raw = RawItems(items, index);
        var arrays = items.Select(i => ItemList(_expressions.Lower(i.Array, context), i.Array.Type, limit)).ToList();
        var expanded = items.Select((item, i) => (raw[item.Column], (SqlExpression)S.Call("unnest", arrays[i]))).ToList();
        if (index is not null)
        {
            expanded.Add((raw[index], S.Call("unnest", Positions(arrays))));
        }

        return (raw, expanded);
    }

    /// <summary>Symbols for the items as they leave the array, before conversion to the column's type.</summary>
    private static Dictionary<ColumnSymbol, ColumnSymbol> RawItems(ImmutableArray<BoundMvItem> items, ColumnSymbol? index)
    {
        var raw = items.ToDictionary(i => i.Column, i => i.Column.Renamed(i.Column.Name));
        if (index is not null)
        {
            raw.Add(index, index.Renamed(index.Name));
        }

        return raw;
    }

    private SqlExpression ItemList(SqlExpression array, BoundType type, BoundExpression? limit)
    {
        var list = type.Shape switch
        {
            ListShape => array,
            ScalarShape => S.List(array),

            // A null value yields one row with null, an empty array none.
            _ => S.Coalesce(S.Call("kql_dynamic_items", array), S.List(new SqlNull(SqlType.Varchar))),
        };
        var none = new ExpressionContext(_ => throw new InvalidOperationException("A limit reads no column."));
        return limit is null ? list : new SqlSlice(list, S.Integer(1), _expressions.Lower(limit, none));
    }

    /// <summary>0, 1, 2… as long as the longest array.</summary>
    private static SqlCall Positions(List<SqlExpression> arrays)
    {
        var lengths = arrays.Select(a => (SqlExpression)S.Call("len", a)).ToArray();
        var longest = lengths is [var only] ? only : S.Call("greatest", lengths);
        return S.Call("range", S.BigInt(0), longest);
    }

    private static SqlExpression Item(
        ColumnSymbol column, Dictionary<ColumnSymbol, ColumnSymbol> raw, ImmutableArray<BoundMvItem> items, Func<ColumnSymbol, SqlExpression> value)
    {
        if (!raw.TryGetValue(column, out var source))
        {
            return value(column);
        }

        var item = items.FirstOrDefault(i => i.Column == column);
        if (item is null)
        {
            return value(source);
        }

        var from = item.Array.Type.Shape switch
        {
            ListShape list => BoundType.DynamicOf(list.Item),
            ScalarShape scalar => BoundType.DynamicOf(scalar.Item),
            _ => KqlType.Dynamic,
        };
        return column.Type.IsDynamic ? Shaped(value(source), from, column.Type) : Conform(value(source), from, column.Type.Kind);
    }

    /// <summary>
    /// An item as typeof() declares it: a cast, which reads no text and takes no number for a point in time
    /// (https://learn.microsoft.com/kusto/query/mv-expand-operator#parameters). Kusto's engine gives null for every timespan.
    /// </summary>
    private static SqlExpression Conform(SqlExpression item, BoundType from, KqlType to)
    {
        var converted = Conversions.Convert(item, from, to);
        var none = new SqlNull(Conversions.SqlTypeOf(to));
        var held = from.Shape is ScalarShape scalar ? scalar.Item : from.Kind;
        return (held, to) switch
        {
            (_, KqlType.TimeSpan) or (KqlType.Dynamic, KqlType.Decimal) => none,
            (KqlType.Dynamic, KqlType.DateTime) => S.If(S.Call("starts_with", item, S.String("\"")), converted, none),
            (KqlType.Dynamic, KqlType.Bool or KqlType.Int or KqlType.Long or KqlType.Real) => S.Call($"kql_item_to_{to.Name()}", item),
            (KqlType.String, _) when to.IsNumeric() || to == KqlType.Bool => none,
            (KqlType.Bool or KqlType.DateTime or KqlType.TimeSpan, _) when to.IsNumeric() => none,
            (_, KqlType.DateTime) when held.IsNumeric() => none,
            _ => converted,
        };
    }

    /// <summary>The outer row beside a lateral subquery over its items.</summary>
    private SelectBuilder LowerApply(ApplyPlan apply)
    {
        var (outer, row, items) = OuterRows(Lower(apply.Input));
        var enclosing = _outerRow;
        _outerRow = items;
        var inner = Lower(apply.Subplan);
        _outerRow = enclosing;

        var columns = apply.Columns.Where(c => !row.ContainsKey(c) || inner.Columns.Contains(c)).ToImmutableArray();
        var builder = Lateral(outer, inner, columns);
        builder.SetColumns([.. apply.Columns.Select(c => (c, columns.Contains(c) ? builder[c] : row[c]))]);
        return builder;
    }

    /// <summary>
    /// The rows of mv-apply, what their columns are in them, and what they are where their items are made. Numbered rows
    /// stand in a table that the subquery reads again by the number: DuckDB carries what the subquery takes from around
    /// along with every item, and a list along with each of its items makes a square of it.
    /// </summary>
    private (SqlRelation Rows, Dictionary<ColumnSymbol, SqlExpression> Columns, OuterRow Items) OuterRows(SelectBuilder input)
    {
        if (_common is null || _outerRow is not null || _aliases.IsInRow)
        {
            // A table in front of the query could not read the row around it.
            var (relation, own) = input.Wrap().AsRelation();
            var row = own.ToDictionary(p => p.Column, p => p.Value);
            return (relation, row, new OuterRow(row, Source: null, IsThis: null));
        }

        var names = SelectBuilder.Names(input.Columns);
        var number = "number";
        while (names.Contains(number, StringComparer.OrdinalIgnoreCase))
        {
            number += "_";
        }

        var table = TableName("numbered");
        var (source, outer, inner) = (_aliases.Next(), _aliases.Next(), _aliases.Next());
        _common.Add(new SqlCommonTable(
            table,
            new SqlSelect
            {
                Items = [.. names.Select(n => new SqlSelectItem(S.Column(source, n), n)), new SqlSelectItem(new SqlWindow(S.Call("row_number"), [], []), number)],
                From = new SqlDerived(input.Build(input.Columns, names), source),
            },
            IsMaterialized: true));
        var itemRow = new OuterRow(ColumnsOf(inner), new SqlTable(table, inner), S.Equal(S.Column(inner, number), S.Column(outer, number)));
        return (new SqlTable(table, outer), ColumnsOf(outer), itemRow);

        Dictionary<ColumnSymbol, SqlExpression> ColumnsOf(string alias) => input.Columns.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => (SqlExpression)S.Column(alias, names[p.i]));
    }

    /// <summary>Columns of a subquery that runs for each row of a relation.</summary>
    private SelectBuilder Lateral(SqlRelation outer, SelectBuilder inner, ImmutableArray<ColumnSymbol> columns)
    {
        var names = SelectBuilder.Names(columns);
        var alias = _aliases.Next();
        var lateral = new SqlDerived(inner.Build(columns, names), alias, IsLateral: true);
        return From(new SqlJoin(SqlJoinKind.Cross, outer, lateral, On: null), alias, columns, names);
    }

    private SelectBuilder LowerItems(ItemsPlan items)
    {
        var (row, source, isThis) = _outerRow ?? throw new InvalidOperationException("Items stand only inside mv-apply.");
        var context = new ExpressionContext(c => row[c]);
        var (raw, expanded) = Expanded(items.Items, items.Index, items.Limit, context);

        // The row's columns come with each item: an aggregate or window over them alone would belong to the query around.
        expanded.AddRange(items.Columns.Where(c => !raw.ContainsKey(c)).Select(c => (c, row[c])));
        var names = SelectBuilder.Names([.. expanded.Select(e => e.Symbol)]);
        var alias = _aliases.Next();
        var select = new SqlSelect { Items = [.. expanded.Select((e, i) => new SqlSelectItem(e.Value, names[i]))], From = source, Where = isThis };
        var values = expanded.Select((e, i) => (e.Symbol, Value: S.Column(alias, names[i]))).ToDictionary(p => p.Symbol, p => p.Value);
        var builder = new SelectBuilder(_aliases, new SqlDerived(select, alias));
        builder.SetColumns([.. items.Columns.Select(c => (c, Item(c, raw, items.Items, s => values[s])))]);
        builder.Reach(SelectStage.Project);
        return builder;
    }

    /// <summary>The row around a subquery of mv-apply.</summary>
    /// <param name="Columns">What its columns are where the items are made.</param>
    /// <param name="Source">What the items are read from; null where it is the row around itself.</param>
    /// <param name="IsThis">Which row of the source it is.</param>
    private sealed record OuterRow(Dictionary<ColumnSymbol, SqlExpression> Columns, SqlRelation? Source, SqlExpression? IsThis);
}

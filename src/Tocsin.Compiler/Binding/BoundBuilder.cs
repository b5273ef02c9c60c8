using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

/// <summary>Short constructors for queries that operators and plug-ins are made of.</summary>
internal static class BoundBuilder
{
    public static BoundColumn Column(ColumnSymbol column, TextSpan span) => new(column, span);

    public static BoundLiteral Long(long value, TextSpan span) => new(value, KqlType.Long, span);

    public static BoundLiteral Text(string value, TextSpan span) => new(value, KqlType.String, span);

    public static BoundAssignment Assign(string name, BoundExpression value) => new(new ColumnSymbol(name, value.Type, value.IsNullable), value);

    public static BoundAssignment Pass(ColumnSymbol column, TextSpan span) => new(column, new BoundColumn(column, span));

    /// <summary>A column that the query names, to be seen from then on.</summary>
    public static BoundAssignment Show(ColumnSymbol column, TextSpan span) =>
        column.IsHidden ? new BoundAssignment(new ColumnSymbol(column.Name, column.Type, column.IsNullable), new BoundColumn(column, span)) : Pass(column, span);

    /// <summary>The column under another name.</summary>
    public static BoundAssignment Rename(ColumnSymbol column, string name, TextSpan span) => new(column.Renamed(name), new BoundColumn(column, span));

    public static BoundProject Keep(BoundQuery input, IEnumerable<ColumnSymbol> columns, TextSpan span) =>
        new(input, [.. columns.Select(c => Pass(c, span))], span);

    /// <summary>The input with further columns.</summary>
    public static BoundProject Add(BoundQuery input, TextSpan span, params IEnumerable<BoundAssignment> added) =>
        new(input, [.. input.Columns.Select(c => Pass(c, span)), .. added], span);

    /// <summary>Columns with further ones, each in the place of that of its name where there is one.</summary>
    public static ImmutableArray<BoundAssignment> Extended(ImmutableArray<ColumnSymbol> columns, ImmutableArray<BoundAssignment> added, TextSpan span)
    {
        var byName = added.ToDictionary(a => a.Column.Name, StringComparer.Ordinal);
        var result = columns.Where(c => !(c.IsHidden && byName.ContainsKey(c.Name)))
            .Select(c => byName.Remove(c.Name, out var replacement) ? replacement : Pass(c, span)).ToList();
        result.AddRange(added.Where(a => byName.ContainsKey(a.Column.Name)));
        return [.. result];
    }

    public static BoundSort Sort(BoundQuery input, TextSpan span, params IEnumerable<ColumnSymbol> ascending) =>
        new(input, [.. ascending.Select(c => new BoundOrdering(Column(c, span), IsDescending: false, NullsFirst: true))], span);

    /// <summary>
    /// A join by equal columns; it yields all columns of the left side, then the given ones of the right, which under
    /// an outer join are columns of their own, since they may be null.
    /// </summary>
    public static BoundJoin Join(
        JoinKind kind, BoundQuery left, BoundQuery right, IEnumerable<(ColumnSymbol Left, ColumnSymbol Right)> keys, IEnumerable<ColumnSymbol> fromRight, TextSpan span) =>
        new(
            kind,
            left,
            right,
            [.. keys.Select(k => new BoundJoinKey(Column(k.Left, span), Column(k.Right, span)))],
            [.. left.Columns.Select(c => Pass(c, span)), .. fromRight.Select(c => kind == JoinKind.LeftOuter ? new BoundAssignment(new ColumnSymbol(c.Name, c.Type), Column(c, span)) : Pass(c, span))],
            span);

    /// <summary>Numbers the rows of equal keys from 1, in the input's order.</summary>
    public static BoundAssignment RowNumber(string name, TextSpan span, params IEnumerable<ColumnSymbol> keys) =>
        Assign(name, OperatorFunctions.RowNumber([.. keys.Select(k => (BoundExpression)Column(k, span))], span));
}

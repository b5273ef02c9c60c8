using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>
/// pivot: a column for each value of a column, with an aggregate in each cell
/// (https://learn.microsoft.com/kusto/query/pivot-plugin). Which values there are is asked of the data, unless a
/// schema names the columns; then values that it does not name have none, as in the page's example.
/// </summary>
internal static class Pivoting
{
    /// <summary>The aggregates that the page lists, and what a result of the type is over no rows; null for null.</summary>
    private static readonly ImmutableArray<(string Name, Func<PluginCall, KqlType, BoundExpression?> OverNoRows)> Supported =
    [
        ("min", EmptyText),
        ("max", EmptyText),
        ("take_any", EmptyText),
        ("any", EmptyText),
        ("sum", (call, type) => call.Convert(Long(0, call.Span), type)),
        ("dcount", (call, _) => Long(0, call.Span)),
        ("avg", (call, type) => type == KqlType.Real ? new BoundLiteral(double.NaN, KqlType.Real, call.Span) : null),
        ("stdev", (call, _) => new BoundLiteral(0d, KqlType.Real, call.Span)),
        ("variance", (call, _) => new BoundLiteral(0d, KqlType.Real, call.Span)),
        ("make_list", EmptyArray),
        ("make_bag", (call, _) => new BoundLiteral(new DynamicBag([]), KqlType.Dynamic, call.Span)),
        ("make_set", EmptyArray),
        ("count", (call, _) => Long(0, call.Span)),
    ];

    public static BoundQuery? Bind(PluginCall call)
    {
        var pivot = call.Column("pivotColumn", ParameterKind.NotDynamic);
        if (pivot is null)
        {
            return null;
        }

        var aggregate = call.Left > 0 ? call.Aggregate("aggregationFunction") : call.AggregateCall("count");
        if (aggregate is not BoundAggregate cell || !Supported.Any(s => s.Name == cell.Function.Name))
        {
            if (aggregate is not null)
            {
                call.Refuse(aggregate.Span, "This aggregate in pivot()", $"It is one of: {string.Join(", ", Supported.Select(s => s.Name).Where(n => n != "any"))}.");
            }

            return null;
        }

        var keys = call.Left > 0 ? call.Columns("column", ParameterKind.Scalar) : Others(call, pivot, cell);
        call.End();
        if (call.Schema is { } schema && keys.FirstOrDefault(k => !ShapePlugins.Columns(schema).Any(c => c.Name.Equals(k.Name, StringComparison.Ordinal))) is { } missing)
        {
            call.Refuse(schema.Span, $"A schema of pivot() without its column '{missing.Name}'", "Name it there, or drop the column with project-away before.");
        }

        if (call.HasErrors)
        {
            return null;
        }

        if (Names(call, pivot, keys) is not { } names)
        {
            return call.Open(keys);
        }

        return Rotate(call, pivot, cell, keys, names) is { } query ? query with { IsOpen = call.Schema is null && names.IsEmpty && !call.HasRows() } : null;
    }

    /// <summary>By default, all columns that are neither pivoted nor aggregated.</summary>
    private static ImmutableArray<ColumnSymbol> Others(PluginCall call, ColumnSymbol pivot, BoundAggregate cell)
    {
        var read = BoundSearch.Columns(cell);
        return [.. call.Input.Columns.Where(c => c != pivot && !read.Contains(c))];
    }

    private static ImmutableArray<string>? Names(PluginCall call, ColumnSymbol pivot, ImmutableArray<ColumnSymbol> keys)
    {
        if (call.Schema is { } schema)
        {
            return [.. ShapePlugins.Columns(schema).Select(c => c.Name).Where(n => !keys.Any(k => k.Name.Equals(n, StringComparison.Ordinal)))];
        }

        var text = Assign("name", call.Convert(Column(pivot, call.Span), KqlType.String));
        var found = call.Ask(new BoundDistinct(new BoundProject(call.Input, [text], call.Span), call.Span));
        if (found is { } values && values.Any(v => v.Length == 0))
        {
            call.Refuse(call.Syntax.Call.Span, $"pivot() over '{pivot.Name}', which has empty values and so columns without a name,", "Leave them out with where isnotempty(…), or name them with iff().");
            return null;
        }

        return found?.Sort(StringComparer.Ordinal);
    }

    private static BoundQuery? Rotate(PluginCall call, ColumnSymbol pivot, BoundAggregate cell, ImmutableArray<ColumnSymbol> keys, ImmutableArray<string> names)
    {
        var span = call.Span;
        if (names.FirstOrDefault(n => keys.Any(k => k.Name.Equals(n, StringComparison.Ordinal))) is { } twice)
        {
            call.Duplicate(twice);
            return null;
        }

        var value = Assign("pivot_value", call.Convert(Column(pivot, span), KqlType.String));
        var result = Assign("pivot_cell", cell);
        var cells = new BoundSummarize(Add(call.Input, span, value), [.. keys.Select(k => Pass(k, span)), Pass(value.Column, span)], [result], span);
        var rotated = names.Select(n => Assign(n, PluginFunctions.OnlyWhere(Column(result.Column, span), call.Call(Operators.Equal, Column(value.Column, span), Text(n, span)), span))).ToList();
        BoundQuery rows = new BoundSummarize(cells, [.. keys.Select(k => Pass(k, span))], [.. rotated, Assign("cells", call.AggregateCall("count"))], span);
        if (keys.IsEmpty)
        {
            // Without keys there is one row, but none of no rows.
            rows = new BoundFilter(rows, call.Call(Operators.Greater, Column(rows.Columns[^1], span), Long(0, span)), span);
        }

        var filled = new BoundProject(rows, [.. keys.Select(k => Pass(k, span)), .. rotated.Select(r => Assign(r.Column.Name, Filled(call, cell, r.Column)))], span);
        return call.Schema is { } schema ? Ordered(call, filled, ShapePlugins.Columns(schema)) : filled;
    }

    /// <summary>What an aggregate of no rows gives, where a cell has none.</summary>
    private static BoundExpression Filled(PluginCall call, BoundAggregate cell, ColumnSymbol column)
    {
        var value = Column(column, call.Span);
        var empty = Supported.First(s => s.Name == cell.Function.Name).OverNoRows(call, column.Type.Kind);
        return empty is null ? value : call.Call("coalesce", empty.Type.IsDynamic ? DynamicFunctions.AsJson(value) : value, empty);
    }

    private static BoundLiteral? EmptyText(PluginCall call, KqlType type) => type == KqlType.String ? Text(string.Empty, call.Span) : null;

    private static BoundLiteral EmptyArray(PluginCall call, KqlType type) => new(new DynamicArray([]), KqlType.Dynamic, call.Span);

    /// <summary>The columns in the schema's order and types.</summary>
    private static BoundProject? Ordered(PluginCall call, BoundProject rows, ImmutableArray<ColumnSymbol> columns)
    {
        var result = ImmutableArray.CreateBuilder<BoundAssignment>();
        foreach (var column in columns)
        {
            var own = rows.Columns.First(c => c.Name.Equals(column.Name, StringComparison.Ordinal));
            if (own.Type.Kind != column.Type.Kind && !(own.Type.Kind.IsNumeric() && column.Type.Kind.IsNumeric()))
            {
                call.Refuse(call.Schema!.Span, $"'{column.Name}' as {column.Type.Kind.Name()}, which pivot() gives as {own.Type.Kind.Name()},", $"Declare it as {own.Type.Kind.Name()}.");
                return null;
            }

            result.Add(new BoundAssignment(column, call.Convert(Column(own, call.Span), column.Type.Kind)));
        }

        return new BoundProject(rows, result.ToImmutable(), call.Span);
    }
}

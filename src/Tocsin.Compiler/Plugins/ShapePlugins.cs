using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins that turn values into columns and columns into values.</summary>
internal static class ShapePlugins
{
    public static ImmutableArray<Plugin> All { get; } =
    [
        new("bag_unpack", "bag-unpack-plugin", "bag_unpack(Column [, OutputColumnPrefix] [, columnsConflict] [, ignoredProperties])", BagUnpacking.Bind) { TakesSchema = true },
        new("narrow", "narrow-plugin", "narrow()", Narrow),
        new("pivot", "pivot-plugin", "pivot(pivotColumn [, aggregationFunction] [, column…])", Pivoting.Bind) { TakesSchema = true },
    ];

    /// <summary>The columns of a schema behind the call, without the star.</summary>
    public static ImmutableArray<ColumnSymbol> Columns(SchemaTypeSyntax schema) =>
        [.. schema.Columns.Select(c => new ColumnSymbol(c.Name.Text, c.Type is ScalarTypeSyntax scalar ? KqlTypes.FromName(scalar.Name) ?? KqlType.Unknown : KqlType.Unknown))];

    /// <summary>A row for each value: the number of its row from 0, its column, and the value as text.</summary>
    private static BoundQuery? Narrow(PluginCall call)
    {
        call.End();
        if (call.HasErrors)
        {
            return null;
        }

        ImmutableArray<ColumnSymbol> columns = [new("Row", KqlType.Long, isNullable: false), new("Column", KqlType.String), new("Value", KqlType.String), new("place", KqlType.Long, isNullable: false)];
        if (call.Input.Columns.FirstOrDefault(c => ValueText(call, c) is null) is { } column)
        {
            return call.Refuse(
                call.Syntax.Call.Span, $"narrow() over '{column.Name}', which is {column.Type.Kind.Name()},", "How it shows such values is not documented; convert them with tostring().", columns[..3]);
        }

        if (call.Input.Columns.IsEmpty)
        {
            return Keep(new BoundRows(columns, [], call.Span), columns[..3], call.Span);
        }

        var row = RowNumber("Row", call.Span);
        var numbered = new SharedQuery("numbered", Add(call.Input, call.Span, row), isMaterialized: false);
        var inputs = call.Input.Columns.Select((c, i) =>
        {
            var rows = call.Use(numbered);
            return new BoundUnionInput(rows,
            [
                call.Call(Operators.Subtract, Column(rows.Columns[^1], call.Span), Long(1, call.Span)),
                Text(c.Name, call.Span),
                ValueText(call, rows.Columns[i])!,
                Long(i, call.Span),
            ]);
        });
        var all = new BoundUnion([.. inputs], columns, call.Span);
        return Keep(Sort(all, call.Span, columns[0], columns[3]), columns[..3], call.Span);
    }

    private static BoundExpression? ValueText(PluginCall call, ColumnSymbol column)
    {
        var value = Column(column, call.Span);
        var text = column.Type.Kind switch
        {
            KqlType.String => value,
            KqlType.Int or KqlType.Long => call.Convert(value, KqlType.String),
            KqlType.Bool => call.Call("iff", value, Text("True", call.Span), Text("False", call.Span)),
            KqlType.DateTime => call.Call("format_datetime", value, Text("yyyy-MM-dd HH:mm:ss.fffffff", call.Span)),
            _ => null,
        };
        return text is null || !column.IsNullable ? text : call.Call("iff", call.Call("isnull", value), Text("[null]", call.Span), text);
    }
}

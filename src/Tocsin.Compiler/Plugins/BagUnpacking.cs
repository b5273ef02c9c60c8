using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>
/// bag_unpack: each property of a bag becomes a column (https://learn.microsoft.com/kusto/query/bag-unpack-plugin).
/// Which there are is asked of the data, unless a schema says.
/// </summary>
internal static class BagUnpacking
{
    private enum Conflict
    {
        Error,
        ReplaceSource,
        KeepSource,
    }

    public static BoundQuery? Bind(PluginCall call)
    {
        var bag = call.Column("Column", ParameterKind.Scalar);
        var prefix = call.OptionalLiteral("OutputColumnPrefix", ParameterKind.String);
        var conflict = ReadConflict(call);
        var ignored = Ignored(call.OptionalLiteral("ignoredProperties", ParameterKind.Dynamic));
        call.End();
        if (prefix is { Value: string { Length: 0 } })
        {
            call.Refuse(prefix.Span, "An empty prefix", "Leave it out.");
        }

        if (bag is null || conflict is not { } rule || call.HasErrors)
        {
            return null;
        }

        var before = prefix?.Value as string ?? string.Empty;
        if (call.Schema is { } schema)
        {
            return BindSchema(call, schema, bag, before);
        }

        // A column of another type has no properties: it goes, and none comes.
        var found = bag.Type.IsDynamic ? call.Ask(SchemaQuery(call, bag)) : [];
        if (found is not { } slots)
        {
            return call.Open([.. call.Input.Columns.Where(c => c != bag)]);
        }

        return Unpack(call, bag, before, rule, Slots(slots, ignored)) is { } query ? query with { IsOpen = slots.IsEmpty && !call.HasRows() } : null;
    }

    private static Conflict? ReadConflict(PluginCall call)
    {
        var literal = call.OptionalLiteral("columnsConflict", ParameterKind.String);
        switch (literal?.Value)
        {
            case null or "error":
                return Conflict.Error;
            case "replace_source":
                return Conflict.ReplaceSource;
            case "keep_source":
                return Conflict.KeepSource;
            default:
                call.Refuse(literal!.Span, $"'{literal.Value}' as columnsConflict", "It is one of: error, replace_source, keep_source.");
                return null;
        }
    }

    private static HashSet<string> Ignored(BoundLiteral? literal) => literal?.Value is DynamicArray array
        ? [.. array.Items.OfType<DynamicScalar>().Select(i => i.Value).OfType<string>()]
        : [];

    /// <summary>The distinct names and types of properties, as text.</summary>
    private static BoundDistinct SchemaQuery(PluginCall call, ColumnSymbol bag)
    {
        var item = new ColumnSymbol("slot", KqlType.String);
        var expanded = new BoundMvExpand(
            Keep(call.Input, [bag], call.Span), [new BoundMvItem(call.Call(PluginFunctions.BagSchema, Column(bag, call.Span)), item)], Index: null, Limit: null, [bag, item], call.Span);
        return new BoundDistinct(Keep(expanded, [item], call.Span), call.Span);
    }

    /// <summary>Each property with its type: dynamic where values differ in type. Nulls have none.</summary>
    private static List<(string Name, KqlType Type)> Slots(ImmutableArray<string> found, HashSet<string> ignored) =>
        [.. found.Where(f => f.Length > 0).Select(f => (Type: f[..f.IndexOf(':', StringComparison.Ordinal)], Name: f[(f.IndexOf(':', StringComparison.Ordinal) + 1)..]))
            .Where(f => !ignored.Contains(f.Name))
            .GroupBy(f => f.Name, f => f.Type, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, TypeOf([.. g.Where(t => t != "null").Distinct(StringComparer.Ordinal)])))];

    private static KqlType TypeOf(string[] types) => types is [var only] ? KqlTypes.FromName(only) ?? KqlType.Dynamic : KqlType.Dynamic;

    private static BoundProject? Unpack(PluginCall call, ColumnSymbol bag, string prefix, Conflict rule, List<(string Name, KqlType Type)> slots)
    {
        var added = slots.ToDictionary(s => prefix + s.Name, s => Assign(prefix + s.Name, Property(call, bag, s.Name, s.Type)), StringComparer.Ordinal);
        var result = new List<BoundAssignment>();
        foreach (var column in call.Input.Columns)
        {
            var isTaken = added.TryGetValue(column.Name, out var slot);
            if (column == bag)
            {
                // A property of the column's own name stands in its place.
                result.AddRange(isTaken ? [slot!] : []);
                added.Remove(column.Name);
            }
            else if (!isTaken)
            {
                result.Add(Pass(column, call.Span));
            }
            else if (rule == Conflict.KeepSource)
            {
                // It stands among the properties, as the page's example shows.
                added[column.Name] = Pass(column, call.Span);
            }
            else if (rule == Conflict.Error)
            {
                call.Duplicate(column.Name);
                return null;
            }
        }

        result.AddRange(slots.Where(s => added.ContainsKey(prefix + s.Name)).Select(s => added[prefix + s.Name]));
        return new BoundProject(call.Input, [.. result], call.Span);
    }

    private static BoundProject? BindSchema(PluginCall call, SchemaTypeSyntax schema, ColumnSymbol bag, string prefix)
    {
        var result = schema.HasStar ? call.Input.Columns.Where(c => c != bag).Select(c => Pass(c, call.Span)).ToList() : [];
        foreach (var column in ShapePlugins.Columns(schema))
        {
            if (result.Exists(r => r.Column.Name.Equals(column.Name, StringComparison.Ordinal)))
            {
                call.Duplicate(column.Name);
                return null;
            }

            var own = call.Input.Columns.FirstOrDefault(c => c != bag && c.Name.Equals(column.Name, StringComparison.Ordinal));
            var value = own is not null ? call.Convert(Column(own, call.Span), column.Type.Kind)
                : column.Name.StartsWith(prefix, StringComparison.Ordinal) ? Property(call, bag, column.Name[prefix.Length..], column.Type.Kind)
                : new BoundLiteral(null, column.Type, call.Span);
            result.Add(new BoundAssignment(column, value));
        }

        return new BoundProject(call.Input, [.. result], call.Span);
    }

    private static BoundExpression Property(PluginCall call, ColumnSymbol bag, string name, KqlType type) => !bag.Type.IsDynamic
        ? new BoundLiteral(null, type, call.Span)
        : call.Convert(call.Call(DynamicFunctions.Property, Column(bag, call.Span), Text(name, call.Span)), type);
}

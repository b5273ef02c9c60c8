using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Joins by networks: two networks meet where neither ends before the other begins.</summary>
internal static class LookupPlugins
{
    public static ImmutableArray<Plugin> All { get; } =
    [
        new("ipv4_lookup", "ipv4-lookup-plugin", "ipv4_lookup(LookupTable, SourceIPv4Key, IPv4LookupKey [, ExtraKey…] [, return_unmatched])",
            call => Lookup(call, PluginFunctions.IPv4First, PluginFunctions.IPv4Last, takesExtraKeys: true)),
        new("ipv6_lookup", "ipv6-lookup-plugin", "ipv6_lookup(LookupTable, SourceIPv6Key, IPv6LookupKey [, return_unmatched])",
            call => Lookup(call, PluginFunctions.IPv6First, PluginFunctions.IPv6Last, takesExtraKeys: false)),
    ];

    private static BoundQuery? Lookup(PluginCall call, ScalarFunction first, ScalarFunction last, bool takesExtraKeys)
    {
        var table = call.Table("LookupTable");
        var source = call.Column("SourceKey", ParameterKind.String);
        var network = table is null ? null : call.ColumnOf(table, "LookupKey", ParameterKind.String);
        if (table is null || source is null || network is null)
        {
            return null;
        }

        var keys = takesExtraKeys ? ExtraKeys(call, table) : [];
        var returnUnmatched = call.OptionalLiteral("return_unmatched", ParameterKind.Bool) is { Value: true };
        call.End();
        if (call.HasErrors)
        {
            return null;
        }

        ImmutableArray<ColumnSymbol> fromTable = [.. table.Columns.Where(c => !keys.Any(k => k.Table == c))];
        return LookupJoin.Bind(call, fromTable, returnUnmatched, rows => Match(call, Bounds(rows), Bounds(table, network), keys));

        BoundProject Bounds(BoundQuery query, ColumnSymbol? key = null)
        {
            var column = Column(key ?? query.Columns[call.Input.Columns.IndexOf(source)], call.Span);
            return Add(query, call.Span, Assign("first", call.Call(first, column)), Assign("last", call.Call(last, column)));
        }
    }

    /// <summary>Further columns that both tables have under one name, and that must be equal.</summary>
    private static ImmutableArray<(int Input, ColumnSymbol Table)> ExtraKeys(PluginCall call, BoundQuery table)
    {
        var keys = ImmutableArray.CreateBuilder<(int, ColumnSymbol)>();
        while (call.Next is NameExpressionSyntax name)
        {
            if (call.ColumnOf(table, "ExtraKey", ParameterKind.Scalar) is not { } column)
            {
                return [];
            }

            var own = call.Input.Columns.FirstOrDefault(c => c.Name.Equals(column.Name, StringComparison.Ordinal));
            if (own is null || own.Type.Kind != column.Type.Kind)
            {
                call.Refuse(name.Span, $"The key '{column.Name}', which both tables need to have with one type,", "Rename or convert it first.");
                return [];
            }

            keys.Add((call.Input.Columns.IndexOf(own), column));
        }

        return keys.ToImmutable();
    }

    private static BoundFilter Match(PluginCall call, BoundProject rows, BoundProject table, ImmutableArray<(int Input, ColumnSymbol Table)> keys)
    {
        var equal = keys.Select(k => (rows.Columns[k.Input], k.Table));
        var pairs = Join(JoinKind.Inner, rows, table, equal, table.Columns, call.Span);
        return new BoundFilter(pairs, call.Call(Operators.And, AtMost(rows.Columns[^2], table.Columns[^1]), AtMost(table.Columns[^2], rows.Columns[^1])), call.Span);

        BoundExpression AtMost(ColumnSymbol left, ColumnSymbol right) => call.Call(PluginFunctions.AtMost, Column(left, call.Span), Column(right, call.Span));
    }
}

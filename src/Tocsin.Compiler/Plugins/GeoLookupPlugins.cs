using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Joins of points with shapes: every point is held against every shape.</summary>
internal static class GeoLookupPlugins
{
    public static ImmutableArray<Plugin> All { get; } =
    [
        new("geo_line_lookup", "geo-line-lookup-plugin",
            "geo_line_lookup(LookupTable, LookupLineKey, SourceLongitude, SourceLatitude, radius [, return_unmatched] [, lookup_area_radius] [, return_lookup_key])",
            call => Lookup(call, "geo_distance_point_to_line", within: null)),
        new("geo_polygon_lookup", "geo-polygon-lookup-plugin",
            "geo_polygon_lookup(LookupTable, LookupPolygonKey, SourceLongitude, SourceLatitude [, radius] [, return_unmatched] [, lookup_area_radius] [, return_lookup_key])",
            call => Lookup(call, "geo_distance_point_to_polygon", within: "geo_point_in_polygon")),
    ];

    /// <summary>Within a distance of the shape; without one, where the shape allows, inside of it.</summary>
    private static BoundQuery? Lookup(PluginCall call, string distance, string? within)
    {
        var table = call.Table("LookupTable");
        var shape = table is null ? null : call.ColumnOf(table, "LookupKey", ParameterKind.Dynamic);
        var longitude = call.Column("SourceLongitude", ParameterKind.Number);
        var latitude = call.Column("SourceLatitude", ParameterKind.Number);
        var radius = call.OptionalLiteral("radius", ParameterKind.Real);
        var returnUnmatched = call.OptionalLiteral("return_unmatched", ParameterKind.Bool) is { Value: true };

        // How far around a shape its points are looked for changes the work, not the answer.
        call.OptionalLiteral("lookup_area_radius", ParameterKind.Real);
        var returnKey = call.OptionalLiteral("return_lookup_key", ParameterKind.Bool) is { Value: true };
        call.End();
        if (radius is null && within is null && !call.HasErrors)
        {
            call.Refuse(call.Syntax.Call.Span, $"{call.Plugin.Name}() without a radius", $"It takes {call.Plugin.Syntax}.");
        }

        if (call.HasErrors || table is null || shape is null || longitude is null || latitude is null)
        {
            return null;
        }

        ImmutableArray<ColumnSymbol> fromTable = [.. table.Columns.Where(c => returnKey || c != shape)];
        return LookupJoin.Bind(call, fromTable, returnUnmatched, rows =>
        {
            var pairs = Join(JoinKind.Inner, rows, table, [], table.Columns, call.Span);
            ImmutableArray<BoundExpression> arguments = [Coordinate(longitude), Coordinate(latitude), Column(shape, call.Span)];
            var matches = radius is null
                ? call.Call(within!, arguments)
                : call.Call(Operators.LessOrEqual, call.Call(distance, arguments), call.Convert(radius, KqlType.Real));
            return new BoundFilter(pairs, matches, call.Span);

            BoundExpression Coordinate(ColumnSymbol column) =>
                call.Convert(Column(rows.Columns[call.Input.Columns.IndexOf(column)], call.Span), KqlType.Real);
        });
    }
}

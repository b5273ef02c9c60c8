using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Geo;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Places on the globe. A line or polygon that points are held against is read once where it is constant.</summary>
internal static class GeoKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Four("kql_geo_distance_2points", GeoMeasures.Distance),
        Four("kql_geo_azimuth", GeoMeasures.Azimuth),
        Create<Utf8, Utf8Writer>("kql_geo_from_wkt", (text, writer) => WellKnownText.WriteGeoJson(Text(text), writer)),
        Create<Utf8, double?>("kql_geo_line_length", line => GeoShape.ReadLine(line) is { } shape ? GeoMeasures.Length(shape) : null),
        Create<Utf8, double?>("kql_geo_polygon_perimeter", polygon => GeoShape.ReadPolygon(polygon) is { } shape ? GeoMeasures.Length(shape) : null),
        Create<Utf8, double?>("kql_geo_polygon_area", polygon => GeoShape.ReadPolygon(polygon) is { } shape ? GeoMeasures.Area(shape) : null),
        Create<Utf8, Utf8Writer>("kql_geo_line_centroid", (line, writer) => Point(GeoShape.ReadLine(line) is { } shape ? GeoMeasures.Centroid(shape) : null, writer)),
        Create<Utf8, Utf8Writer>("kql_geo_polygon_centroid", (polygon, writer) => Point(GeoShape.ReadPolygon(polygon) is { } shape ? GeoMeasures.Centroid(shape) : null, writer)),
        Create<Utf8, double, Utf8Writer>("kql_geo_line_interpolate_point", (line, fraction, writer) => Point(GeoShape.ReadLine(line) is { } shape ? GeoMeasures.Interpolate(shape, fraction) : null, writer)),
        CreatePrepared<double, GeoShape?, double, double?>("kql_geo_distance_point_to_line", GeoShape.ReadLine, Distance),
        CreatePrepared<double, GeoShape?, double, double?>("kql_geo_distance_point_to_polygon", GeoShape.ReadPolygon, Distance),
        CreatePrepared<double, GeoShape?, double, Utf8Writer>("kql_geo_closest_point_on_line", GeoShape.ReadLine, Closest),
        CreatePrepared<double, GeoShape?, double, Utf8Writer>("kql_geo_closest_point_on_polygon", GeoShape.ReadPolygon, Closest),
        CreatePrepared<double, GeoShape?, double, bool?>("kql_geo_point_in_polygon", GeoShape.ReadPolygon, IsIn),
        CreatePrepared<double, GeoShape?, double, double?>("kql_geo_line_locate_point", GeoShape.ReadLine, (longitude, line, latitude) =>
            line is not null && SpherePoint.At(longitude, latitude) is { } point ? GeoMeasures.Locate(line, point) : null),
        Create<double, double, double?>("kql_geo_angle", (back, ahead) => ahead < back ? ahead - back + (2 * Math.PI) : ahead - back),
        Create<Utf8, double, Utf8Writer>("kql_geo_line_simplify", (line, tolerance, writer) => Shape(GeoShape.ReadLine(line) is { } shape ? GeoSimplifier.Simplify(shape, tolerance) : null, writer)),
        Create<Utf8, double, Utf8Writer>("kql_geo_polygon_simplify", (polygon, tolerance, writer) => Shape(GeoShape.ReadPolygon(polygon) is { } shape ? GeoSimplifier.Simplify(shape, tolerance) : null, writer)),
        Create<Utf8, double, Utf8Writer>("kql_geo_simplify_polygons_array", (polygons, tolerance, writer) => Shape(GeoShape.ReadPolygons(polygons) is { } shapes ? GeoSimplifier.SimplifyAll(shapes, tolerance) : null, writer)),
        Create<double, double, double, double, Utf8Writer>("kql_geo_point_buffer", (longitude, latitude, radius, tolerance, writer) => Shape(SpherePoint.At(longitude, latitude) is { } point ? GeoBuffer.Around(point, radius, tolerance) : null, writer)),
        Create<Utf8, double, double, Utf8Writer>("kql_geo_line_buffer", (line, radius, tolerance, writer) => Shape(GeoShape.ReadLine(line) is { } shape ? GeoBuffer.Around(shape, radius, tolerance) : null, writer)),
        Create<Utf8, double, double, Utf8Writer>("kql_geo_polygon_buffer", (polygon, radius, tolerance, writer) => Shape(GeoShape.ReadPolygon(polygon) is { } shape ? GeoBuffer.Around(shape, radius, tolerance) : null, writer)),
        Create<Utf8, double, Utf8Writer>("kql_geo_line_densify", (line, tolerance, writer) => Densify(GeoShape.ReadLine(line), line, tolerance, writer)),
        Create<Utf8, double, Utf8Writer>("kql_geo_polygon_densify", (polygon, tolerance, writer) => Densify(GeoShape.ReadPolygon(polygon), polygon, tolerance, writer)),
        Create<Utf8, Utf8Writer>("kql_geo_union_lines_array", (lines, writer) => Shape(GeoShape.ReadLines(lines) is { } shapes ? GeoOverlay.UnionOfLines(shapes) : null, writer)),
        Create<Utf8, Utf8Writer>("kql_geo_union_polygons_array", (polygons, writer) => Shape(GeoShape.ReadPolygons(polygons) is { } shapes ? GeoOverlay.UnionOfPolygons(shapes) : null, writer)),
        Create<Utf8, Utf8, Utf8Writer>("kql_geo_intersection_2lines", (a, b, writer) => Intersection(GeoShape.ReadLine(a), GeoShape.ReadLine(b), writer)),
        Create<Utf8, Utf8, Utf8Writer>("kql_geo_intersection_2polygons", (a, b, writer) => Intersection(GeoShape.ReadPolygon(a), GeoShape.ReadPolygon(b), writer)),
        Create<Utf8, Utf8, Utf8Writer>("kql_geo_intersection_line_with_polygon", (a, b, writer) => Intersection(GeoShape.ReadLine(a), GeoShape.ReadPolygon(b), writer)),
        Create<Utf8, Utf8, bool?>("kql_geo_intersects_2lines", (a, b) => Intersect(GeoShape.ReadLine(a), GeoShape.ReadLine(b))),
        Create<Utf8, Utf8, bool?>("kql_geo_intersects_2polygons", (a, b) => Intersect(GeoShape.ReadPolygon(a), GeoShape.ReadPolygon(b))),
        Create<Utf8, Utf8, bool?>("kql_geo_intersects_line_with_polygon", (a, b) => Intersect(GeoShape.ReadLine(a), GeoShape.ReadPolygon(b))),
    ];

    internal static string Text(Utf8 text) => Encoding.UTF8.GetString(text);

    private static ScalarFunction Four(string name, Func<double, double, double, double, double?> function) => Create<double, double, double, double, double?>(name, function);

    internal static bool Point(SpherePoint? point, Utf8Writer writer)
    {
        if (point is not { } place)
        {
            return false;
        }

        GeoJson.WritePoint(place.Longitude, place.Latitude, writer);
        return true;
    }

    private static double? Distance(double longitude, GeoShape? shape, double latitude) => shape is not null && SpherePoint.At(longitude, latitude) is { } point
        ? SpherePoint.EarthRadius * SpherePoint.Angle(point, GeoMeasures.Nearest(shape, point))
        : null;

    private static bool Closest(double longitude, GeoShape? shape, double latitude, Utf8Writer writer) =>
        Point(shape is not null && SpherePoint.At(longitude, latitude) is { } point ? GeoMeasures.Nearest(shape, point) : null, writer);

    private static bool? IsIn(double longitude, GeoShape? polygon, double latitude) =>
        polygon is not null && SpherePoint.At(longitude, latitude) is { } point ? GeoMeasures.Contains(polygon, point) : null;

    private static bool? Intersect(GeoShape? left, GeoShape? right) => left is not null && right is not null ? GeoMeasures.Intersect(left, right) : null;

    private static bool Shape(GeoShape? shape, Utf8Writer writer) => shape is not null && shape.Write(writer);

    private static bool Intersection(GeoShape? left, GeoShape? right, Utf8Writer writer)
    {
        if (left is null || right is null)
        {
            return false;
        }

        GeoOverlay.Intersection(left, right).Write(writer);
        return true;
    }

    private static bool Densify(GeoShape? shape, Utf8 json, double tolerance, Utf8Writer writer) =>
        shape is not null && GeoDensifier.Write(json, tolerance, writer);
}

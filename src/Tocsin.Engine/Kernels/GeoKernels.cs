using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Geo;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Places on the globe. Lines and polygons are read once where they are constant.</summary>
internal static class GeoKernels
{
    private const double DefaultInvalid = -1;

    public static IEnumerable<ScalarFunction> All =>
    [
        Four("kql_geo_distance_2points", GeoMeasures.Distance),
        Four("kql_geo_azimuth", GeoMeasures.Azimuth),
        Create<double, double, long, Utf8Writer>("kql_geo_point_to_geohash", ToGeohash),
        Create<double, double, long, Utf8Writer>("kql_geo_point_to_s2cell", ToS2Cell),
        Create<Utf8, Utf8Writer>("kql_geo_geohash_to_central_point", GeohashCenter),
        Create<Utf8, Utf8Writer>("kql_geo_geohash_to_polygon", GeohashPolygon),
        Create<Utf8, Utf8Writer>("kql_geo_s2cell_to_central_point", S2Center),
        Create<Utf8, Utf8Writer>("kql_geo_s2cell_to_polygon", S2Polygon),
        Create<Utf8, long?>("kql_geo_h3cell_level", token => H3Cell.Parse(Text(token))?.Resolution),
        Create<Utf8, long, Utf8Writer>("kql_geo_h3cell_parent", H3Parent),
        Create<Utf8, long, Utf8Writer>("kql_geo_h3cell_children", H3Children),
        Create<Utf8, Utf8Writer>("kql_geo_from_wkt", (text, writer) => NullUnless(WellKnownText.WriteGeoJson(Text(text), writer), writer)),
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
        Create<Utf8, Utf8, bool?>("kql_geo_intersects_2lines", (a, b) => Intersect(GeoShape.ReadLine(a), GeoShape.ReadLine(b))),
        Create<Utf8, Utf8, bool?>("kql_geo_intersects_2polygons", (a, b) => Intersect(GeoShape.ReadPolygon(a), GeoShape.ReadPolygon(b))),
        Create<Utf8, Utf8, bool?>("kql_geo_intersects_line_with_polygon", (a, b) => Intersect(GeoShape.ReadLine(a), GeoShape.ReadPolygon(b))),
    ];

    private static string Text(Utf8 text) => Encoding.UTF8.GetString(text);

    private static void NullUnless(bool hasValue, Utf8Writer writer)
    {
        if (!hasValue)
        {
            writer.SetNull();
        }
    }

    private static ScalarFunction Four(string name, Func<double, double, double, double, double?> function) => Create<double, double, double, double, double?>(name, function);

    private static void Point(SpherePoint? point, Utf8Writer writer)
    {
        if (point is { } place)
        {
            GeoJson.WritePoint(place.Longitude, place.Latitude, writer);
        }
        else
        {
            writer.SetNull();
        }
    }

    /// <summary>Nothing for a point off the globe or a length that there is none of.</summary>
    private static void ToGeohash(double longitude, double latitude, long length, Utf8Writer writer)
    {
        if (SpherePoint.At(longitude, latitude) is not null && length is > 0 and <= Geohash.MaxLength)
        {
            writer.Append(Encoding.ASCII.GetBytes(Geohash.Of(longitude, latitude, (int)length)));
        }
    }

    private static void ToS2Cell(double longitude, double latitude, long level, Utf8Writer writer)
    {
        if (SpherePoint.At(longitude, latitude) is { } point && level is >= 0 and <= S2Cell.MaxLevel)
        {
            writer.Append(Encoding.ASCII.GetBytes(S2Cell.Of(point, (int)level).Token));
        }
    }

    private static void GeohashCenter(Utf8 hash, Utf8Writer writer)
    {
        if (Geohash.Parse(Text(hash)) is { } cell)
        {
            GeoJson.WritePoint((cell.West + cell.East) / 2, (cell.South + cell.North) / 2, writer);
        }
        else
        {
            writer.SetNull();
        }
    }

    private static void GeohashPolygon(Utf8 hash, Utf8Writer writer)
    {
        if (Geohash.Parse(Text(hash)) is { } cell)
        {
            GeoJson.WritePolygon([(cell.West, cell.South), (cell.East, cell.South), (cell.East, cell.North), (cell.West, cell.North)], writer);
        }
        else
        {
            writer.SetNull();
        }
    }

    private static void S2Center(Utf8 token, Utf8Writer writer) => Point(S2Cell.Parse(Text(token))?.Center(), writer);

    private static void S2Polygon(Utf8 token, Utf8Writer writer)
    {
        if (S2Cell.Parse(Text(token)) is { } cell)
        {
            GeoJson.WritePolygon([.. cell.Corners().Select(c => (c.Longitude, c.Latitude))], writer);
        }
        else
        {
            writer.SetNull();
        }
    }

    /// <summary>The next coarser resolution unless one is given; nothing where there is none such.</summary>
    private static void H3Parent(Utf8 token, long resolution, Utf8Writer writer)
    {
        if (H3Cell.Parse(Text(token)) is { } cell)
        {
            var wanted = resolution == (long)DefaultInvalid ? cell.Resolution - 1 : resolution;
            if (wanted >= 0 && wanted <= cell.Resolution)
            {
                writer.Append(Encoding.ASCII.GetBytes(cell.Parent((int)wanted).Token));
            }
        }
    }

    /// <summary>The next finer resolution unless one is given, at most five below the cell's own.</summary>
    private static void H3Children(Utf8 token, long resolution, Utf8Writer writer)
    {
        const int MostLevels = 5;
        if (H3Cell.Parse(Text(token)) is not { } cell)
        {
            writer.SetNull();
            return;
        }

        var wanted = resolution == (long)DefaultInvalid ? cell.Resolution + 1 : resolution;
        if (wanted <= cell.Resolution || wanted > H3Cell.MaxResolution || wanted - cell.Resolution > MostLevels)
        {
            writer.SetNull();
            return;
        }

        IEnumerable<H3Cell> cells = [cell];
        for (var level = cell.Resolution; level < wanted; level++)
        {
            cells = cells.SelectMany(c => c.Children());
        }

        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        foreach (var child in cells)
        {
            dynamic.WriteString(Encoding.ASCII.GetBytes(child.Token));
        }

        dynamic.EndArray();
    }

    private static double? Distance(double longitude, GeoShape? shape, double latitude) => shape is not null && SpherePoint.At(longitude, latitude) is { } point
        ? SpherePoint.EarthRadius * SpherePoint.Angle(point, GeoMeasures.Nearest(shape, point))
        : null;

    private static void Closest(double longitude, GeoShape? shape, double latitude, Utf8Writer writer) =>
        Point(shape is not null && SpherePoint.At(longitude, latitude) is { } point ? GeoMeasures.Nearest(shape, point) : null, writer);

    private static bool? IsIn(double longitude, GeoShape? polygon, double latitude) =>
        polygon is not null && SpherePoint.At(longitude, latitude) is { } point ? GeoMeasures.Contains(polygon, point) : null;

    private static bool? Intersect(GeoShape? left, GeoShape? right) => left is not null && right is not null ? GeoMeasures.Intersect(left, right) : null;
}

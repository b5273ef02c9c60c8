using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Geo;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>The cells of the geohash, S2 and H3 grids.</summary>
internal static class GeoGridKernels
{
    /// <summary>Stands for the resolution next to the cell's own.</summary>
    private const long NextResolution = int.MinValue;

    private const int MaxTokenLength = 16;

    /// <summary>The farthest ring (geo-h3cell-rings-function.md).</summary>
    private const int MaxRingDistance = 142;

    public static IEnumerable<ScalarFunction> All =>
    [
        Create<double, double, long, Utf8Writer>("kql_geo_point_to_geohash", ToGeohash),
        Create<double, double, long, Utf8Writer>("kql_geo_point_to_s2cell", ToS2Cell),
        Create<double, double, long, Utf8Writer>("kql_geo_point_to_h3cell", ToH3Cell),
        Create<Utf8, Utf8Writer>("kql_geo_geohash_to_central_point", GeohashCenter),
        Create<Utf8, Utf8Writer>("kql_geo_geohash_to_polygon", GeohashPolygon),
        Create<Utf8, Utf8Writer>("kql_geo_geohash_neighbors", (hash, writer) => Tokens(Geohash.Parse(GeoKernels.Text(hash))?.Neighbours(hash.Length), writer)),
        Create<Utf8, Utf8Writer>("kql_geo_s2cell_to_central_point", (token, writer) => GeoKernels.Point(S2Cell.Parse(GeoKernels.Text(token))?.Center(), writer)),
        Create<Utf8, Utf8Writer>("kql_geo_s2cell_to_polygon", (token, writer) => Ring(S2Cell.Parse(GeoKernels.Text(token))?.Corners(), writer)),
        Create<Utf8, Utf8Writer>("kql_geo_s2cell_neighbors", (token, writer) => Tokens(S2Cell.Parse(GeoKernels.Text(token))?.Neighbours(), writer)),
        Create<Utf8, long?>("kql_geo_h3cell_level", token => H3Cell.Parse(GeoKernels.Text(token))?.Resolution),
        Create<Utf8, Utf8Writer>("kql_geo_h3cell_to_central_point", (token, writer) => GeoKernels.Point(H3Cell.Parse(GeoKernels.Text(token))?.Center(), writer)),
        Create<Utf8, Utf8Writer>("kql_geo_h3cell_to_polygon", (token, writer) => Ring(H3Cell.Parse(GeoKernels.Text(token))?.Boundary(), writer)),
        Create<Utf8, long, Utf8Writer>("kql_geo_h3cell_parent", H3Parent),
        Create<Utf8, long, Utf8Writer>("kql_geo_h3cell_children", H3Children),
        Create<Utf8, Utf8Writer>("kql_geo_h3cell_neighbors", H3Neighbours),
        Create<Utf8, long, Utf8Writer>("kql_geo_h3cell_rings", H3Rings),
        Create<Utf8, long, double, Utf8Writer>("kql_geo_polygon_to_h3cells", PolygonToH3Cells),
        Create<Utf8, long, double, Utf8Writer>("kql_geo_polygon_to_s2cells", (json, level, radius, writer) => ToS2Cells(GeoShape.ReadPolygon(json), level, radius, writer)),
        Create<Utf8, long, double, Utf8Writer>("kql_geo_line_to_s2cells", (json, level, radius, writer) => ToS2Cells(GeoShape.ReadLine(json), level, radius, writer)),
    ];

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
            Span<byte> token = stackalloc byte[MaxTokenLength];
            writer.Append(token[..S2Cell.Of(point, (int)level).Write(token)]);
        }
    }

    private static void ToH3Cell(double longitude, double latitude, long resolution, Utf8Writer writer)
    {
        if (SpherePoint.At(longitude, latitude) is { } point && resolution is >= 0 and <= H3Cell.MaxResolution)
        {
            Span<byte> token = stackalloc byte[MaxTokenLength];
            writer.Append(token[..H3Cell.Of(point, (int)resolution).Write(token)]);
        }
    }

    private static bool GeohashCenter(Utf8 hash, Utf8Writer writer)
    {
        if (Geohash.Parse(GeoKernels.Text(hash)) is not { } cell)
        {
            return false;
        }

        GeoJson.WritePoint((cell.West + cell.East) / 2, (cell.South + cell.North) / 2, writer);
        return true;
    }

    private static bool GeohashPolygon(Utf8 hash, Utf8Writer writer)
    {
        if (Geohash.Parse(GeoKernels.Text(hash)) is not { } cell)
        {
            return false;
        }

        GeoJson.WritePolygon([(cell.West, cell.South), (cell.East, cell.South), (cell.East, cell.North), (cell.West, cell.North)], writer);
        return true;
    }

    private static bool Ring(SpherePoint[]? corners, Utf8Writer writer)
    {
        if (corners is null)
        {
            return false;
        }

        GeoJson.WritePolygon([.. corners.Select(c => (c.Longitude, c.Latitude))], writer);
        return true;
    }

    private static bool Tokens(IEnumerable<string>? tokens, Utf8Writer writer)
    {
        if (tokens is null)
        {
            return false;
        }

        var dynamic = new DynamicWriter(writer);
        WriteTokens(tokens, ref dynamic);
        return true;
    }

    private static void WriteTokens(IEnumerable<string> tokens, scoped ref DynamicWriter dynamic)
    {
        dynamic.BeginArray();
        foreach (var token in tokens)
        {
            dynamic.WriteString(Encoding.ASCII.GetBytes(token));
        }

        dynamic.EndArray();
    }

    /// <summary>The next coarser resolution unless one is given; nothing where there is none such.</summary>
    private static void H3Parent(Utf8 token, long resolution, Utf8Writer writer)
    {
        if (H3Cell.Parse(GeoKernels.Text(token)) is { } cell)
        {
            var wanted = resolution == NextResolution ? cell.Resolution - 1 : resolution;
            if (wanted >= 0 && wanted <= cell.Resolution)
            {
                writer.Append(Encoding.ASCII.GetBytes(cell.Parent((int)wanted).Token));
            }
        }
    }

    /// <summary>The next finer resolution unless one is given, at most five below the cell's own.</summary>
    private static bool H3Children(Utf8 token, long resolution, Utf8Writer writer)
    {
        const int mostLevels = 5;
        if (H3Cell.Parse(GeoKernels.Text(token)) is not { } cell)
        {
            return false;
        }

        var wanted = resolution == NextResolution ? cell.Resolution + 1 : resolution;
        if (wanted <= cell.Resolution || wanted > H3Cell.MaxResolution || wanted - cell.Resolution > mostLevels)
        {
            return false;
        }

        IEnumerable<H3Cell> cells = [cell];
        for (var level = cell.Resolution; level < wanted; level++)
        {
            cells = cells.SelectMany(c => c.Children());
        }

        return Tokens(cells.Select(c => c.Token), writer);
    }

    private static bool H3Neighbours(Utf8 token, Utf8Writer writer) =>
        Tokens(H3Cell.Parse(GeoKernels.Text(token)) is { } cell ? H3Disk.Rings(cell, 1)[1].Select(c => c.Token) : null, writer);

    private static bool H3Rings(Utf8 token, long distance, Utf8Writer writer)
    {
        if (H3Cell.Parse(GeoKernels.Text(token)) is not { } cell || distance is < 0 or > MaxRingDistance)
        {
            return false;
        }

        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        foreach (var ring in H3Disk.Rings(cell, (int)distance))
        {
            WriteTokens(ring.Select(c => c.Token), ref dynamic);
        }

        dynamic.EndArray();
        return true;
    }

    private static bool PolygonToH3Cells(Utf8 json, long resolution, double radius, Utf8Writer writer)
    {
        var polygon = resolution is >= 0 and <= H3Cell.MaxResolution && radius >= 0 ? GeoShape.ReadPolygon(json) : null;
        if (polygon is not null && radius > 0)
        {
            throw new NotSupportedException("A polygon is not widened by a radius here; leave it out.");
        }

        return Tokens(polygon is null ? null : H3Fill.Tokens(polygon, (int)resolution), writer);
    }

    private static bool ToS2Cells(GeoShape? shape, long level, double radius, Utf8Writer writer) => Tokens(
        shape is not null && level is >= 0 and <= S2Cell.MaxLevel && radius >= 0 ? S2Covering.Tokens(shape, (int)level, radius) : null, writer);
}

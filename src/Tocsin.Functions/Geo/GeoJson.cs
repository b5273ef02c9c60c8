using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Geo;

/// <summary>Shapes as GeoJSON.</summary>
public static class GeoJson
{
    /// <summary>Writes a point.</summary>
    public static void WritePoint(double longitude, double latitude, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        Begin("Point"u8, ref writer);
        WritePosition(longitude, latitude, ref writer);
        writer.EndBag();
    }

    /// <summary>Writes a polygon of one ring, whose first corner is repeated at its end.</summary>
    public static void WritePolygon(ReadOnlySpan<(double Longitude, double Latitude)> corners, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        Begin("Polygon"u8, ref writer);
        writer.BeginArray();
        writer.BeginArray();
        for (int i = 0; i <= corners.Length; i++)
        {
            (double longitude, double latitude) = corners[i % corners.Length];
            WritePosition(longitude, latitude, ref writer);
        }

        writer.EndArray();
        writer.EndArray();
        writer.EndBag();
    }

    internal delegate void ItemWriter<in T>(T item, scoped ref DynamicWriter writer);

    /// <summary>An item by itself, or an array of several.</summary>
    internal static void WriteOneOrAll<T>(IReadOnlyList<T> items, ItemWriter<T> write, scoped ref DynamicWriter writer)
    {
        if (items.Count == 1)
        {
            write(items[0], ref writer);
        }
        else
        {
            WriteAll(items, write, ref writer);
        }
    }

    internal static void WritePosition(SpherePoint point, scoped ref DynamicWriter writer) => WritePosition(point.Longitude, point.Latitude, ref writer);

    internal static void WriteChain(SpherePoint[] chain, scoped ref DynamicWriter writer) => WriteAll(chain, WritePosition, ref writer);

    internal static void WriteRings(List<SpherePoint[]> rings, scoped ref DynamicWriter writer) => WriteAll(rings, WriteChain, ref writer);

    internal static void Begin(ReadOnlySpan<byte> type, scoped ref DynamicWriter writer)
    {
        writer.BeginBag();
        writer.WriteName("type"u8);
        writer.WriteString(type);
        writer.WriteName("coordinates"u8);
    }

    internal static void WritePosition(double longitude, double latitude, scoped ref DynamicWriter writer)
    {
        writer.BeginArray();
        WriteCoordinate(longitude, ref writer);
        WriteCoordinate(latitude, ref writer);
        writer.EndArray();
    }

    /// <summary>Whole degrees have no decimal point (geo-polygon-densify-function.md).</summary>
    private static void WriteCoordinate(double degrees, scoped ref DynamicWriter writer)
    {
        if (degrees == Math.Truncate(degrees))
        {
            writer.WriteLong((long)degrees);
        }
        else
        {
            writer.WriteReal(degrees);
        }
    }

    private static void WriteAll<T>(IReadOnlyList<T> items, ItemWriter<T> write, scoped ref DynamicWriter writer)
    {
        writer.BeginArray();
        foreach (T item in items)
        {
            write(item, ref writer);
        }

        writer.EndArray();
    }
}

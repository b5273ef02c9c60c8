using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Geo;

/// <summary>What two shapes have in common: points, lines, and polygons of a shell and its holes.</summary>
public sealed class GeoCollection
{
    private readonly IReadOnlyList<SpherePoint> _points;
    private readonly IReadOnlyList<SpherePoint[]> _lines;
    private readonly IReadOnlyList<List<SpherePoint[]>> _polygons;

    internal GeoCollection(IReadOnlyList<SpherePoint> points, IReadOnlyList<SpherePoint[]> lines, IReadOnlyList<List<SpherePoint[]>> polygons)
    {
        _points = points;
        _lines = lines;
        _polygons = polygons;
    }

    /// <summary>A shape of one kind by itself, shapes of several kinds, or none, in a GeometryCollection.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        int kinds = Math.Min(_points.Count, 1) + Math.Min(_lines.Count, 1) + Math.Min(_polygons.Count, 1);
        if (kinds == 1)
        {
            WriteKinds(ref writer);
            return;
        }

        writer.BeginBag();
        writer.WriteName("type"u8);
        writer.WriteString("GeometryCollection"u8);
        writer.WriteName("geometries"u8);
        writer.BeginArray();
        WriteKinds(ref writer);
        writer.EndArray();
        writer.EndBag();
    }

    private void WriteKinds(scoped ref DynamicWriter writer)
    {
        if (_points.Count > 0)
        {
            GeoJson.Begin(_points.Count == 1 ? "Point"u8 : "MultiPoint"u8, ref writer);
            GeoJson.WriteOneOrAll(_points, GeoJson.WritePosition, ref writer);
            writer.EndBag();
        }

        if (_lines.Count > 0)
        {
            GeoJson.Begin(_lines.Count == 1 ? "LineString"u8 : "MultiLineString"u8, ref writer);
            GeoJson.WriteOneOrAll(_lines, GeoJson.WriteChain, ref writer);
            writer.EndBag();
        }

        if (_polygons.Count > 0)
        {
            GeoJson.Begin(_polygons.Count == 1 ? "Polygon"u8 : "MultiPolygon"u8, ref writer);
            GeoJson.WriteOneOrAll(_polygons, GeoJson.WriteRings, ref writer);
            writer.EndBag();
        }
    }
}

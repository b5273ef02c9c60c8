using System.Buffers;
using System.Text.Json;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A line or polygon of GeoJSON, as the geo_* functions take them: what they call invalid (a coordinate out of range, a
/// line of one point, an edge of 180 degrees, a ring that does not close or repeats a point) has no shape, and their results are null.
/// </summary>
public sealed class GeoShape
{
    private GeoShape(bool isPolygon, List<List<SpherePoint[]>> parts)
    {
        IsPolygon = isPolygon;
        Parts = parts;
    }

    internal bool IsPolygon { get; }

    /// <summary>Lines of one chain each, or polygons of one shell against the clock and its holes with it.</summary>
    internal List<List<SpherePoint[]>> Parts { get; }

    /// <summary>Reads a LineString or MultiLineString.</summary>
    public static GeoShape? ReadLine(ReadOnlySpan<byte> json) => Read(json, isPolygon: false);

    /// <summary>Reads a Polygon or MultiPolygon.</summary>
    public static GeoShape? ReadPolygon(ReadOnlySpan<byte> json) => Read(json, isPolygon: true);

    internal static GeoShape OfLines(IReadOnlyList<SpherePoint[]> lines) => new(isPolygon: false, [.. lines.Select(line => new List<SpherePoint[]> { line })]);

    internal static GeoShape OfPolygons(List<List<SpherePoint[]>> polygons) => new(isPolygon: true, polygons);

    /// <summary>Writes the shape as GeoJSON; false where nothing is left of it.</summary>
    public bool Write(IBufferWriter<byte> output)
    {
        if (Parts.Count == 0)
        {
            return false;
        }

        GeoCollection collection = IsPolygon ? new([], [], Parts) : new([], [.. Parts.Select(part => part[0])], []);
        collection.Write(output);
        return true;
    }

    internal IEnumerable<SphereEdge> Edges() => Parts.SelectMany(part => part).SelectMany(Edges);

    internal static IEnumerable<SphereEdge> Edges(SpherePoint[] chain) => Enumerable.Range(0, chain.Length - 1).Select(i => new SphereEdge(chain[i], chain[i + 1]));

    /// <summary>Reads an array of lines; null where one is none.</summary>
    public static IReadOnlyList<GeoShape>? ReadLines(ReadOnlySpan<byte> json) => ReadArray(json, isPolygon: false);

    /// <summary>Reads an array of polygons; null where one is none.</summary>
    public static IReadOnlyList<GeoShape>? ReadPolygons(ReadOnlySpan<byte> json) => ReadArray(json, isPolygon: true);

    private static List<GeoShape>? ReadArray(ReadOnlySpan<byte> json, bool isPolygon)
    {
        using JsonDocument? document = Parse(json);
        return document is null ? null : All(Items(document.RootElement).Select(element => Read(element, isPolygon)));
    }

    private static GeoShape? Read(ReadOnlySpan<byte> json, bool isPolygon)
    {
        using JsonDocument? document = Parse(json);
        return document is null ? null : Read(document.RootElement, isPolygon);
    }

    private static JsonDocument? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            Utf8JsonReader reader = DynamicText.Reader(json);
            return JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GeoShape? Read(JsonElement root, bool isPolygon)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out JsonElement type) || !root.TryGetProperty("coordinates", out JsonElement coordinates))
        {
            return null;
        }

        List<List<SpherePoint[]>>? parts = (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
        {
            "LineString" when !isPolygon => All<List<SpherePoint[]>>([Chain(coordinates, isRing: false) is { } chain ? [chain] : null]),
            "MultiLineString" when !isPolygon => All(Items(coordinates).Select(c => Chain(c, isRing: false) is { } chain ? new List<SpherePoint[]> { chain } : null)),
            "Polygon" when isPolygon => All([Rings(coordinates)]),
            "MultiPolygon" when isPolygon => All(Items(coordinates).Select(Rings)),
            _ => null,
        };
        return parts is null ? null : new GeoShape(isPolygon, parts);
    }

    /// <summary>A shell and its holes, whose edges must not cross nor be shared, and whose corners are distinct in a ring.</summary>
    private static List<SpherePoint[]>? Rings(JsonElement coordinates)
    {
        if (All(Items(coordinates).Select(c => Chain(c, isRing: true))) is not { } rings || rings.Exists(ring => ring.Distinct().Count() < ring.Length - 1))
        {
            return null;
        }

        SphereEdge[] edges = [.. rings.SelectMany(Edges)];
        bool isValid = true;
        EdgeSweep.Pairs(edges, (i, k) => isValid &=
            edges[i] != edges[k] && edges[i] != new SphereEdge(edges[k].To, edges[k].From) && edges[i].Crossing(edges[k]) is null);
        if (!isValid)
        {
            return null;
        }

        return [.. rings.Select((ring, i) => i == 0 ? SphereRing.Normalized(ring) : [.. SphereRing.Normalized(ring).Reverse()])];
    }

    private static IEnumerable<JsonElement> Items(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>All of them, or null where one is missing or there are none.</summary>
    private static List<T>? All<T>(IEnumerable<T?> items)
        where T : class
    {
        List<T> all = [];
        foreach (T? item in items)
        {
            if (item is null)
            {
                return null;
            }

            all.Add(item);
        }

        return all.Count == 0 ? null : all;
    }

    private static SpherePoint[]? Chain(JsonElement element, bool isRing)
    {
        List<SpherePoint> chain = [];
        foreach (JsonElement position in Items(element))
        {
            double[] numbers = [.. Items(position).Where(n => n.ValueKind == JsonValueKind.Number).Select(n => n.GetDouble())];
            if (numbers.Length < 2 || SpherePoint.At(numbers[0], numbers[1]) is not { } point || (chain.Count > 0 && (chain[^1] == point || SpherePoint.AreOpposite(chain[^1], point))))
            {
                return null;
            }

            chain.Add(point);
        }

        bool isValid = isRing ? chain.Count >= 4 && chain[0] == chain[^1] : chain.Count >= 2;
        return isValid ? [.. chain] : null;
    }
}

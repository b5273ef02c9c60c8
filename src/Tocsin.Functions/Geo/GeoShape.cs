using System.Text.Json;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A line or polygon of GeoJSON, as the geo_* functions take them: what they call invalid (a coordinate out of range, a
/// line of one point, a ring that does not close or repeats a point) has no shape, and their results are null.
/// </summary>
public sealed class GeoShape
{
    private GeoShape(bool isPolygon, List<List<SpherePoint[]>> parts)
    {
        IsPolygon = isPolygon;
        Parts = parts;
    }

    internal bool IsPolygon { get; }

    /// <summary>Lines of one chain each, or polygons of one shell and its holes.</summary>
    internal List<List<SpherePoint[]>> Parts { get; }

    /// <summary>Reads a LineString or MultiLineString.</summary>
    public static GeoShape? ReadLine(ReadOnlySpan<byte> json) => Read(json, isPolygon: false);

    /// <summary>Reads a Polygon or MultiPolygon.</summary>
    public static GeoShape? ReadPolygon(ReadOnlySpan<byte> json) => Read(json, isPolygon: true);

    internal IEnumerable<SphereEdge> Edges() => Parts.SelectMany(part => part).SelectMany(Edges);

    internal static IEnumerable<SphereEdge> Edges(SpherePoint[] chain) => Enumerable.Range(0, chain.Length - 1).Select(i => new SphereEdge(chain[i], chain[i + 1]));

    private static GeoShape? Read(ReadOnlySpan<byte> json, bool isPolygon)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out JsonElement type) || !root.TryGetProperty("coordinates", out JsonElement coordinates))
            {
                return null;
            }

            List<List<SpherePoint[]>>? parts = (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
            {
                "LineString" when !isPolygon => All<List<SpherePoint[]>>([Chain(coordinates, isRing: false) is { } chain ? [chain] : null]),
                "MultiLineString" when !isPolygon => All(Items(coordinates).Select(c => Chain(c, isRing: false) is { } chain ? new List<SpherePoint[]> { chain } : null)),
                "Polygon" when isPolygon => All([All(Items(coordinates).Select(c => Chain(c, isRing: true)))]),
                "MultiPolygon" when isPolygon => All(Items(coordinates).Select(p => All(Items(p).Select(c => Chain(c, isRing: true))))),
                _ => null,
            };
            return parts is null ? null : new GeoShape(isPolygon, parts);
        }
        catch (JsonException)
        {
            return null;
        }
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
            if (numbers.Length < 2 || SpherePoint.At(numbers[0], numbers[1]) is not { } point || (chain.Count > 0 && chain[^1] == point))
            {
                return null;
            }

            chain.Add(point);
        }

        bool isValid = isRing ? chain.Count >= 4 && chain[0] == chain[^1] : chain.Count >= 2;
        return isValid ? [.. chain] : null;
    }
}

using System.Buffers;
using System.Text.Json;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Geo;

/// <summary>
/// Puts points on edges that are straight on the map so that geodesics through them stay within a tolerance
/// (geo-polygon-densify-function.md). An edge is halved until the distance of geodesic and straight line, taken where it is
/// at its largest for the worst edges, is small enough, as S2's edge tessellator does.
/// </summary>
public sealed class GeoDensifier
{
    private const double LeastTolerance = 0.1;
    private const double LargestTolerance = 10_000;
    private const int MaxPoints = 10_485_760;

    /// <summary>Where on an edge the distance is measured, from both ends, and what the measure may fall short by (S2's constants).</summary>
    private const double MeasuredFraction = 0.31215691082248312;
    private const double ErrorScale = 0.83829992569888509;

    private readonly double _tolerance;
    private int _points;

    private GeoDensifier(double tolerance) => _tolerance = tolerance;

    /// <summary>Writes a valid line or polygon of GeoJSON with more points; false for a tolerance, in metres, or a number of points out of range.</summary>
    public static bool Write(ReadOnlySpan<byte> json, double tolerance, IBufferWriter<byte> output)
    {
        if (!(tolerance is >= LeastTolerance and <= LargestTolerance))
        {
            return false;
        }

        Utf8JsonReader reader = DynamicText.Reader(json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        GeoDensifier densifier = new(tolerance / SpherePoint.EarthRadius * ErrorScale);
        ArrayBufferWriter<byte> buffer = new();
        DynamicWriter writer = new(buffer);
        GeoJson.Begin(System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetProperty("type").GetString()!), ref writer);
        densifier.WriteChains(document.RootElement.GetProperty("coordinates"), ref writer);
        writer.EndBag();
        output.Write(buffer.WrittenSpan);
        return densifier._points <= MaxPoints;
    }

    private void WriteChains(JsonElement element, scoped ref DynamicWriter writer)
    {
        writer.BeginArray();
        if (element[0][0].ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                WriteChains(item, ref writer);
            }
        }
        else
        {
            WriteChain(element, ref writer);
        }

        writer.EndArray();
    }

    private void WriteChain(JsonElement chain, scoped ref DynamicWriter writer)
    {
        (double Longitude, double Latitude)? previous = null;
        foreach (JsonElement position in chain.EnumerateArray())
        {
            (double Longitude, double Latitude) next = (position[0].GetDouble(), position[1].GetDouble());
            if (previous is { } from)
            {
                WriteBetween(from, next, ref writer);
            }

            GeoJson.WritePosition(next.Longitude, next.Latitude, ref writer);
            _points++;
            previous = next;
        }
    }

    private void WriteBetween((double Longitude, double Latitude) from, (double Longitude, double Latitude) to, scoped ref DynamicWriter writer)
    {
        if (Math.Abs(from.Longitude - to.Longitude) > 180)
        {
            throw new NotSupportedException("An edge over the antimeridian is not densified here: which way it goes is not documented. Cut the shape there.");
        }

        if (_points > MaxPoints || Error(from, to) <= _tolerance)
        {
            return;
        }

        (double Longitude, double Latitude) middle = Between(from, to, 0.5);
        WriteBetween(from, middle, ref writer);
        GeoJson.WritePosition(middle.Longitude, middle.Latitude, ref writer);
        _points++;
        WriteBetween(middle, to, ref writer);
    }

    private static double Error((double Longitude, double Latitude) from, (double Longitude, double Latitude) to)
    {
        SphereEdge edge = new(Point(from), Point(to));
        double near = SpherePoint.Angle(edge.At(MeasuredFraction), Point(Between(from, to, MeasuredFraction)));
        double far = SpherePoint.Angle(edge.At(1 - MeasuredFraction), Point(Between(from, to, 1 - MeasuredFraction)));
        return Math.Max(near, far);
    }

    private static (double Longitude, double Latitude) Between((double Longitude, double Latitude) from, (double Longitude, double Latitude) to, double fraction) =>
        (((1 - fraction) * from.Longitude) + (fraction * to.Longitude), ((1 - fraction) * from.Latitude) + (fraction * to.Latitude));

    private static SpherePoint Point((double Longitude, double Latitude) place) => SpherePoint.AtRadians(place.Longitude * (Math.PI / 180), place.Latitude * (Math.PI / 180));
}

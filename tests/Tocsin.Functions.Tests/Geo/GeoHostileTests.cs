using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Tocsin.Functions.Geo;
using Xunit;

namespace Tocsin.Functions.Tests.Geo;

/// <summary>Tolerances and radii that no one should send: each has an answer, or is refused in words.</summary>
public sealed class GeoHostileTests
{
    private static readonly double[] Small = [0, 5e-324, 1e-300, 1e-100, 1e-20, 1e-12, 1e-10, 1e-9, 6e-9, 7e-9, 1e-8, 2e-8, 1e-7, 1e-6, 1e-4];

    public static TheoryData<string> Lines() =>
        ["[[0,0],[1,1],[2,0]]", "[[-74.0,40.7],[-73.9,40.8],[-74.1,40.9],[10,89.999]]", "[[179.5,1],[-179.5,2],[170,-80]]", "[[10,50],[10.0000001,50],[10.0000001,50.0000001]]"];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_small_tolerance_leaves_a_line_its_ends(string coordinates)
    {
        GeoShape line = GeoShape.ReadLine(Utf8($$"""{"type":"LineString","coordinates":{{coordinates}}}""")).ShouldNotBeNull();
        int count = JsonNode.Parse(coordinates)!.AsArray().Count;
        foreach (double tolerance in Small)
        {
            Coordinates(GeoSimplifier.Simplify(line, tolerance)).Count.ShouldBe(count, $"{tolerance}");
        }
    }

    [Fact]
    public void A_small_tolerance_leaves_a_polygon_its_corners()
    {
        GeoShape polygon = GeoShape.ReadPolygon("""{"type":"Polygon","coordinates":[[[5,48],[0,50],[0,47],[4,47],[5,48]]]}"""u8).ShouldNotBeNull();
        foreach (double tolerance in Small)
        {
            Coordinates(GeoSimplifier.Simplify(polygon, tolerance))[0]!.AsArray().Count.ShouldBe(5, $"{tolerance}");
        }
    }

    [Fact]
    public void A_small_radius_has_a_polygon_of_few_corners_or_none()
    {
        SpherePoint point = SpherePoint.At(10, 50)!.Value;
        GeoShape line = GeoShape.ReadLine("""{"type":"LineString","coordinates":[[0,0],[1,1]]}"""u8).ShouldNotBeNull();
        foreach (double radius in Small)
        {
            foreach (double tolerance in Small.Append(radius * 1e-6))
            {
                GeoShape? around = GeoBuffer.Around(point, radius, tolerance);
                (around is null || Coordinates(around)[0]!.AsArray().Count < 5000).ShouldBeTrue($"{radius}, {tolerance}");
                (radius > 6.4e-9 || around is null).ShouldBeTrue($"{radius}");
            }

            (radius > 6.4e-9 || GeoBuffer.Around(line, radius, radius) is null).ShouldBeTrue($"{radius}");
        }
    }

    private static JsonArray Coordinates(GeoShape? shape)
    {
        ArrayBufferWriter<byte> output = new();
        shape.ShouldNotBeNull().Write(output).ShouldBeTrue();
        return JsonNode.Parse(output.WrittenSpan)!["coordinates"]!.AsArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

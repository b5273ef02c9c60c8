namespace Tocsin.Functions.Geo;

/// <summary>A closed chain of edges, its first corner repeated at its end, around the smaller of the two parts it divides the sphere into.</summary>
internal static class SphereRing
{
    /// <summary>The area on the unit sphere, the sum of the triangles to the ring's middle; negative for a ring with the clock.</summary>
    public static double Area(SpherePoint[] ring)
    {
        SpherePoint middle = ring.Skip(1).Aggregate((a, b) => a + b).Normalized;
        double area = 0;
        for (int i = 0; i + 1 < ring.Length; i++)
        {
            area += TriangleArea(middle, ring[i], ring[i + 1]);
        }

        return area;
    }

    /// <summary>The same ring against the clock.</summary>
    public static SpherePoint[] Normalized(SpherePoint[] ring) => Area(ring) >= 0 ? ring : [.. ring[..^1].Reverse(), ring[^2]];

    /// <summary>How often the ring turns around a point, against the clock, less the turns around the opposite point: 1 inside of a ring against the clock, -1 with it.</summary>
    public static int Turns(SpherePoint[] ring, SpherePoint point)
    {
        SpherePoint right = point.Aside;
        SpherePoint up = SpherePoint.Cross(point, right);
        int turns = 0;
        double x = SpherePoint.Dot(ring[0], right);
        double y = SpherePoint.Dot(ring[0], up);
        for (int i = 1; i < ring.Length; i++)
        {
            double nextX = SpherePoint.Dot(ring[i], right);
            double nextY = SpherePoint.Dot(ring[i], up);
            if (y <= 0 != nextY <= 0)
            {
                double side = (x * nextY) - (y * nextX);
                turns += nextY > 0 ? (side > 0 ? 1 : 0) : (side < 0 ? -1 : 0);
            }

            (x, y) = (nextX, nextY);
        }

        return turns;
    }

    /// <summary>The sides' differences keep the digits of a small triangle.</summary>
    private static double TriangleArea(SpherePoint a, SpherePoint b, SpherePoint c) => 2 * Math.Atan2(
        SpherePoint.Dot(a, SpherePoint.Cross(b - a, c - a)), 1 + SpherePoint.Dot(a, b) + SpherePoint.Dot(b, c) + SpherePoint.Dot(c, a));
}

namespace Tocsin.Functions.Geo;

/// <summary>
/// The polygon around all points within a radius of a shape (geo-point-buffer-function.md and its kin). Its edges touch the
/// radius from outside and leave it by at most the tolerance; which corners Kusto takes within that is not documented.
/// </summary>
public static class GeoBuffer
{
    /// <summary>The least tolerance in radii.</summary>
    private const double LeastTolerance = 1e-6;

    private const int MaxCorners = 200_000;

    /// <summary>Widens a point by a radius, in metres; null for a radius or tolerance out of range.</summary>
    public static GeoShape? Around(SpherePoint point, double radius, double tolerance)
    {
        if (Measures(radius, tolerance) is not var (inner, outer))
        {
            return null;
        }

        int corners = 2 * CornersOfHalf(inner, outer);
        return GeoShape.OfPolygons([[Closed(Arc(point, -1 * point.Aside, 0, 2 * Math.PI, corners, inner))]]);
    }

    /// <summary>Widens a line or polygon.</summary>
    public static GeoShape? Around(GeoShape shape, double radius, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (Measures(radius, tolerance) is not var (inner, outer))
        {
            return null;
        }

        int half = CornersOfHalf(inner, outer);
        List<GeoShape> parts = shape.IsPolygon ? [.. shape.Parts.Select(part => GeoShape.OfPolygons([part]))] : [];
        foreach (SphereEdge edge in shape.Edges())
        {
            parts.AddRange(Cut(edge, half, inner, outer).Select(piece => Capsule(piece, half, inner)));
            if (2L * half * parts.Count > MaxCorners)
            {
                throw new NotSupportedException($"The outline would be joined from more than {MaxCorners} corners; simplify the shape or take a larger tolerance.");
            }
        }

        return GeoOverlay.UnionOfPolygons(parts);
    }

    /// <summary>The radius and the radius with the tolerance, as angles; null where they are out of range, or none in the digits of coordinates.</summary>
    private static (double Inner, double Outer)? Measures(double radius, double tolerance)
    {
        if (!(radius > 0 && tolerance >= LeastTolerance * radius && double.IsFinite(radius)))
        {
            return null;
        }

        double inner = radius / SpherePoint.EarthRadius;
        double outer = inner + (Math.Min(tolerance, radius) / SpherePoint.EarthRadius);
        if (inner < SpherePoint.Rounding || outer <= inner)
        {
            return null;
        }

        return outer < Math.PI / 2
            ? (inner, outer)
            : throw new NotSupportedException("A radius with its tolerance of a quarter of the globe's circumference or more is not widened by here.");
    }

    /// <summary>The corners that half of a circle needs so that none is farther off than the outer radius.</summary>
    private static int CornersOfHalf(double inner, double outer) =>
        (int)Math.Max(2, Math.Ceiling(Math.PI / 2 / Math.Acos(Math.Tan(inner) / Math.Tan(outer))));

    /// <summary>Corners whose edges touch a circle, from one angle to another against the clock.</summary>
    private static IEnumerable<SpherePoint> Arc(SpherePoint centre, SpherePoint ahead, double from, double to, int corners, double radius)
    {
        double step = (to - from) / corners;
        double distance = Math.Atan(Math.Tan(radius) / Math.Cos(step / 2));
        SpherePoint left = SpherePoint.Cross(centre, ahead);
        for (int i = 0; i < corners; i++)
        {
            (double sine, double cosine) = Math.SinCos(from + ((i + 0.5) * step));
            SpherePoint direction = (cosine * ahead) + (sine * left);
            yield return ((Math.Cos(distance) * centre) + (Math.Sin(distance) * direction)).Normalized;
        }
    }

    /// <summary>Halves an edge until its sides, which bend away from it as geodesics, stay within the outer radius.</summary>
    private static IEnumerable<SphereEdge> Cut(SphereEdge edge, int half, double inner, double outer)
    {
        double overhang = Math.Atan(Math.Sin(inner) * Math.Tan(Math.PI / half / 2));
        double reach = (edge.Length / 2) + overhang;
        bool isShort = reach < Math.PI / 2 && Math.Tan(inner) * Math.Cos(overhang) / Math.Cos(reach) <= Math.Tan(outer);
        SpherePoint middle = edge.At(0.5);
        return isShort || middle == edge.From || middle == edge.To
            ? [edge]
            : Cut(new(edge.From, middle), half, inner, outer).Concat(Cut(new(middle, edge.To), half, inner, outer));
    }

    private static GeoShape Capsule(SphereEdge edge, int half, double radius)
    {
        SpherePoint normal = SpherePoint.Cross(edge.From - edge.To, edge.From + edge.To).Normalized;
        IEnumerable<SpherePoint> end = Arc(edge.To, SpherePoint.Cross(normal, edge.To), -Math.PI / 2, Math.PI / 2, half, radius);
        IEnumerable<SpherePoint> start = Arc(edge.From, SpherePoint.Cross(normal, edge.From), Math.PI / 2, 3 * Math.PI / 2, half, radius);
        return GeoShape.OfPolygons([[Closed(end.Concat(start))]]);
    }

    private static SpherePoint[] Closed(IEnumerable<SpherePoint> corners)
    {
        SpherePoint[] ring = [.. corners];
        return [.. ring, ring[0]];
    }
}

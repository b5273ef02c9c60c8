namespace Tocsin.Functions.Geo;

/// <summary>Distances in metres, areas in square metres, and what lies where (geo-distance-2points-function.md and its kin).</summary>
public static class GeoMeasures
{
    /// <summary><c>geo_distance_2points</c></summary>
    public static double? Distance(double longitude1, double latitude1, double longitude2, double latitude2) =>
        SpherePoint.At(longitude1, latitude1) is { } first && SpherePoint.At(longitude2, latitude2) is { } second ? SpherePoint.EarthRadius * SpherePoint.Angle(first, second) : null;

    /// <summary><c>geo_azimuth</c>: the direction to the second point, clockwise from north in radians; null for one point twice or two opposite ones.</summary>
    public static double? Azimuth(double longitude1, double latitude1, double longitude2, double latitude2)
    {
        if (SpherePoint.At(longitude1, latitude1) is not { } first || SpherePoint.At(longitude2, latitude2) is not { } second || first == second || SpherePoint.AreOpposite(first, second))
        {
            return null;
        }

        double turn = (longitude2 - longitude1) * (Math.PI / 180);
        double phi1 = latitude1 * (Math.PI / 180);
        double phi2 = latitude2 * (Math.PI / 180);
        double azimuth = Math.Atan2(Math.Sin(turn) * Math.Cos(phi2), (Math.Cos(phi1) * Math.Sin(phi2)) - (Math.Sin(phi1) * Math.Cos(phi2) * Math.Cos(turn)));
        return azimuth < 0 ? azimuth + (2 * Math.PI) : azimuth;
    }

    /// <summary><c>geo_line_length</c> and <c>geo_polygon_perimeter</c></summary>
    public static double Length(GeoShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return SpherePoint.EarthRadius * GeoOverlay.WithoutOverlap(shape).Edges().Sum(edge => edge.Length);
    }

    /// <summary><c>geo_polygon_area</c></summary>
    public static double Area(GeoShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double area = GeoOverlay.WithoutOverlap(shape).Parts.Sum(rings => Math.Abs(SphereRing.Area(rings[0])) - rings.Skip(1).Sum(hole => Math.Abs(SphereRing.Area(hole))));
        return SpherePoint.EarthRadius * SpherePoint.EarthRadius * area;
    }

    /// <summary>The point of a line, or of a polygon's boundary and inside, that is nearest to a point.</summary>
    public static SpherePoint Nearest(GeoShape shape, SpherePoint point)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.IsPolygon && Contains(shape, point))
        {
            return point;
        }

        SpherePoint nearest = default;
        double least = double.PositiveInfinity;
        foreach (SphereEdge edge in shape.Edges())
        {
            SpherePoint near = edge.Nearest(point);
            double distance = (near - point).Norm;
            if (distance < least)
            {
                (nearest, least) = (near, distance);
            }
        }

        return nearest;
    }

    /// <summary><c>geo_point_in_polygon</c>: in a ring and none of its holes.</summary>
    public static bool Contains(GeoShape polygon, SpherePoint point)
    {
        ArgumentNullException.ThrowIfNull(polygon);
        foreach (List<SpherePoint[]> rings in polygon.Parts)
        {
            bool isInside = SphereRing.Turns(rings[0], point) > 0;
            for (int i = 1; isInside && i < rings.Count; i++)
            {
                isInside = SphereRing.Turns(rings[i], point) >= 0;
            }

            if (isInside)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two shapes have a point in common: an edge meets one, or one holds the other.</summary>
    public static bool Intersect(GeoShape left, GeoShape right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        SphereEdge[] others = [.. right.Edges()];
        return left.Edges().Any(edge => Array.Exists(others, edge.Meets))
            || (left.IsPolygon && right.Parts.Exists(part => Contains(left, part[0][0])))
            || (right.IsPolygon && left.Parts.Exists(part => Contains(right, part[0][0])));
    }

    /// <summary><c>geo_line_centroid</c> and <c>geo_polygon_centroid</c>; null where it is undefined.</summary>
    public static SpherePoint? Centroid(GeoShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        SpherePoint sum = default;
        if (shape.IsPolygon)
        {
            foreach (List<SpherePoint[]> rings in GeoOverlay.WithoutOverlap(shape).Parts)
            {
                for (int i = 0; i < rings.Count; i++)
                {
                    SpherePoint ring = RingCentroid(rings[i]);
                    sum = i == 0 ? sum + ring : sum - ring;
                }
            }
        }
        else
        {
            foreach (SphereEdge edge in GeoOverlay.WithoutOverlap(shape).Edges())
            {
                SpherePoint chord = edge.From + edge.To;
                sum += ((edge.From - edge.To).Norm / chord.Norm) * chord;
            }
        }

        return sum.Norm > 0 ? sum.Normalized : null;
    }

    /// <summary><c>geo_line_interpolate_point</c>: the point at a fraction of a line's length.</summary>
    public static SpherePoint? Interpolate(GeoShape line, double fraction)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (fraction is not (>= 0 and <= 1) || line.Parts.Count != 1)
        {
            return null;
        }

        SphereEdge[] edges = [.. line.Edges()];
        double rest = fraction * edges.Sum(edge => edge.Length);
        foreach (SphereEdge edge in edges)
        {
            if (rest <= edge.Length)
            {
                return edge.At(rest / edge.Length);
            }

            rest -= edge.Length;
        }

        return edges[^1].To;
    }

    /// <summary><c>geo_line_locate_point</c>: the fraction of the length at which the line is nearest to a point.</summary>
    public static double? Locate(GeoShape line, SpherePoint point)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Parts.Count != 1)
        {
            return null;
        }

        double passed = 0;
        double best = 0;
        double least = double.PositiveInfinity;
        foreach (SphereEdge edge in line.Edges())
        {
            SpherePoint near = edge.Nearest(point);
            double distance = SpherePoint.Angle(near, point);
            if (distance < least)
            {
                (least, best) = (distance, passed + SpherePoint.Angle(edge.From, near));
            }

            passed += edge.Length;
        }

        return best / passed;
    }

    /// <summary>The integral of the position over a ring's inside.</summary>
    private static SpherePoint RingCentroid(SpherePoint[] ring)
    {
        bool isSmall = Array.TrueForAll(ring, point => SpherePoint.Angle(ring[0], point) < 0.5);
        SpherePoint sum = isSmall ? OverTriangles(ring) : OverEdges(ring);
        return SphereRing.Area(ring) < 0 ? -1 * sum : sum;
    }

    /// <summary>Half the sum of the edges' unit normals times their lengths: of a small ring these cancel out but for their last digits.</summary>
    private static SpherePoint OverEdges(SpherePoint[] ring)
    {
        SpherePoint sum = default;
        foreach (SphereEdge edge in GeoShape.Edges(ring))
        {
            sum += (edge.Length / 2) * SpherePoint.Cross(edge.From, edge.To).Normalized;
        }

        return sum;
    }

    private static SpherePoint OverTriangles(SpherePoint[] ring)
    {
        SpherePoint sum = default;
        foreach (SphereEdge edge in GeoShape.Edges(ring))
        {
            sum += OverTriangle(ring[0], edge.From, edge.To);
        }

        return sum;
    }

    /// <summary>
    /// The vector whose products with the corners are half the opposite sides over their sines (Brock, The Inertia Tensor
    /// for a Spherical Triangle, 1975), times their triple product: of differences of corners, which keep their digits.
    /// </summary>
    private static SpherePoint OverTriangle(SpherePoint a, SpherePoint b, SpherePoint c)
    {
        double ra = OverSine(SpherePoint.Angle(b, c));
        double rb = OverSine(SpherePoint.Angle(c, a));
        double rc = OverSine(SpherePoint.Angle(a, b));
        var (ab, ac) = (b - a, c - a);
        var (x, y, z) = (new SpherePoint(a.X, ab.X, ac.X), new SpherePoint(a.Y, ab.Y, ac.Y), new SpherePoint(a.Z, ab.Z, ac.Z));
        var r = new SpherePoint(ra, rb - ra, rc - ra);
        return 0.5 * new SpherePoint(SpherePoint.Dot(SpherePoint.Cross(y, z), r), SpherePoint.Dot(SpherePoint.Cross(z, x), r), SpherePoint.Dot(SpherePoint.Cross(x, y), r));
    }

    private static double OverSine(double angle) => angle == 0 ? 1 : angle / Math.Sin(angle);
}

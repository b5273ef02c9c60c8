using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>The shorter arc of the great circle between two points.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SphereEdge(SpherePoint From, SpherePoint To)
{
    public double Length => SpherePoint.Angle(From, To);

    /// <summary>The point of the edge that is nearest to a point.</summary>
    public SpherePoint Nearest(SpherePoint point)
    {
        SpherePoint normal = SpherePoint.Cross(From, To);
        if (normal.Norm > 0)
        {
            SpherePoint unit = normal.Normalized;
            SpherePoint foot = point - (SpherePoint.Dot(point, unit) * unit);
            if (foot.Norm > 0 && SpherePoint.Dot(SpherePoint.Cross(From, foot), unit) >= 0 && SpherePoint.Dot(SpherePoint.Cross(foot, To), unit) >= 0)
            {
                return foot.Normalized;
            }
        }

        return SpherePoint.Angle(point, From) <= SpherePoint.Angle(point, To) ? From : To;
    }

    /// <summary>The point at a fraction of the length.</summary>
    public SpherePoint At(double fraction)
    {
        double length = Length;
        if (length == 0)
        {
            return From;
        }

        double sine = Math.Sin(length);
        return ((Math.Sin((1 - fraction) * length) / sine) * From + (Math.Sin(fraction * length) / sine) * To).Normalized;
    }

    /// <summary>Whether two edges have a point in common, their ends included.</summary>
    public bool Meets(SphereEdge other)
    {
        double a = Side(other.From);
        double b = Side(other.To);
        double c = other.Side(From);
        double d = other.Side(To);
        if (a == 0 || b == 0 || c == 0 || d == 0)
        {
            return Holds(other.From) || Holds(other.To) || other.Holds(From) || other.Holds(To);
        }

        // Great circles meet in two points: both edges must pass the same one.
        return a > 0 != b > 0 && c > 0 != d > 0 && SpherePoint.Dot(From + To, other.From + other.To) > 0;
    }

    private double Side(SpherePoint point) => SpherePoint.Dot(SpherePoint.Cross(From, To), point);

    private bool Holds(SpherePoint point) => SpherePoint.Angle(Nearest(point), point) < 1e-15;
}

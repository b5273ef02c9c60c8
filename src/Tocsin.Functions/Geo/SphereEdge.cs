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
        SpherePoint normal = Normal;
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

    /// <summary>The angle between two edges that do not meet.</summary>
    public double Distance(SphereEdge other) => Math.Min(
        Math.Min(SpherePoint.Angle(Nearest(other.From), other.From), SpherePoint.Angle(Nearest(other.To), other.To)),
        Math.Min(SpherePoint.Angle(other.Nearest(From), From), SpherePoint.Angle(other.Nearest(To), To)));

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
        const double nearly = 1e-14;
        bool touches = (Math.Abs(a) < nearly && Holds(other.From)) || (Math.Abs(b) < nearly && Holds(other.To))
            || (Math.Abs(c) < nearly && other.Holds(From)) || (Math.Abs(d) < nearly && other.Holds(To));
        return touches || Crossing(other) is not null;
    }

    /// <summary>Where two edges cross; null for edges with a common end.</summary>
    public SpherePoint? Crossing(SphereEdge other)
    {
        double a = Side(other.From);
        double b = Side(other.To);
        double c = other.Side(From);
        double d = other.Side(To);
        if (a * b >= 0 || c * d >= 0 || From == other.From || From == other.To || To == other.From || To == other.To)
        {
            return null;
        }

        // The great circles cross in two points: both edges must pass the same one.
        SpherePoint crossing = SpherePoint.Cross(Normal.Normalized, other.Normal.Normalized);
        double here = SpherePoint.Dot(crossing, From + To);
        double there = SpherePoint.Dot(crossing, other.From + other.To);
        return here * there > 0 ? (here < 0 ? -1 : 1) * crossing.Normalized : null;
    }

    /// <summary>From the difference and the sum of the ends, so that a short edge's digits do not cancel out.</summary>
    private SpherePoint Normal => SpherePoint.Cross(From - To, From + To);

    private double Side(SpherePoint point) => SpherePoint.Dot(Normal, point);

    private bool Holds(SpherePoint point) => SpherePoint.Angle(Nearest(point), point) < 1e-15;
}

using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A point on the unit sphere. Kusto measures on a sphere of 6,371,010 m with great circles between points, as the S2
/// library does; the documented distances agree to the last digit (geo-distance-2points-function.md).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SpherePoint(double X, double Y, double Z)
{
    public const double EarthRadius = 6_371_010;

    /// <summary>The angle that points are rounded by, in radians: some nanometres.</summary>
    internal const double Rounding = 1e-15;

    public double Longitude => Math.Atan2(Y, X) * (180 / Math.PI);

    public double Latitude => Math.Atan2(Z, Math.Sqrt((X * X) + (Y * Y))) * (180 / Math.PI);

    /// <summary>The point at a longitude and latitude in degrees; null outside of ±180 and ±90.</summary>
    public static SpherePoint? At(double longitude, double latitude)
    {
        if (!(Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90))
        {
            return null;
        }

        return AtRadians(longitude * (Math.PI / 180), latitude * (Math.PI / 180));
    }

    /// <summary>The angle between two points in radians, exact for near and far ones.</summary>
    public static double Angle(SpherePoint left, SpherePoint right)
    {
        double cosine = Dot(left, right);
        double sine = Cross(left, right).Norm;
        return Math.Atan2(sine, cosine);
    }

    /// <summary>Whether no shortest line joins two points: they stand on opposite sides of the sphere.</summary>
    public static bool AreOpposite(SpherePoint left, SpherePoint right) => (left + right).Norm < Rounding;

    public static double Dot(SpherePoint left, SpherePoint right) => (left.X * right.X) + (left.Y * right.Y) + (left.Z * right.Z);

    public static SpherePoint Cross(SpherePoint left, SpherePoint right) => new(
        (left.Y * right.Z) - (left.Z * right.Y), (left.Z * right.X) - (left.X * right.Z), (left.X * right.Y) - (left.Y * right.X));

    public static SpherePoint operator +(SpherePoint left, SpherePoint right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    public static SpherePoint operator -(SpherePoint left, SpherePoint right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    public static SpherePoint operator *(double factor, SpherePoint point) => new(factor * point.X, factor * point.Y, factor * point.Z);

    internal static SpherePoint AtRadians(double longitude, double latitude) =>
        new(Math.Cos(latitude) * Math.Cos(longitude), Math.Cos(latitude) * Math.Sin(longitude), Math.Sin(latitude));

    internal double Norm => Math.Sqrt(Dot(this, this));

    /// <summary>A direction at right angles to the point.</summary>
    internal SpherePoint Aside => Cross(Math.Abs(Z) < 0.9 ? new(0, 0, 1) : new(1, 0, 0), this).Normalized;

    internal SpherePoint Normalized => (1 / Norm) * this;
}

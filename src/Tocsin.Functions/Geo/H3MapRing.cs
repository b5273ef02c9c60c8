namespace Tocsin.Functions.Geo;

/// <summary>A ring on the map of longitudes and latitudes, in radians, with straight edges; it may cross the antimeridian.</summary>
internal sealed class H3MapRing
{
    private const double Epsilon = 2.220446049250313E-16;

    private readonly bool _isTransmeridian;
    private readonly double _west;
    private readonly double _east;
    private readonly double _south;
    private readonly double _north;

    public H3MapRing(SpherePoint[] ring)
    {
        Corners = [.. ring.Take(ring.Length - 1).Select(p => (Math.Atan2(p.Y, p.X), Math.Atan2(p.Z, Math.Sqrt((p.X * p.X) + (p.Y * p.Y)))))];
        for (int i = 0; i < Corners.Length; i++)
        {
            _isTransmeridian |= Math.Abs(Corners[i].Longitude - Corners[(i + 1) % Corners.Length].Longitude) > Math.PI;
        }

        _south = Corners.Min(c => c.Latitude);
        _north = Corners.Max(c => c.Latitude);
        _west = _isTransmeridian ? Corners.Where(c => c.Longitude > 0).Select(c => c.Longitude).DefaultIfEmpty(Math.PI).Min() : Corners.Min(c => c.Longitude);
        _east = _isTransmeridian ? Corners.Where(c => c.Longitude < 0).Select(c => c.Longitude).DefaultIfEmpty(-Math.PI).Max() : Corners.Max(c => c.Longitude);
    }

    /// <summary>The corners, the first one not repeated at the end.</summary>
    public (double Longitude, double Latitude)[] Corners { get; }

    public static double Angle((double Longitude, double Latitude) left, (double Longitude, double Latitude) right) =>
        SpherePoint.Angle(SpherePoint.AtRadians(left.Longitude, left.Latitude), SpherePoint.AtRadians(right.Longitude, right.Latitude));

    /// <summary>The number of cells that surely holds those in the surrounding rectangle.</summary>
    public double EstimateCells(double cellRadiusKm, double earthRadiusKm)
    {
        const double hexagonArea = 2.59807621135;
        const double shrinkOfPentagons = 0.8;
        const double mostDrawnOut = 3;
        double diagonal = earthRadiusKm * Angle((_east, _north), (_west, _south));
        double width = Math.Abs(_east - _west);
        double height = Math.Abs(_north - _south);
        double ratio = Math.Max(width, height) / Math.Min(width, height);
        double estimate = Math.Ceiling(diagonal * diagonal / Math.Min(mostDrawnOut, ratio) / (shrinkOfPentagons * hexagonArea * cellRadiusKm * cellRadiusKm));
        return Math.Max(1, estimate);
    }

    /// <summary>Whether an odd number of edges lie east of a place; on an edge, places count as lying a little west and north of it.</summary>
    public bool Contains(double longitude, double latitude)
    {
        bool isBetween = _isTransmeridian ? longitude >= _west || longitude <= _east : longitude >= _west && longitude <= _east;
        if (!(isBetween && latitude >= _south && latitude <= _north))
        {
            return false;
        }

        bool isInside = false;
        double x = Unwrapped(longitude);
        for (int i = 0; i < Corners.Length; i++)
        {
            (double Longitude, double Latitude) low = Corners[i];
            (double Longitude, double Latitude) high = Corners[(i + 1) % Corners.Length];
            if (low.Latitude > high.Latitude)
            {
                (low, high) = (high, low);
            }

            if (latitude == low.Latitude || latitude == high.Latitude)
            {
                latitude += Epsilon;
            }

            if (latitude < low.Latitude || latitude > high.Latitude)
            {
                continue;
            }

            double lowX = Unwrapped(low.Longitude);
            double highX = Unwrapped(high.Longitude);
            if (lowX == x || highX == x)
            {
                x -= Epsilon;
            }

            double part = (latitude - low.Latitude) / (high.Latitude - low.Latitude);
            isInside ^= Unwrapped(lowX + ((highX - lowX) * part)) > x;
        }

        return isInside;
    }

    private double Unwrapped(double longitude) => _isTransmeridian && longitude < 0 ? longitude + (2 * Math.PI) : longitude;
}

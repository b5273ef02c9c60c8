namespace Tocsin.Functions.Time;

/// <summary>
/// <c>bin</c> (alias <c>floor</c>) and <c>bin_at</c>. A bin size that is zero or negative gives null (bin-function.md).
/// Datetimes and timespans are binned as their ticks.
/// </summary>
public static class Bins
{
    /// <summary><c>bin(value, size)</c> of longs, datetimes and timespans: the multiple of the size at or below the value.</summary>
    public static long? Bin(long value, long size)
    {
        if (size <= 0)
        {
            return null;
        }

        long remainder = value % size;
        long below = remainder < 0 ? remainder + size : remainder;
        return below > 0 && value < long.MinValue + below ? null : value - below;
    }

    /// <summary><c>bin(value, size)</c> of reals.</summary>
    public static double? Bin(double value, double size) => size > 0 ? Math.Floor(value / size) * size : null;

    /// <summary><c>bin_at(value, size, origin)</c> of longs, datetimes and timespans: bins lie so that one begins at the origin.</summary>
    public static long? BinAt(long value, long size, long origin)
    {
        if (size <= 0)
        {
            return null;
        }

        Int128 distance = (Int128)value - origin;
        Int128 remainder = distance % size;
        Int128 bin = value - (remainder < 0 ? remainder + size : remainder);
        return bin < long.MinValue ? null : (long)bin;
    }

    /// <summary><c>bin_at(value, size, origin)</c> of reals.</summary>
    public static double? BinAt(double value, double size, double origin) =>
        size > 0 ? (Math.Floor((value - origin) / size) * size) + origin : null;
}

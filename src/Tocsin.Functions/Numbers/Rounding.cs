namespace Tocsin.Functions.Numbers;

/// <summary><c>round</c>, halves away from zero (round-function.md).</summary>
public static class Rounding
{
    private const int MaxPlaces = 15;

    /// <summary><c>round(value, precision)</c>; a negative precision rounds before the point.</summary>
    public static double Round(double value, long precision)
    {
        if (!double.IsFinite(value) || precision > MaxPlaces)
        {
            return value;
        }

        if (precision >= 0)
        {
            return Math.Round(value, (int)precision, MidpointRounding.AwayFromZero);
        }

        double unit = Math.Pow(10, -precision);
        return double.IsInfinity(unit) ? 0 : Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit;
    }

    /// <summary>The same for integers, which only a negative precision changes.</summary>
    public static long Round(long value, long precision)
    {
        if (precision >= 0)
        {
            return value;
        }

        if (precision < -18)
        {
            return 0;
        }

        long unit = 1;
        for (long i = 0; i > precision; i--)
        {
            unit *= 10;
        }

        long remainder = value % unit;
        long down = value - remainder;
        return Math.Abs(remainder) >= unit - Math.Abs(remainder) ? unchecked(down + (Math.Sign(value) * unit)) : down;
    }
}

namespace Tocsin.Functions.Numbers;

/// <summary>Conversions between numeric types.</summary>
public static class Conversions
{
    /// <summary><c>tolong(real)</c>: the fraction is cut off; beyond the range the nearest long; null for NaN and infinities.</summary>
    public static long? ToLong(double value) => double.IsFinite(value) ? SaturateLong(value) : null;

    /// <summary><c>toint(real)</c>: as <see cref="ToLong(double)"/> within 32 bits.</summary>
    public static int? ToInt(double value) =>
        !double.IsFinite(value) ? null
        : value >= int.MaxValue ? int.MaxValue
        : value <= int.MinValue ? int.MinValue
        : (int)value;

    /// <summary><c>toint(long)</c>: the low 32 bits.</summary>
    public static int ToInt(long value) => unchecked((int)value);

    /// <summary><c>tobool(real)</c></summary>
    public static bool? ToBool(double value) => double.IsNaN(value) ? null : value != 0;

    private static long SaturateLong(double value) =>
        value >= long.MaxValue ? long.MaxValue
        : value <= long.MinValue ? long.MinValue
        : (long)value;
}

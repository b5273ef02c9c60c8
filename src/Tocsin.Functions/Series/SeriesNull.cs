using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Series;

/// <summary>
/// How a missing element (KQL's null, and any element that is not a number) stands in a series of numbers, so that one span
/// carries values and nulls. Among reals it is one quiet NaN with a payload of its own, because Kusto keeps null apart from
/// NaN: a NaN that arithmetic yields (0/0) is a value. Among longs it is <see cref="long.MinValue"/>.
/// </summary>
public static class SeriesNull
{
    private const ulong Bits = 0x7FF8_4E55_4C4C_0000;

    /// <summary>The missing element of a series of longs.</summary>
    public const long Long = long.MinValue;

    /// <summary>The missing element of a series of reals. Compare with <see cref="IsNull(double)"/>: it is a NaN.</summary>
    public static double Real => BitConverter.UInt64BitsToDouble(Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNull(double value) => BitConverter.DoubleToUInt64Bits(value) == Bits;

    public static bool IsNull(long value) => value == Long;

    /// <summary>Whether any element is missing.</summary>
    public static bool AnyIn(ReadOnlySpan<double> series)
    {
        foreach (double value in series)
        {
            if (IsNull(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every element is a finite number: neither missing, NaN nor infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<double> series)
    {
        foreach (double value in series)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}

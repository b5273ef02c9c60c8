using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Numbers;

/// <summary>
/// Arithmetic as Kusto does it: longs wrap around, division of longs cuts off, a division by zero is null, and the
/// remainder is never negative.
/// </summary>
public static class Arithmetic
{
    /// <summary><c>left + right</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Add(long left, long right) => unchecked(left + right);

    /// <summary><c>left - right</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Subtract(long left, long right) => unchecked(left - right);

    /// <summary><c>left * right</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Multiply(long left, long right) => unchecked(left * right);

    /// <summary><c>-value</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Negate(long value) => unchecked(-value);

    /// <summary><c>left / right</c> of longs and ints.</summary>
    public static long? Divide(long left, long right) => right switch
    {
        0 => null,
        -1 => unchecked(-left),
        _ => left / right,
    };

    /// <summary><c>left % right</c> of longs and ints: at least zero and less than the magnitude of the divisor.</summary>
    public static long? Modulo(long left, long right)
    {
        if (right is 0 or -1)
        {
            return right == 0 ? null : 0;
        }

        long remainder = left % right;
        return remainder >= 0 ? remainder : right < 0 ? remainder - right : remainder + right;
    }

    /// <summary><c>left % right</c> of reals, not negative; NaN where the divisor is zero.</summary>
    public static double Modulo(double left, double right)
    {
        double remainder = left % right;
        return remainder >= 0 || double.IsNaN(remainder) ? remainder : remainder + Math.Abs(right);
    }

    /// <summary><c>timespan / real</c> and <c>timespan * real</c>: the fraction of a tick is cut off; null where it is no timespan.</summary>
    public static long? Scale(long timespan, double factor)
    {
        double ticks = timespan * factor;
        return double.IsFinite(ticks) && Math.Abs(ticks) < long.MaxValue ? (long)ticks : null;
    }
}

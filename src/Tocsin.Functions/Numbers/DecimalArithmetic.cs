namespace Tocsin.Functions.Numbers;

/// <summary>
/// Exact arithmetic of decimals (scalar-data-types/decimal.md), which are counts of units of 10^-18: up to 38 digits,
/// 18 of them after the point, to the nearest unit and halves to the even one. Where a result has more digits before
/// the point it has no value here.
/// </summary>
public static class DecimalArithmetic
{
    private const ulong UnitsInOne = 1_000_000_000_000_000_000;

    private static readonly UInt128 MostUnits = UInt128.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture);

    /// <exception cref="OverflowException">The sum has more than 20 digits before the point.</exception>
    public static Int128 Add(Int128 left, Int128 right)
    {
        var sum = checked(left + right);
        return Signed(Magnitude(sum), sum < 0);
    }

    /// <exception cref="OverflowException">The difference has more than 20 digits before the point.</exception>
    public static Int128 Subtract(Int128 left, Int128 right) => Add(left, -right);

    /// <exception cref="OverflowException">The product has more than 20 digits before the point.</exception>
    public static Int128 Multiply(Int128 left, Int128 right)
    {
        var (high, low) = BigMultiply(Magnitude(left), Magnitude(right));
        return Signed(Quotient(high, low, UnitsInOne), left < 0 != right < 0);
    }

    /// <returns>Null where the divisor is zero.</returns>
    /// <exception cref="OverflowException">The quotient has more than 20 digits before the point.</exception>
    public static Int128? Divide(Int128 left, Int128 right)
    {
        if (right == 0)
        {
            return null;
        }

        var (high, low) = BigMultiply(Magnitude(left), UnitsInOne);
        return Signed(Quotient(high, low, Magnitude(right)), left < 0 != right < 0);
    }

    /// <summary>Never negative (numerical-operators.md).</summary>
    /// <returns>Null where the divisor is zero.</returns>
    public static Int128? Modulo(Int128 left, Int128 right)
    {
        if (right == 0)
        {
            return null;
        }

        var rest = left % right;
        return rest < 0 ? rest + Int128.Abs(right) : rest;
    }

    /// <summary><c>bin_at(value, size, origin)</c>; <c>bin</c> with the origin 0.</summary>
    /// <returns>Null where the size is not positive.</returns>
    /// <exception cref="OverflowException">The bin begins below the least decimal.</exception>
    public static Int128? BinAt(Int128 value, Int128 size, Int128 origin) =>
        size <= 0 ? null : Subtract(value, Modulo(checked(value - origin), size)!.Value);

    private static UInt128 Magnitude(Int128 value) => (UInt128)(value < 0 ? -value : value);

    private static Int128 Signed(UInt128 magnitude, bool isNegative) =>
        magnitude > MostUnits ? throw new OverflowException() : isNegative ? -(Int128)magnitude : (Int128)magnitude;

    /// <summary>The 256 bits of a product.</summary>
    private static (UInt128 High, UInt128 Low) BigMultiply(UInt128 left, UInt128 right)
    {
        var (a, b) = ((ulong)(left >> 64), (ulong)left);
        var (c, d) = ((ulong)(right >> 64), (ulong)right);
        var low = (UInt128)b * d;
        var middle = ((UInt128)a * d) + (ulong)(low >> 64);
        var other = ((UInt128)b * c) + (ulong)middle;
        return (((UInt128)a * c) + (middle >> 64) + (other >> 64), (other << 64) | (ulong)low);
    }

    /// <summary>To the nearest whole number, bit by bit: the divisor has at most 127 bits, so that the rest doubled still fits.</summary>
    private static UInt128 Quotient(UInt128 high, UInt128 low, UInt128 divisor)
    {
        if (high >= divisor)
        {
            throw new OverflowException();
        }

        var rest = high;
        UInt128 quotient = 0;
        for (var bit = 127; bit >= 0; bit--)
        {
            rest = (rest << 1) | ((low >> bit) & 1);
            quotient <<= 1;
            if (rest >= divisor)
            {
                rest -= divisor;
                quotient |= 1;
            }
        }

        var twice = rest << 1;
        return twice > divisor || (twice == divisor && (quotient & 1) == 1) ? quotient + 1 : quotient;
    }
}

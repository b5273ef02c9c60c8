using Tocsin.DuckDb;
using Tocsin.Functions.Numbers;
using static Tocsin.DuckDb.ScalarFunction;

namespace Tocsin.Engine.Kernels;

/// <summary>Arithmetic of decimals without loss of digits.</summary>
internal static class DecimalKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Two("kql_decimal_add", (left, right, _) => DecimalArithmetic.Add(left, right)),
        Two("kql_decimal_subtract", (left, right, _) => DecimalArithmetic.Subtract(left, right)),
        Two("kql_decimal_multiply", (left, right, _) => DecimalArithmetic.Multiply(left, right)),
        Two("kql_decimal_divide", (left, right, _) => DecimalArithmetic.Divide(left, right)),
        Two("kql_decimal_remainder", (left, right, _) => DecimalArithmetic.Modulo(left, right)),
        Two("kql_decimal_bin", DecimalArithmetic.BinAt),
        Create<DecimalUnits, DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_bin_at", (value, size, origin) => Fitting(DecimalArithmetic.BinAt, value, size, origin)),
    ];

    /// <summary>A function whose third argument is zero.</summary>
    private static ScalarFunction Two(string name, Func<Int128, Int128, Int128, Int128?> function) =>
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>(name, (first, second) => Fitting(function, first, second, default));

    private static DecimalUnits? Fitting(Func<Int128, Int128, Int128, Int128?> function, DecimalUnits first, DecimalUnits second, DecimalUnits third)
    {
        try
        {
            return function(first.Count, second.Count, third.Count) is { } count ? new DecimalUnits(count) : null;
        }
        catch (OverflowException)
        {
            throw new KernelArgumentException("a decimal has up to 20 digits before the point here, and a result has more; use toreal().");
        }
    }
}

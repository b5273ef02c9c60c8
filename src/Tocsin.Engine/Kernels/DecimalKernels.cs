using Tocsin.DuckDb;
using Tocsin.Functions.Numbers;
using static Tocsin.DuckDb.ScalarFunction;

namespace Tocsin.Engine.Kernels;

/// <summary>Arithmetic of decimals without loss of digits.</summary>
internal static class DecimalKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_add", (left, right) => Fitting(Add, left, right, default)),
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_subtract", (left, right) => Fitting(Subtract, left, right, default)),
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_multiply", (left, right) => Fitting(Multiply, left, right, default)),
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_divide", (left, right) => Fitting(Divide, left, right, default)),
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_remainder", (left, right) => Fitting(Modulo, left, right, default)),
        Create<DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_bin", (value, size) => Fitting(DecimalArithmetic.BinAt, value, size, default)),
        Create<DecimalUnits, DecimalUnits, DecimalUnits, DecimalUnits?>("kql_decimal_bin_at", (value, size, origin) => Fitting(DecimalArithmetic.BinAt, value, size, origin)),
    ];

    private static Int128? Add(Int128 left, Int128 right, Int128 none) => DecimalArithmetic.Add(left, right);

    private static Int128? Subtract(Int128 left, Int128 right, Int128 none) => DecimalArithmetic.Subtract(left, right);

    private static Int128? Multiply(Int128 left, Int128 right, Int128 none) => DecimalArithmetic.Multiply(left, right);

    private static Int128? Divide(Int128 left, Int128 right, Int128 none) => DecimalArithmetic.Divide(left, right);

    private static Int128? Modulo(Int128 left, Int128 right, Int128 none) => DecimalArithmetic.Modulo(left, right);

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

using System.Numerics;
using Tocsin.DuckDb;
using Tocsin.Functions.Numbers;
using static Tocsin.DuckDb.ScalarFunction;

namespace Tocsin.Engine.Kernels;

/// <summary>Mathematics of reals, and the bits of longs.</summary>
internal static class MathKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<double, double?>("kql_acos", RealMath.Acos),
        Create<double, double?>("kql_asin", RealMath.Asin),
        Create<double, double>("kql_atan", Math.Atan),
        Create<double, double, double>("kql_atan2", Math.Atan2),
        Create<double, double>("kql_cos", Math.Cos),
        Create<double, double>("kql_cot", value => 1 / Math.Tan(value)),
        Create<double, double>("kql_degrees", value => 180 / Math.PI * value),
        Create<double, double>("kql_radians", value => Math.PI / 180 * value),
        Create<double, double>("kql_erf", RealMath.Erf),
        Create<double, double>("kql_erfc", RealMath.Erfc),
        Create<double, double>("kql_exp", Math.Exp),
        Create<double, double>("kql_exp2", value => Math.Pow(2, value)),
        Create<double, double>("kql_exp10", value => Math.Pow(10, value)),
        Create<double, double>("kql_gamma", RealMath.Gamma),
        Create<double, double>("kql_loggamma", RealMath.LogGamma),
        Create<double, double?>("kql_log", Logarithms.Log),
        Create<double, double?>("kql_log10", Logarithms.Log10),
        Create<double, double?>("kql_log2", Logarithms.Log2),
        Create<double, double, double>("kql_pow", Math.Pow),
        Create<double, double>("kql_sin", Math.Sin),
        Create<double, double>("kql_sqrt", Math.Sqrt),
        Create<double, double>("kql_tan", Math.Tan),
        Create<double, double, double, double>("kql_beta_cdf", RealMath.BetaCdf),
        Create<double, double, double, double>("kql_beta_inv", RealMath.BetaInv),
        Create<double, double, double, double>("kql_beta_pdf", RealMath.BetaPdf),
        new("kql_welch_test", [.. Enumerable.Repeat(DuckDbType.Double, 6)], DuckDbType.Double, WelchTest),
        Create<long, long, long>("kql_binary_and", (left, right) => left & right),
        Create<long, long, long>("kql_binary_or", (left, right) => left | right),
        Create<long, long, long>("kql_binary_xor", (left, right) => left ^ right),
        Create<long, long>("kql_binary_not", value => ~value),
        Create<long, long, long?>("kql_binary_shift_left", RealMath.ShiftLeft),
        Create<long, long, long?>("kql_binary_shift_right", RealMath.ShiftRight),
        Create<long, long>("kql_bitset_count_ones", value => BitOperations.PopCount((ulong)value)),
    ];

    private static void WelchTest(in ScalarInput input, VectorWriter output)
    {
        var results = output.Values<double>();
        foreach (var row in input.Rows)
        {
            results[row] = RealMath.WelchTest(At(input, 0, row), At(input, 1, row), At(input, 2, row), At(input, 3, row), At(input, 4, row), At(input, 5, row));
        }
    }

    private static double At(in ScalarInput input, int column, int row) => input.Column(column).Values<double>()[row];
}

using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Tocsin.Functions.Numbers;

/// <summary>
/// Functions of reals and of longs' bits. Outside its domain a function gives null where its page says so, and else
/// what IEEE 754 has. Sources: acos-function.md, beta-cdf-function.md, binary-shift-left-function.md and their kin.
/// </summary>
public static class RealMath
{
    private const double MaxBetaParameter = 10_000;
    private const int LastFiniteFactorial = 170;

    /// <summary><c>acos</c></summary>
    public static double? Acos(double value) => Math.Abs(value) > 1 ? null : Math.Acos(value);

    /// <summary><c>asin</c></summary>
    public static double? Asin(double value) => Math.Abs(value) > 1 ? null : Math.Asin(value);

    /// <summary><c>erf</c></summary>
    public static double Erf(double value) => SpecialFunctions.Erf(value);

    /// <summary><c>erfc</c></summary>
    public static double Erfc(double value) => SpecialFunctions.Erfc(value);

    /// <summary><c>loggamma</c>: the logarithm of the absolute value of the gamma function, infinite at its poles.</summary>
    public static double LogGamma(double value) => value switch
    {
        <= 0 when value == Math.Floor(value) => double.PositiveInfinity,
        <= LastFiniteFactorial + 1 when value == Math.Floor(value) => Math.Log(Factorial((int)value - 1)),
        < 0 => Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * value))) - SpecialFunctions.GammaLn(1 - value),
        _ => SpecialFunctions.GammaLn(value),
    };

    /// <summary><c>gamma</c>: infinite at 0, NaN at negative whole numbers.</summary>
    public static double Gamma(double value) => value switch
    {
        0 => double.PositiveInfinity,
        < 0 when value == Math.Floor(value) => double.NaN,
        <= LastFiniteFactorial + 1 when value == Math.Floor(value) => Factorial((int)value - 1),
        > LastFiniteFactorial => Math.Exp(SpecialFunctions.GammaLn(value)),
        _ => SpecialFunctions.Gamma(value),
    };

    /// <summary><c>beta_cdf(x, alpha, beta)</c></summary>
    public static double BetaCdf(double x, double alpha, double beta) =>
        IsBeta(alpha, beta) && x is >= 0 and <= 1 ? SpecialFunctions.BetaRegularized(alpha, beta, x) : double.NaN;

    /// <summary><c>beta_pdf(x, alpha, beta)</c></summary>
    public static double BetaPdf(double x, double alpha, double beta) =>
        IsBeta(alpha, beta) && x is > 0 and < 1 ? Beta.PDF(alpha, beta, x) : double.NaN;

    /// <summary><c>beta_inv(probability, alpha, beta)</c></summary>
    public static double BetaInv(double probability, double alpha, double beta) =>
        IsBeta(alpha, beta) && probability is > 0 and <= 1 ? Beta.InvCDF(alpha, beta, probability) : double.NaN;

    /// <summary><c>welch_test</c>: the probability that two samples of unequal variance have means this far apart by chance (two-tailed).</summary>
    public static double WelchTest(double mean1, double variance1, double count1, double mean2, double variance2, double count2)
    {
        double first = variance1 / count1;
        double second = variance2 / count2;
        double t = (mean1 - mean2) / Math.Sqrt(first + second);
        double freedom = (first + second) * (first + second) / ((first * first / (count1 - 1)) + (second * second / (count2 - 1)));
        return double.IsFinite(t) && freedom > 0 ? SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t))) : double.NaN;
    }

    /// <summary><c>binary_shift_left</c>: by the shift modulo 64; null for a negative one.</summary>
    public static long? ShiftLeft(long value, long shift) => shift < 0 ? null : value << (int)(shift % 64);

    /// <summary><c>binary_shift_right</c>: keeps the sign; null for a negative shift.</summary>
    public static long? ShiftRight(long value, long shift) => shift < 0 ? null : value >> (int)(shift % 64);

    private static double Factorial(int number)
    {
        double product = 1;
        for (int factor = 2; factor <= number; factor++)
        {
            product *= factor;
        }

        return product;
    }

    private static bool IsBeta(double alpha, double beta) => alpha is > 0 and <= MaxBetaParameter && beta is > 0 and <= MaxBetaParameter;
}

namespace Tocsin.Functions.Numbers;

/// <summary>Logarithms, with Kusto's answers at the edge of their domain.</summary>
public static class Logarithms
{
    /// <summary><c>log(x)</c>: null below zero, negative infinity at zero (log-function.md).</summary>
    public static double? Log(double value) => value < 0 ? null : Math.Log(value);

    /// <inheritdoc cref="Log"/>
    public static double? Log10(double value) => value < 0 ? null : Math.Log10(value);

    /// <inheritdoc cref="Log"/>
    public static double? Log2(double value) => value < 0 ? null : Math.Log2(value);
}

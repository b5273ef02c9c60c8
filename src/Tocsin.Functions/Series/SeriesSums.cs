namespace Tocsin.Functions.Series;

/// <summary>Sums over a span, in order, so that equal series give equal results.</summary>
internal static class SeriesSums
{
    public static double Sum(ReadOnlySpan<double> series)
    {
        double sum = 0;
        foreach (double value in series)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>The mean of a span that is not empty.</summary>
    public static double Mean(ReadOnlySpan<double> series) => Sum(series) / series.Length;

    /// <summary>What rounding can amount to in differences of numbers as large as these.</summary>
    public static double RoundingNoise(ReadOnlySpan<double> series)
    {
        double largest = 0;
        foreach (double value in series)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return 16 * (Math.BitIncrement(largest) - largest);
    }
}

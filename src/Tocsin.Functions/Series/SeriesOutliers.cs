namespace Tocsin.Functions.Series;

/// <summary>The test that scores outliers: its percentiles and the factor that makes 1.5 mean a mild outlier.</summary>
public sealed record OutlierMethod
{
    // For percentiles p and 100 − p the factor is 3·z(p) / (4·z(75) − z(p)), z being quantiles of the normal distribution as
    // Kusto approximates them (https://github.com/microsoft/Kusto-Query-Language/issues/136, by the function's author).
    // 1.29682082 and 0.675 are what its recorded scores imply, to the last bit; other percentiles are not known.
    private const double NormalQuantile75 = 0.675;
    private const double NormalQuantile90 = 1.29682082;

    private OutlierMethod(double lowFraction, double highFraction, double factor)
    {
        LowFraction = lowFraction;
        HighFraction = highFraction;
        Factor = factor;
    }

    /// <summary>Tukey's fence test with the 10th and 90th percentile: the default.</summary>
    public static OutlierMethod CTukey { get; } =
        new(0.1, 0.9, 3 * NormalQuantile90 / ((4 * NormalQuantile75) - NormalQuantile90));

    /// <summary>Tukey's fence test with the 25th and 75th percentile.</summary>
    public static OutlierMethod Tukey { get; } = new(0.25, 0.75, 1);

    internal double LowFraction { get; }

    internal double HighFraction { get; }

    internal double Factor { get; }

    /// <summary>
    /// The method of the name (<c>ctukey</c> or <c>tukey</c>) and percentiles, or nothing: for another name, for percentiles
    /// outside [2, 98] or out of order, which Kusto refuses, and for those other than 10 and 90, whose normalisation Kusto
    /// does not publish. For <c>tukey</c> percentiles are ignored, as documented.
    /// </summary>
    public static OutlierMethod? Find(string name, double minPercentile = 10, double maxPercentile = 90) => name switch
    {
        "tukey" => Tukey,
        "ctukey" when minPercentile == 10 && maxPercentile == 90 => CTukey,
        _ => null,
    };
}

/// <summary>series_outliers(): https://learn.microsoft.com/kusto/query/series-outliers-function</summary>
public static class SeriesOutliers
{
    /// <summary>
    /// Scores each element by its distance from the fence of percentiles, in spreads: 0 between them, positive above. Nulls, NaN
    /// and elements equal to <paramref name="ignored"/> score 0 and do not count towards the percentiles.
    /// </summary>
    public static SeriesCaveats Score(ReadOnlySpan<double> series, Span<double> scores, OutlierMethod method, double? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Score(series, scores, method, ignored, 0);
    }

    /// <param name="series">The elements to score.</param>
    /// <param name="scores">Receives a score for each.</param>
    /// <param name="method">The percentiles and the factor.</param>
    /// <param name="ignored">Elements of this value score 0.</param>
    /// <param name="noise">What rounding can amount to in computing the series.</param>
    internal static SeriesCaveats Score(
        ReadOnlySpan<double> series, Span<double> scores, OutlierMethod method, double? ignored, double noise)
    {
        using SeriesScratch scratch = new(series.Length);
        int count = 0;
        SeriesCaveats caveats = SeriesCaveats.None;
        foreach (double value in series)
        {
            if (double.IsInfinity(value) || (double.IsNaN(value) && !SeriesNull.IsNull(value)))
            {
                caveats |= SeriesCaveats.NonFiniteElements;
            }

            if (Counts(value, ignored))
            {
                scratch.Span[count++] = value;
            }
        }

        Span<double> sorted = scratch.Span[..count];
        sorted.Sort();
        if (count == 0)
        {
            scores[..series.Length].Clear();
            return caveats;
        }

        double low = Percentiles.Linear(sorted, method.LowFraction);
        double high = Percentiles.Linear(sorted, method.HighFraction);
        for (int i = 0; i < series.Length; i++)
        {
            scores[i] = Counts(series[i], ignored) ? Score(series[i], low, high, method.Factor) : 0;
        }

        // Where the percentiles coincide, elements beyond them score an infinity here; what Kusto prints is not known. Where
        // they differ by rounding only, the scores are noise in Kusto too.
        bool spreads = high - low > Math.Max(noise, SeriesSums.RoundingNoise(sorted));
        return sorted[^1] > sorted[0] && !spreads ? caveats | SeriesCaveats.ZeroSpread : caveats;
    }

    private static bool Counts(double value, double? ignored) => !double.IsNaN(value) && value != ignored;

    private static double Score(double value, double low, double high, double factor)
    {
        if (value > high)
        {
            return (value - high) / (high - low) * factor;
        }

        return value < low ? (value - low) / (high - low) * factor : 0;
    }
}

namespace Tocsin.Functions.Series;

/// <summary>
/// series_decompose_anomalies(): decomposes, scores the residuals as series_outliers() does and holds the scores against the
/// threshold. https://learn.microsoft.com/kusto/query/series-decompose-anomalies-function
/// </summary>
public static class SeriesAnomalies
{
    public const double DefaultThreshold = 1.5;

    /// <summary>
    /// Fills the three spans, each as long as the series: 1, −1 or 0 where a score is above, below or within the threshold; the
    /// scores; the baseline. A series with elements that are not finite yields nulls throughout.
    /// </summary>
    public static SeriesCaveats Detect(
        ReadOnlySpan<double> series,
        double threshold,
        DecompositionOptions options,
        OutlierMethod method,
        Span<long> flags,
        Span<double> scores,
        Span<double> baseline)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(method);
        int length = series.Length;
        using SeriesScratch scratch = new(3 * length);
        Span<double> residual = scratch.Span[..length];
        Span<double> rest = scratch.Span[length..];
        SeriesCaveats caveats =
            SeriesDecomposition.Decompose(series, options, baseline, rest[..length], rest[length..], residual);
        if ((caveats & SeriesCaveats.NonFiniteElements) != SeriesCaveats.None)
        {
            flags[..length].Fill(SeriesNull.Long);
            scores[..length].Fill(SeriesNull.Real);
            return caveats;
        }

        caveats |= SeriesOutliers.Score(residual, scores, method, ignored: null, SeriesSums.RoundingNoise(series));
        for (int i = 0; i < length; i++)
        {
            flags[i] = scores[i] > threshold ? 1 : scores[i] < -threshold ? -1 : 0;
        }

        return options.TestPoints > 0 ? caveats | SeriesCaveats.TestPointScores : caveats;
    }
}

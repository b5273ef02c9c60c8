namespace Tocsin.Functions.Series;

/// <summary>How series_decompose() and its kin find the trend.</summary>
public enum SeriesTrend
{
    /// <summary>The average (<c>avg</c>): the default.</summary>
    Average,

    /// <summary>The regression line (<c>linefit</c>).</summary>
    LineFit,

    /// <summary>No trend (<c>none</c>).</summary>
    None,
}

/// <summary>The arguments that series_decompose(), …_anomalies() and …_forecast() share.</summary>
/// <param name="Seasonality">A period in elements, <see cref="AutoDetect"/> or 0 for none.</param>
/// <param name="Trend">How the trend is found.</param>
/// <param name="TestPoints">The number of elements at the end that nothing is learnt from.</param>
/// <param name="SeasonalityThreshold">The score from which a detected period is taken.</param>
public sealed record DecompositionOptions(
    int Seasonality = DecompositionOptions.AutoDetect,
    SeriesTrend Trend = SeriesTrend.Average,
    int TestPoints = 0,
    double SeasonalityThreshold = 0.6)
{
    public const int AutoDetect = -1;

    /// <summary>Whether Kusto takes the numbers: a period of −1 or more, no negative number of test points.</summary>
    public bool AreValid => Seasonality >= AutoDetect && TestPoints >= 0;

    /// <summary>The trend of that name in KQL, or nothing.</summary>
    public static SeriesTrend? FindTrend(string name) => name switch
    {
        "avg" => SeriesTrend.Average,
        "linefit" => SeriesTrend.LineFit,
        "none" => SeriesTrend.None,
        _ => null,
    };
}

/// <summary>
/// series_decompose(): seasonal is the median of the points of the same phase, trend is taken from what is left, baseline is
/// their sum and residual the rest, in that order. https://learn.microsoft.com/kusto/query/series-decompose-function
/// </summary>
public static class SeriesDecomposition
{
    /// <summary>
    /// Fills the four spans, each as long as the series. A series with elements that are not finite yields nulls throughout: of
    /// the series functions only series_outliers() is documented to take nulls.
    /// </summary>
    public static SeriesCaveats Decompose(
        ReadOnlySpan<double> series,
        DecompositionOptions options,
        Span<double> baseline,
        Span<double> seasonal,
        Span<double> trend,
        Span<double> residual)
    {
        ArgumentNullException.ThrowIfNull(options);
        int length = series.Length;
        if (!SeriesNull.AllFinite(series))
        {
            baseline[..length].Fill(SeriesNull.Real);
            seasonal[..length].Fill(SeriesNull.Real);
            trend[..length].Fill(SeriesNull.Real);
            residual[..length].Fill(SeriesNull.Real);
            return SeriesCaveats.NonFiniteElements;
        }

        ReadOnlySpan<double> learnt = series[..(int)Math.Clamp((long)length - options.TestPoints, 0, length)];
        SeriesCaveats caveats = SeriesSeasonal.Fill(learnt, options.Seasonality, options.SeasonalityThreshold, seasonal[..length]);

        // The deseasonal series is only needed until the trend is known: residual lends it the room.
        for (int i = 0; i < length; i++)
        {
            residual[i] = series[i] - seasonal[i];
        }

        caveats |= FillTrend(residual[..learnt.Length], options.Trend, trend[..length]);
        for (int i = 0; i < length; i++)
        {
            baseline[i] = seasonal[i] + trend[i];
            residual[i] = series[i] - baseline[i];
        }

        return caveats;
    }

    /// <summary>series_decompose_forecast(): the baseline over the whole series, its last points predicted.</summary>
    public static SeriesCaveats Forecast(ReadOnlySpan<double> series, DecompositionOptions options, Span<double> forecast)
    {
        using SeriesScratch scratch = new(3 * series.Length);
        int length = series.Length;
        Span<double> rest = scratch.Span;
        return Decompose(series, options, forecast, rest[..length], rest.Slice(length, length), rest[(2 * length)..]);
    }

    private static SeriesCaveats FillTrend(ReadOnlySpan<double> deseasonal, SeriesTrend kind, Span<double> trend)
    {
        switch (kind)
        {
            case SeriesTrend.Average when deseasonal.Length > 0:
                trend.Fill(SeriesSums.Mean(deseasonal));
                return SeriesCaveats.None;
            case SeriesTrend.LineFit when deseasonal.Length > 0:
                Line line = Line.Fit(deseasonal);
                for (int i = 0; i < trend.Length; i++)
                {
                    trend[i] = line.At(i);
                }

                return deseasonal.Length < 2 ? SeriesCaveats.Degenerate : SeriesCaveats.None;
            default:
                trend.Clear();
                return kind == SeriesTrend.None || trend.IsEmpty ? SeriesCaveats.None : SeriesCaveats.Degenerate;
        }
    }
}

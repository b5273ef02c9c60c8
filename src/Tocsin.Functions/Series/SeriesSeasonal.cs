namespace Tocsin.Functions.Series;

/// <summary>series_seasonal(): https://learn.microsoft.com/kusto/query/series-seasonal-function</summary>
public static class SeriesSeasonal
{
    private const double DetectionThreshold = 0.7;

    /// <summary>
    /// Fills the seasonal component: the median over the periods of each phase, or zeros where no period is detected or
    /// <paramref name="period"/> is neither positive nor <see cref="DecompositionOptions.AutoDetect"/>. A series with elements
    /// that are not finite yields nulls throughout.
    /// </summary>
    public static SeriesCaveats Compute(
        ReadOnlySpan<double> series, Span<double> seasonal, int period = DecompositionOptions.AutoDetect)
    {
        seasonal = seasonal[..series.Length];
        if (!SeriesNull.AllFinite(series))
        {
            seasonal.Fill(SeriesNull.Real);
            return SeriesCaveats.NonFiniteElements;
        }

        return Fill(series, period, DetectionThreshold, seasonal);
    }

    /// <summary>Learns from a part of a series, and fills the component on into the elements after it.</summary>
    internal static SeriesCaveats Fill(ReadOnlySpan<double> learnt, int period, double threshold, Span<double> seasonal)
    {
        SeriesCaveats caveats = SeriesCaveats.None;
        if (period == DecompositionOptions.AutoDetect)
        {
            DetectedPeriod detected = SeriesPeriods.DetectOne(learnt, threshold);
            period = detected.Period;
            caveats = detected.Caveats & SeriesCaveats.SeasonalityDetection;
        }

        if (period > 0)
        {
            return caveats | FillMedians(learnt, period, seasonal);
        }

        seasonal.Clear();
        return caveats;
    }

    /// <summary>Fills the medians of the phases of what is learnt.</summary>
    private static SeriesCaveats FillMedians(ReadOnlySpan<double> learnt, int period, Span<double> seasonal)
    {
        // Phases past the end hold nothing, and a huge period must not overflow the stride.
        int stride = Math.Min(period, Math.Max(1, seasonal.Length));
        using SeriesScratch scratch = new((learnt.Length / stride) + 1);
        for (int phase = 0; phase < Math.Min(stride, seasonal.Length); phase++)
        {
            int count = 0;
            for (int i = phase; i < learnt.Length; i += stride)
            {
                scratch.Span[count++] = learnt[i];
            }

            Span<double> points = scratch.Span[..count];
            points.Sort();
            double median = count == 0 ? 0 : Percentiles.Median(points);
            for (int i = phase; i < seasonal.Length; i += stride)
            {
                seasonal[i] = median;
            }
        }

        return period > learnt.Length && seasonal.Length > learnt.Length ? SeriesCaveats.UnlearntPhase : SeriesCaveats.None;
    }
}

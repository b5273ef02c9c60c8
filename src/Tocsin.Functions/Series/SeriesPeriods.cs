using System.Runtime.InteropServices;

namespace Tocsin.Functions.Series;

/// <summary>The period that auto-detection takes, 0 for none, with its score.</summary>
/// <param name="Period">In elements; 0 when none reaches the threshold.</param>
/// <param name="Score">The best score found, whether or not it reaches the threshold: an estimate.</param>
/// <param name="Caveats"><see cref="SeriesCaveats.SeasonalityDetection"/> when Kusto may decide otherwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DetectedPeriod(int Period, double Score, SeriesCaveats Caveats);

/// <summary>
/// series_periods_detect() and series_periods_validate(). Documented: periods have at least 4 elements and at most half of the
/// series, others score 0; scores lie in [0, 1]; examples. Not documented: the score. Ours is the autocorrelation at the period
/// of the series with its outliers clipped, times √(n / (n − period)); it yields the pages' 0.84 and 0 for periods 14 and 10,
/// and it detects what they detect. Since other scores would too, each answer says whether it hangs on ours.
/// https://learn.microsoft.com/kusto/query/series-periods-detect-function
/// </summary>
public static class SeriesPeriods
{
    private const int Shortest = 4;

    /// <summary>
    /// Fills the periods found with their scores, best first, and zeros after them; both spans are as long as the number of
    /// periods asked for.
    /// </summary>
    public static SeriesCaveats Detect(
        ReadOnlySpan<double> series, double minPeriod, double maxPeriod, Span<double> periods, Span<double> scores)
    {
        periods.Clear();
        scores = scores[..periods.Length];
        scores.Clear();
        if (!SeriesNull.AllFinite(series))
        {
            return SeriesCaveats.NonFiniteElements;
        }

        using SeriesScratch scratch = new(PeriodSearch.Room(series.Length));
        PeriodSearch search = new(series, scratch.Span);
        int first = (int)Math.Max(Shortest, Math.Ceiling(minPeriod));
        int last = (int)Math.Min(Longest(series), Math.Floor(maxPeriod));
        if (!(minPeriod <= maxPeriod) || first > last || !search.AnyHill(first, last))
        {
            return SeriesCaveats.None;
        }

        int found = 0;
        while (found < periods.Length)
        {
            (int period, double score) = search.Best(first, last, periods[..found]);
            if (period == 0)
            {
                break;
            }

            periods[found] = period;
            scores[found++] = score;
        }

        bool certain = found > 0 && periods.Length == 1 && search.Certainty(first, last, 0) == (int)periods[0];
        return certain ? SeriesCaveats.PeriodScore : SeriesCaveats.PeriodScore | SeriesCaveats.SeasonalityDetection;
    }

    /// <summary>Fills the score of each period; 0, without caveat, for those out of bounds.</summary>
    public static SeriesCaveats Validate(ReadOnlySpan<double> series, ReadOnlySpan<double> periods, Span<double> scores)
    {
        scores[..periods.Length].Clear();
        if (!SeriesNull.AllFinite(series))
        {
            return SeriesCaveats.NonFiniteElements;
        }

        using SeriesScratch scratch = new(PeriodSearch.Room(series.Length));
        PeriodSearch search = new(series, scratch.Span);
        SeriesCaveats caveats = SeriesCaveats.None;
        for (int i = 0; i < periods.Length; i++)
        {
            if (periods[i] >= Shortest && periods[i] <= series.Length / 2.0)
            {
                double nearest = Math.Round(periods[i], MidpointRounding.AwayFromZero);
                scores[i] = search.Score((int)Math.Min(nearest, series.Length / 2));
                caveats |= SeriesCaveats.PeriodScore;
            }
        }

        return caveats;
    }

    /// <summary>The period that a threshold lets through, from all that the length of the series allows.</summary>
    internal static DetectedPeriod DetectOne(ReadOnlySpan<double> series, double threshold)
    {
        int last = Longest(series);
        if (last < Shortest)
        {
            return default;
        }

        using SeriesScratch scratch = new(PeriodSearch.Room(series.Length));
        PeriodSearch search = new(series, scratch.Span);
        (int period, double score) = search.Best(Shortest, last, []);
        int taken = score >= threshold ? period : 0;
        bool certain = search.Certainty(Shortest, last, threshold) == taken;
        return new DetectedPeriod(taken, score, certain ? SeriesCaveats.None : SeriesCaveats.SeasonalityDetection);
    }

    /// <summary>
    /// The longest period that can be detected. Half the series cannot: series_seasonal()'s page shows two equal periods of 6
    /// elements, whose period of 6 is not detected.
    /// </summary>
    private static int Longest(ReadOnlySpan<double> series) => (series.Length - 1) / 2;
}

namespace Tocsin.Functions.Series;

/// <summary>
/// series_fir() and series_iir(). Before its start a series counts as 0, as series_fir([5, 15], [1, −1]) = [5, 10] shows.
/// https://learn.microsoft.com/kusto/query/series-fir-function
/// </summary>
public static class SeriesFilters
{
    /// <summary>
    /// Applies a finite impulse response filter. <paramref name="normalize"/> divides by the sum of the coefficients; left out, it
    /// holds unless one is negative. False says that the result is null: normalising a filter with a negative coefficient.
    /// </summary>
    public static bool TryFir(
        ReadOnlySpan<double> series,
        ReadOnlySpan<double> filter,
        bool? normalize,
        bool center,
        Span<double> result,
        out SeriesCaveats caveats)
    {
        caveats = SeriesCaveats.None;
        if (!SeriesNull.AllFinite(series) || !SeriesNull.AllFinite(filter))
        {
            result[..series.Length].Fill(SeriesNull.Real);
            caveats = SeriesCaveats.NonFiniteElements;
            return true;
        }

        bool negative = filter.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) >= 0;
        if (negative && normalize == true)
        {
            return false;
        }

        caveats = center && filter.Length % 2 == 0 ? SeriesCaveats.EvenCentredFilter : SeriesCaveats.None;
        double divisor = normalize ?? !negative ? SeriesSums.Sum(filter) : 1;
        int ahead = center ? (filter.Length - 1) / 2 : 0;
        for (int i = 0; i < series.Length; i++)
        {
            double sum = 0;
            int newest = i + ahead;
            int last = Math.Min(filter.Length - 1, newest);
            for (int k = Math.Max(0, newest - series.Length + 1); k <= last; k++)
            {
                sum += filter[k] * series[newest - k];
            }

            result[i] = sum / divisor;
        }

        return true;
    }

    /// <summary>
    /// Whether series_fir() of longs yields longs: the engine prints [5, 10, −5, 10] for coefficients that are long and not
    /// normalised.
    /// </summary>
    public static bool FirKeepsLong(ReadOnlySpan<long> filter, bool? normalize) =>
        !(normalize ?? filter.IndexOfAnyInRange(long.MinValue, -1) < 0);

    /// <summary>
    /// Applies an infinite impulse response filter by the page's recursive formula. False says that the result is null: no
    /// denominators, or a first one of 0. https://learn.microsoft.com/kusto/query/series-iir-function
    /// </summary>
    public static bool TryIir(
        ReadOnlySpan<double> series,
        ReadOnlySpan<double> numerators,
        ReadOnlySpan<double> denominators,
        Span<double> result,
        out SeriesCaveats caveats)
    {
        caveats = SeriesCaveats.None;
        if (!SeriesNull.AllFinite(series) || !SeriesNull.AllFinite(numerators) || !SeriesNull.AllFinite(denominators))
        {
            result[..series.Length].Fill(SeriesNull.Real);
            caveats = SeriesCaveats.NonFiniteElements;
            return true;
        }

        if (denominators.IsEmpty || denominators[0] == 0)
        {
            return false;
        }

        for (int i = 0; i < series.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < numerators.Length && k <= i; k++)
            {
                sum += numerators[k] * series[i - k];
            }

            for (int k = 1; k < denominators.Length && k <= i; k++)
            {
                sum -= denominators[k] * result[i - k];
            }

            result[i] = sum / denominators[0];
        }

        return true;
    }
}

using System.Runtime.InteropServices;

namespace Tocsin.Functions.Series;

/// <summary>
/// What series_stats() and series_stats_dynamic() return. Positions count from 0 in the series as given; variance and standard
/// deviation are the sample's (n − 1), and 0 for one element.
/// https://learn.microsoft.com/kusto/query/series-stats-function
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SeriesStatistics(
    double Min,
    long MinIndex,
    double Max,
    long MaxIndex,
    double Average,
    double StandardDeviation,
    double Variance,
    double Sum,
    long Length)
{
    /// <summary>
    /// Computes the statistics, or nothing (every column null) when no element is left, or when an element is null, NaN or
    /// infinite and <paramref name="ignoreNonFinite"/> does not skip it.
    /// </summary>
    public static SeriesStatistics? Compute(ReadOnlySpan<double> series, bool ignoreNonFinite = false)
    {
        int count = 0;
        int minIndex = -1;
        int maxIndex = -1;
        double sum = 0;
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < series.Length; i++)
        {
            double value = series[i];
            if (!double.IsFinite(value))
            {
                if (!ignoreNonFinite)
                {
                    return null;
                }

                continue;
            }

            count++;
            sum += value;

            // The running update yields the documented 812.45714285714291 for the page's example; two passes give …28.
            double deviation = value - mean;
            mean += deviation / count;
            squares += deviation * (value - mean);
            minIndex = minIndex < 0 || value < series[minIndex] ? i : minIndex;
            maxIndex = maxIndex < 0 || value > series[maxIndex] ? i : maxIndex;
        }

        if (count == 0)
        {
            return null;
        }

        double variance = count == 1 ? 0 : squares / (count - 1);
        return new SeriesStatistics(
            series[minIndex], minIndex, series[maxIndex], maxIndex, sum / count, Math.Sqrt(variance), variance, sum, count);
    }
}

namespace Tocsin.Functions.Series;

/// <summary>Order statistics of a sorted, non-empty span.</summary>
internal static class Percentiles
{
    /// <summary>
    /// The percentile by linear interpolation between the closest ranks, rank = fraction × (n − 1). series_outliers() takes its
    /// 10th and 90th percentile so: https://stackoverflow.com/questions/75264555 (answer by the function's author).
    /// </summary>
    public static double Linear(ReadOnlySpan<double> sorted, double fraction)
    {
        double rank = fraction * (sorted.Length - 1);
        int below = (int)rank;
        if (below >= sorted.Length - 1)
        {
            return sorted[^1];
        }

        return sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>The middle element, or the mean of the two middle ones.</summary>
    public static double Median(ReadOnlySpan<double> sorted)
    {
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

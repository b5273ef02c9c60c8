using System.Runtime.InteropServices;

namespace Tocsin.Functions.Series;

/// <summary>
/// What series_fit_2lines() and series_fit_2lines_dynamic() return beside the fitted lines: the split with the best r-square.
/// The right line's positions count from the split, whose element is the first of its segment; the page leaves both open.
/// https://learn.microsoft.com/kusto/query/series-fit-2lines-function
/// </summary>
public sealed record TwoLineFit(
    double RSquare, int SplitIndex, double Variance, double ResidualVariance, LineFit Right, LineFit Left)
{
    // A line needs two points.
    private const int ShortestSegment = 2;

    /// <summary>Fits the lines and fills their values; nothing for fewer than four elements, or any that is not finite.</summary>
    public static TwoLineFit? Compute(ReadOnlySpan<double> series, Span<double> fitted, out SeriesCaveats caveats)
    {
        fitted = fitted[..series.Length];
        caveats = SeriesCaveats.SegmentConvention;
        if (series.Length < 2 * ShortestSegment || !SeriesNull.AllFinite(series))
        {
            fitted.Fill(SeriesNull.Real);
            caveats |= series.Length < 2 * ShortestSegment ? SeriesCaveats.Degenerate : SeriesCaveats.NonFiniteElements;
            return null;
        }

        int split = BestSplit(series);
        LineFit left = LineFit.Compute(series[..split], fitted[..split], out _);
        LineFit right = LineFit.Compute(series[split..], fitted[split..], out _);
        FitVariances variances = FitVariances.Of(series, fitted);
        caveats |= variances.Total > 0 ? SeriesCaveats.None : SeriesCaveats.Degenerate;
        return new TwoLineFit(variances.RSquare, split, variances.Total, variances.Residual, right, left);
    }

    /// <summary>The first split with the least sum of squared residuals, found from running sums in one pass.</summary>
    private static int BestSplit(ReadOnlySpan<double> series)
    {
        double mean = SeriesSums.Mean(series);
        SegmentSums whole = default;
        for (int i = 0; i < series.Length; i++)
        {
            whole.Add(i, series[i] - mean);
        }

        SegmentSums left = default;
        int best = ShortestSegment;
        double least = double.PositiveInfinity;
        for (int split = 1; split <= series.Length - ShortestSegment; split++)
        {
            left.Add(split - 1, series[split - 1] - mean);
            double squares = split < ShortestSegment ? double.PositiveInfinity : left.Residual(0) + whole.Less(left).Residual(split);
            if (squares < least)
            {
                (best, least) = (split, squares);
            }
        }

        return best;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct SegmentSums(int Count, double Values, double Squares, double Products)
    {
        public void Add(int position, double value)
        {
            Count++;
            Values += value;
            Squares += value * value;
            Products += position * value;
        }

        public readonly SegmentSums Less(SegmentSums part) =>
            new(Count - part.Count, Values - part.Values, Squares - part.Squares, Products - part.Products);

        /// <summary>The sum of squares that a line leaves of consecutive elements from a position on.</summary>
        public readonly double Residual(int first)
        {
            double middle = (Count - 1) / 2.0;
            double positions = (double)Count * (((double)Count * Count) - 1) / 12;
            double products = Products - ((first + middle) * Values);
            double total = Squares - (Values * Values / Count);
            return Math.Max(0, total - (products * products / positions));
        }
    }
}

namespace Tocsin.Functions.Series;

/// <summary>The functions that make one number of one or two series. Nothing stands for null.</summary>
public static class SeriesAggregates
{
    /// <summary>series_sum(). Nulls are skipped, which the page does not say: see the caveat.</summary>
    public static double? Sum(ReadOnlySpan<double> series, out SeriesCaveats caveats)
    {
        double sum = 0;
        caveats = SeriesCaveats.None;
        foreach (double value in series)
        {
            sum += Known(value, 0, ref caveats);
        }

        return sum;
    }

    /// <summary>series_product(). Nulls are skipped, which the page does not say: see the caveat.</summary>
    public static double? Product(ReadOnlySpan<double> series, out SeriesCaveats caveats)
    {
        double product = 1;
        caveats = SeriesCaveats.None;
        foreach (double value in series)
        {
            product *= Known(value, 1, ref caveats);
        }

        return product;
    }

    /// <summary>series_magnitude(): the root of the sum of squares.</summary>
    public static double? Magnitude(ReadOnlySpan<double> series, out SeriesCaveats caveats)
    {
        double squares = 0;
        caveats = SeriesCaveats.None;
        foreach (double value in series)
        {
            double known = Known(value, 0, ref caveats);
            squares += known * known;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>
    /// series_dot_product(): the longer series is cut to the shorter one, nulls are skipped, an empty series yields null.
    /// https://learn.microsoft.com/kusto/query/series-dot-product-function
    /// </summary>
    public static double? DotProduct(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        int length = Math.Min(left.Length, right.Length);
        if (length == 0)
        {
            return null;
        }

        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += SeriesNull.IsNull(left[i]) || SeriesNull.IsNull(right[i]) ? 0 : left[i] * right[i];
        }

        return sum;
    }

    /// <summary>series_dot_product() with one number, which meets every element.</summary>
    public static double? DotProduct(ReadOnlySpan<double> series, double scalar)
    {
        if (series.IsEmpty || SeriesNull.IsNull(scalar))
        {
            return null;
        }

        double sum = 0;
        foreach (double value in series)
        {
            sum += SeriesNull.IsNull(value) ? 0 : value * scalar;
        }

        return sum;
    }

    /// <summary>
    /// series_cosine_similarity(), cut and skipping as the dot product. A magnitude that the query gives stands for the series'.
    /// https://learn.microsoft.com/kusto/query/series-cosine-similarity-function
    /// </summary>
    public static double? CosineSimilarity(
        ReadOnlySpan<double> left,
        ReadOnlySpan<double> right,
        out SeriesCaveats caveats,
        double? leftMagnitude = null,
        double? rightMagnitude = null)
    {
        int length = Math.Min(left.Length, right.Length);
        caveats = SeriesCaveats.None;
        if (DotProduct(left, right) is not { } product)
        {
            return null;
        }

        double first = leftMagnitude ?? Magnitude(left[..length], out SeriesCaveats leftCaveats) ?? 0;
        double second = rightMagnitude ?? Magnitude(right[..length], out SeriesCaveats rightCaveats) ?? 0;
        caveats = first * second == 0 ? SeriesCaveats.Degenerate : SeriesCaveats.None;
        if (SeriesNull.AnyIn(left[..length]) || SeriesNull.AnyIn(right[..length]))
        {
            caveats |= SeriesCaveats.NonFiniteElements;
        }

        return product / (first * second);
    }

    /// <summary>
    /// series_pearson_correlation(): null for series of different lengths or with nulls. A constant series gives 0/0.
    /// https://learn.microsoft.com/kusto/query/series-pearson-correlation-function
    /// </summary>
    public static double? PearsonCorrelation(ReadOnlySpan<double> left, ReadOnlySpan<double> right, out SeriesCaveats caveats)
    {
        caveats = SeriesCaveats.None;
        if (left.Length != right.Length || SeriesNull.AnyIn(left) || SeriesNull.AnyIn(right))
        {
            return null;
        }

        double leftMean = 0;
        double rightMean = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        double products = 0;
        for (int i = 0; i < left.Length; i++)
        {
            // Running updates and the product of two roots give the engine's own 1.0000000000000002 for [0, 0, 5].
            double leftDeviation = left[i] - leftMean;
            double rightDeviation = right[i] - rightMean;
            leftMean += leftDeviation / (i + 1);
            rightMean += rightDeviation / (i + 1);
            leftSquares += leftDeviation * (left[i] - leftMean);
            rightSquares += rightDeviation * (right[i] - rightMean);
            products += leftDeviation * (right[i] - rightMean);
        }

        if (!(leftSquares > 0 && rightSquares > 0))
        {
            caveats = SeriesCaveats.Degenerate;
        }

        return products / (Math.Sqrt(leftSquares) * Math.Sqrt(rightSquares));
    }

    private static double Known(double value, double otherwise, ref SeriesCaveats caveats)
    {
        if (!SeriesNull.IsNull(value))
        {
            return value;
        }

        caveats = SeriesCaveats.NonFiniteElements;
        return otherwise;
    }
}

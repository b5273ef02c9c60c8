using System.Runtime.InteropServices;

namespace Tocsin.Functions.Series;

/// <summary>
/// What series_fit_line() and series_fit_line_dynamic() return beside the fitted line. Variances are the sample's (n − 1): the
/// page's example prints 98.628 and 1.686. https://learn.microsoft.com/kusto/query/series-fit-line-function
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LineFit(double RSquare, Line Line, double Variance, double ResidualVariance)
{
    private static readonly LineFit Nothing =
        new(SeriesNull.Real, new Line(SeriesNull.Real, SeriesNull.Real), SeriesNull.Real, SeriesNull.Real);

    /// <summary>Fits a line and fills its values, as many as the series has. Nulls throughout when it cannot be fitted.</summary>
    public static LineFit Compute(ReadOnlySpan<double> series, Span<double> fitted, out SeriesCaveats caveats)
    {
        if (series.IsEmpty || !SeriesNull.AllFinite(series))
        {
            fitted[..series.Length].Fill(SeriesNull.Real);
            caveats = series.IsEmpty ? SeriesCaveats.Degenerate : SeriesCaveats.NonFiniteElements;
            return Nothing;
        }

        Line line = Line.Fit(series);
        for (int i = 0; i < series.Length; i++)
        {
            fitted[i] = line.At(i);
        }

        FitVariances variances = FitVariances.Of(series, fitted);
        caveats = variances.Total > 0 ? SeriesCaveats.None : SeriesCaveats.Degenerate;
        return new LineFit(variances.RSquare, line, variances.Total, variances.Residual);
    }
}

/// <summary>The sample variance of a series and of what a fit leaves of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FitVariances(double Total, double Residual)
{
    /// <summary>The part of the variance that the fit explains; null for a constant series, where it is 0/0.</summary>
    public double RSquare => Total > 0 ? 1 - (Residual / Total) : SeriesNull.Real;

    public static FitVariances Of(ReadOnlySpan<double> series, ReadOnlySpan<double> fitted)
    {
        double mean = SeriesSums.Mean(series);
        double total = 0;
        double residual = 0;
        for (int i = 0; i < series.Length; i++)
        {
            total += (series[i] - mean) * (series[i] - mean);
            residual += (series[i] - fitted[i]) * (series[i] - fitted[i]);
        }

        int freedom = Math.Max(1, series.Length - 1);
        return new FitVariances(total / freedom, residual / freedom);
    }
}

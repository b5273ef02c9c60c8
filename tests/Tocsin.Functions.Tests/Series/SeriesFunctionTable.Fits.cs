using Tocsin.Functions.Series;

namespace Tocsin.Functions.Tests.Series;

/// <summary>Filters, transforms, fits and aggregates.</summary>
internal static partial class SeriesFunctionTable
{
    private static (List<object?> Results, SeriesCaveats Caveats)? EvaluateFits(SeriesCase example)
    {
        SeriesCaveats caveats = SeriesCaveats.None;
        switch (example.Function)
        {
            case "series_fir":
            case "series_iir":
                return Filter(example);
            case "series_fft":
            case "series_ifft":
                return Fourier(example);
            case "series_fit_line":
                return FitLine(example);
            case "series_fit_2lines":
                return FitTwoLines(example);
            case "series_fit_poly":
                return FitPolynomial(example);
            case "series_sum":
                return ([SeriesAggregates.Sum(example.Array(0), out caveats)], caveats);
            case "series_product":
                return ([SeriesAggregates.Product(example.Array(0), out caveats)], caveats);
            case "series_magnitude":
                return ([SeriesAggregates.Magnitude(example.Array(0), out caveats)], caveats);
            case "series_dot_product" when example.Arguments[1] is double scalar:
                return ([SeriesAggregates.DotProduct(example.Array(0), scalar)], caveats);
            case "series_dot_product":
                return ([SeriesAggregates.DotProduct(example.Array(0), example.Array(1))], caveats);
            case "series_cosine_similarity":
                return ([SeriesAggregates.CosineSimilarity(example.Array(0), example.Array(1), out caveats,
                    Optional(example, 2), Optional(example, 3))], caveats);
            case "series_pearson_correlation":
                return ([SeriesAggregates.PearsonCorrelation(example.Array(0), example.Array(1), out caveats)], caveats);
            default:
                return null;
        }
    }

    private static (List<object?> Results, SeriesCaveats Caveats) Filter(SeriesCase example)
    {
        double[] series = example.Array(0);
        double[] result = new double[series.Length];
        bool valid = string.Equals(example.Function, "series_fir", StringComparison.Ordinal)
            ? SeriesFilters.TryFir(
                series, example.Array(1), example.Bool(2), example.Bool(3) ?? false, result, out SeriesCaveats caveats)
            : SeriesFilters.TryIir(series, example.Array(1), example.Array(2), result, out caveats);
        return ([valid ? result : null], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) Fourier(SeriesCase example)
    {
        double[] real = [.. example.Array(0)];
        double[] imaginary = example.Arguments.Count > 1 ? [.. example.Array(1)] : new double[real.Length];
        SeriesCaveats caveats = SeriesFourier.Transform(real, imaginary, IsInverse(example));
        return ([real, imaginary], caveats);
    }

    private static bool IsInverse(SeriesCase example) =>
        string.Equals(example.Function, "series_ifft", StringComparison.Ordinal);

    private static (List<object?> Results, SeriesCaveats Caveats) FitLine(SeriesCase example)
    {
        double[] fitted = new double[example.Array(0).Length];
        LineFit fit = LineFit.Compute(example.Array(0), fitted, out SeriesCaveats caveats);
        return ([fit.RSquare, fit.Line.Slope, fit.Variance, fit.ResidualVariance, fit.Line.Interception, fitted], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) FitTwoLines(SeriesCase example)
    {
        double[] fitted = new double[example.Array(0).Length];
        TwoLineFit? fit = TwoLineFit.Compute(example.Array(0), fitted, out SeriesCaveats caveats);
        return ([fit?.RSquare, (double?)fit?.SplitIndex, fit?.Right.Line.Slope, fit?.Left.Line.Slope, fitted], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) FitPolynomial(SeriesCase example)
    {
        double[] fitted = new double[example.Array(0).Length];
        double[] x = example.Arguments.Count > 1 && example.Arguments[1] is double[] given ? given : [];
        PolynomialFit? fit =
            PolynomialFit.Compute(example.Array(0), x, (int)example.Number(2, 1), fitted, out SeriesCaveats caveats);
        return ([fit?.RSquare, fit?.Coefficients, fit?.Variance, fit?.ResidualVariance, fitted], caveats);
    }
}

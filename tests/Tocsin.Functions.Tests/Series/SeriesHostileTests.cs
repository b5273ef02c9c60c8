using Shouldly;
using Tocsin.Functions.Series;
using Xunit;

namespace Tocsin.Functions.Tests.Series;

/// <summary>Series that no one should send: each kernel ends, soon, within its spans, and says what it doubts.</summary>
public sealed class SeriesHostileTests
{
    private const int Million = 1_000_000;

    public static TheoryData<string> Shapes() =>
        ["empty", "one", "two", "nulls", "constant", "infinities", "NaN", "huge", "tiny", "alternating", "step", "mixed"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_kernel_takes_every_shape(string shape)
    {
        double[] series = Shape(shape);
        int length = series.Length;
        double[] a = new double[length];
        double[] b = new double[length];
        double[] c = new double[length];
        double[] d = new double[length];
        long[] flags = new long[length];
        foreach (int seasonality in (int[])[-1, 0, 1, 5, int.MaxValue])
        {
            foreach (SeriesTrend trend in Enum.GetValues<SeriesTrend>())
            {
                foreach (int testPoints in (int[])[0, 1, length, int.MaxValue])
                {
                    DecompositionOptions options = new(seasonality, trend, testPoints);
                    SeriesDecomposition.Decompose(series, options, a, b, c, d);
                    SeriesAnomalies.Detect(series, 1.5, options, OutlierMethod.CTukey, flags, a, b);
                    SeriesDecomposition.Forecast(series, options, a);
                }
            }
        }

        SeriesStatistics.Compute(series, ignoreNonFinite: true);
        SeriesOutliers.Score(series, a, OutlierMethod.Tukey);
        SeriesPeriods.Detect(series, double.NegativeInfinity, double.PositiveInfinity, a, b);
        SeriesPeriods.Detect(series, double.NaN, double.NaN, a, b);
        SeriesPeriods.Validate(series, [double.NaN, -1, 4, double.PositiveInfinity], new double[4]);
        SeriesSeasonal.Compute(series, a);
        SeriesFilters.TryFir(series, [], null, center: true, a, out _);
        SeriesFilters.TryFir(series, new double[100], normalize: true, center: true, a, out _);
        SeriesFilters.TryIir(series, [], [1, 1e300], a, out _);
        SeriesFourier.Transform([.. series], [.. series], inverse: true);
        LineFit.Compute(series, a, out _);
        TwoLineFit.Compute(series, a, out _);
        PolynomialFit.Compute(series, [], 3, a, out _);
        PolynomialFit.Compute(series, [], int.MaxValue, a, out _);
        PolynomialFit.Compute(series, [], -1, a, out _);
        SeriesFill.Linear(series, a);
        SeriesAggregates.PearsonCorrelation(series, series, out _);
        SeriesAggregates.CosineSimilarity(series, series, out _);
    }

    [Fact]
    public void Million_elements_are_no_hardship()
    {
        Random random = new(1);
        double[] series = [.. Enumerable.Range(0, Million).Select(i => (10 * Math.Sin(i / 50.0)) + random.NextDouble())];
        double[] scores = new double[Million];
        double[] baseline = new double[Million];
        long[] flags = new long[Million];
        SeriesAnomalies.Detect(
            series, 1.5, new DecompositionOptions(Trend: SeriesTrend.LineFit), OutlierMethod.CTukey, flags, scores, baseline);
        TwoLineFit.Compute(series, baseline, out _);
        SeriesFourier.Transform([.. series], new double[Million], inverse: false);

        // Work that grew with the square of the length would not come to here.
        scores.ShouldAllBe(score => double.IsFinite(score));
        baseline.ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void Warm_calls_allocate_nothing()
    {
        double[] series = [.. Enumerable.Range(0, 72).Select(i => (double)(i * 7919 % 101))];
        double[] scores = new double[72];
        double[] baseline = new double[72];
        long[] flags = new long[72];
        DecompositionOptions options = new();
        SeriesAnomalies.Detect(series, 1.5, options, OutlierMethod.CTukey, flags, scores, baseline);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            SeriesAnomalies.Detect(series, 1.5, options, OutlierMethod.CTukey, flags, scores, baseline);
            SeriesStatistics.Compute(series);
        }

        // The pool may have to rent anew once, after a collection; a single buffer a call would come to 50,000 bytes.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    private static double[] Shape(string shape) => shape switch
    {
        "empty" => [],
        "one" => [3],
        "two" => [3, -3],
        "nulls" => [.. Enumerable.Repeat(SeriesNull.Real, 50)],
        "constant" => [.. Enumerable.Repeat(0.1, 50)],
        "infinities" => [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity)],
        "NaN" => [.. Enumerable.Repeat(double.NaN, 50)],
        "huge" => [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? double.MaxValue : double.MinValue)],
        "tiny" => [.. Enumerable.Range(0, 50).Select(i => i * double.Epsilon)],
        "alternating" => [.. Enumerable.Range(0, 300).Select(i => (double)(i % 2))],
        "step" => [.. Enumerable.Range(0, 300).Select(i => i < 150 ? 0.0 : 1.0)],
        _ => [1, SeriesNull.Real, double.NaN, double.PositiveInfinity, -0.0, 5, 5, 5, 5, 5, 5],
    };
}

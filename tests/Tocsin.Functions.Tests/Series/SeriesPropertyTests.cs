using System.Buffers;
using Shouldly;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Series;
using Xunit;

namespace Tocsin.Functions.Tests.Series;

/// <summary>What holds for every series: the definitions that the pages give, and one function against another.</summary>
public sealed class SeriesPropertyTests
{
    public static TheoryData<int, int> Samples()
    {
        TheoryData<int, int> samples = [];
        foreach (int length in (int[])[1, 2, 3, 5, 7, 8, 12, 24, 60, 72, 127, 128, 129, 300])
        {
            samples.Add(length, length + 1);
            samples.Add(length, length + 1000);
        }

        return samples;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Decomposition_adds_up(int length, int seed)
    {
        double[] series = Noise(length, seed);
        foreach (SeriesTrend trend in Enum.GetValues<SeriesTrend>())
        {
            foreach (int period in (int[])[-1, 0, 1, 4, length, length + 3])
            {
                double[] baseline = new double[length];
                double[] seasonal = new double[length];
                double[] trends = new double[length];
                double[] residual = new double[length];
                SeriesDecomposition.Decompose(
                    series, new DecompositionOptions(period, trend), baseline, seasonal, trends, residual);
                for (int i = 0; i < length; i++)
                {
                    baseline[i].ShouldBe(seasonal[i] + trends[i]);
                    residual[i].ShouldBe(series[i] - baseline[i]);
                    if (period > 0 && i >= period)
                    {
                        seasonal[i].ShouldBe(seasonal[i - period]);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Flags_follow_the_scores_of_the_residuals(int length, int seed)
    {
        double[] series = Noise(length, seed);
        DecompositionOptions options = new(Seasonality: 0);
        long[] flags = new long[length];
        double[] scores = new double[length];
        double[] baseline = new double[length];
        SeriesAnomalies.Detect(series, 1.0, options, OutlierMethod.CTukey, flags, scores, baseline);

        double[] expected = new double[length];
        SeriesOutliers.Score([.. series.Zip(baseline, (x, b) => x - b)], expected, OutlierMethod.CTukey);
        scores.ShouldBe(expected);
        flags.ShouldBe(scores.Select(s => s > 1.0 ? 1L : s < -1.0 ? -1L : 0L));
        (scores.Count(s => s > 0) <= Math.Ceiling(length * 0.1) + 1).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Outlier_scores_scale_and_shift(int length, int seed)
    {
        double[] series = Noise(length, seed);
        double[] scores = new double[length];
        double[] moved = new double[length];
        SeriesOutliers.Score(series, scores, OutlierMethod.CTukey);
        SeriesOutliers.Score([.. series.Select(x => 1000 - (x * 8))], moved, OutlierMethod.CTukey);
        for (int i = 0; i < length; i++)
        {
            moved[i].ShouldBe(-scores[i], 1e-9 * (1 + Math.Abs(scores[i])));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fourier_undoes_itself_and_matches_its_definition(int length, int seed)
    {
        double[] series = Noise(length, seed);
        double[] real = [.. series];
        double[] imaginary = Noise(length, seed + 1);
        double[] original = [.. imaginary];
        SeriesFourier.Transform(real, imaginary, inverse: false);
        for (int k = 0; k < length; k += Math.Max(1, length / 7))
        {
            double re = 0;
            double im = 0;
            for (int i = 0; i < length; i++)
            {
                (double s, double c) = Math.SinCos(-2 * Math.PI * ((long)k * i % length) / length);
                re += (series[i] * c) - (original[i] * s);
                im += (series[i] * s) + (original[i] * c);
            }

            real[k].ShouldBe(re, 1e-8);
            imaginary[k].ShouldBe(im, 1e-8);
        }

        SeriesFourier.Transform(real, imaginary, inverse: true);
        real.ShouldBe(series, 1e-9);
        imaginary.ShouldBe(original, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Line_fit_is_linear(int length, int seed)
    {
        double[] fitted = new double[length];
        double[] moved = new double[length];
        double[] series = Noise(length, seed);
        LineFit fit = LineFit.Compute(series, fitted, out _);
        LineFit other = LineFit.Compute([.. series.Select((x, i) => (2 * x) + (3 * i))], moved, out _);
        if (length > 1)
        {
            other.Line.Slope.ShouldBe((2 * fit.Line.Slope) + 3, 1e-9);
        }

        series.Zip(fitted, (x, f) => x - f).Sum().ShouldBe(0, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Polynomial_of_degree_one_is_the_line(int length, int seed)
    {
        double[] series = Noise(length, seed);
        double[] line = new double[length];
        double[] polynomial = new double[length];
        LineFit fit = LineFit.Compute(series, line, out _);
        if (PolynomialFit.Compute(series, [], 1, polynomial, out _) is { } other)
        {
            polynomial.ShouldBe(line, 1e-8);
            other.Coefficients[0].ShouldBe(fit.Line.Slope, 1e-8);
            other.Coefficients[1].ShouldBe(fit.Line.Interception, 1e-8);
        }
        else
        {
            length.ShouldBe(1);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Two_lines_leave_no_more_than_any_split(int length, int seed)
    {
        double[] series = Noise(length, seed);
        double[] fitted = new double[length];
        if (TwoLineFit.Compute(series, fitted, out _) is not { } fit)
        {
            length.ShouldBeLessThan(4);
            return;
        }

        for (int split = 2; split <= length - 2; split++)
        {
            double[] pieces = new double[length];
            LineFit.Compute(series.AsSpan(0, split), pieces.AsSpan(0, split), out _);
            LineFit.Compute(series.AsSpan(split), pieces.AsSpan(split), out _);
            double left = series.Zip(pieces, (x, p) => (x - p) * (x - p)).Sum() / (length - 1);
            fit.ResidualVariance.ShouldBeLessThanOrEqualTo(left + 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fills_are_idempotent_and_leave_known_elements(int length, int seed)
    {
        double[] series = Noise(length, seed);
        Random random = new(seed);
        for (int i = 0; i < length; i++)
        {
            series[i] = random.Next(3) == 0 ? SeriesNull.Real : series[i];
        }

        ShouldFill(series, OfText((from, to) => SeriesFill.Constant(from, "5"u8, default, to)));
        ShouldFill(series, OfText((from, to) => SeriesFill.Forward(from, default, to)));
        ShouldFill(series, OfText((from, to) => SeriesFill.Backward(from, default, to)));
        ShouldFill(series, (from, to) => SeriesFill.Linear(from, to));
        ShouldFill(series, (from, to) => SeriesFill.Linear(from, to, fillEdges: false));
    }

    [Theory]
    [InlineData(24, 168, 7)]
    [InlineData(14, 200, 3)]
    [InlineData(5, 100, 1)]
    public void Strong_period_is_found_beyond_doubt(int period, int length, int seed)
    {
        double[] noise = Noise(length, seed);
        double[] series = [.. noise.Select((e, i) => (100 * Math.Sin(2 * Math.PI * i / period)) + e)];
        SeriesCaveats caveats = Seasonal(series, out double[] seasonal);
        caveats.ShouldBe(SeriesCaveats.None);
        seasonal.ShouldContain(v => v > 50);
    }

    [Fact]
    public void Noise_has_no_season_and_seldom_doubt()
    {
        int doubtful = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            SeriesCaveats caveats = Seasonal(Noise(72, seed), out double[] seasonal);
            seasonal.ShouldAllBe(v => v == 0);
            doubtful += caveats == SeriesCaveats.None ? 0 : 1;
        }

        doubtful.ShouldBeLessThan(10);
    }

    private delegate void Fill(ReadOnlySpan<double> from, Span<double> to);

    private delegate bool TextFill(ReadOnlySpan<byte> from, IBufferWriter<byte> to);

    private static Fill OfText(TextFill fill) => (from, to) =>
    {
        ArrayBufferWriter<byte> series = new();
        ArrayBufferWriter<byte> filled = new();
        DynamicWriter writer = new(series);
        SeriesText.Write(from, ref writer);
        fill(series.WrittenSpan, filled).ShouldBeTrue();
        SeriesText text = new();
        text.TryRead(filled.WrittenSpan).ShouldBeTrue();
        text.Reals.CopyTo(to);
    };

    private static void ShouldFill(double[] series, Fill fill)
    {
        double[] once = new double[series.Length];
        double[] twice = new double[series.Length];
        fill(series, once);
        fill(once, twice);
        twice.ShouldBe(once);
        for (int i = 0; i < series.Length; i++)
        {
            (SeriesNull.IsNull(series[i]) || once[i] == series[i]).ShouldBeTrue();
        }
    }

    private static SeriesCaveats Seasonal(double[] series, out double[] seasonal)
    {
        seasonal = new double[series.Length];
        double[] rest = new double[series.Length];
        return SeriesDecomposition.Decompose(series, new DecompositionOptions(), rest, seasonal, rest, [.. rest]);
    }

    private static double[] Noise(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Math.Round(random.NextDouble() * 20, 3))];
    }
}

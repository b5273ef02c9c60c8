using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Series;

namespace Tocsin.Engine.Kernels;

/// <summary>Fits, transforms and sums of series: lists of doubles.</summary>
internal static class SeriesFitKernels
{
    private static readonly DuckDbType Reals = DuckDbType.List(DuckDbType.Double);

    public static IEnumerable<ScalarFunction> All =>
    [
        new("kql_series_fit_line", [Reals], LineType, FitLine),
        new("kql_series_fit_2lines", [Reals], TwoLinesType, FitTwoLines),
        new("kql_series_fit_poly", [Reals, Reals, DuckDbType.BigInt], PolynomialType, FitPolynomial),
        new("kql_series_fft", [Reals, Reals], ComplexType, (in input, output) => Transform(input, output, inverse: false)),
        new("kql_series_ifft", [Reals, Reals], ComplexType, (in input, output) => Transform(input, output, inverse: true)),
        new("kql_series_periods_validate", [Reals, Reals], PeriodsType, ValidatePeriods),
        new("kql_series_seasonal", [Reals, DuckDbType.BigInt], Reals, Seasonal),
        new("kql_series_decompose_forecast", [Reals, DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.Varchar, DuckDbType.Double], Reals, Forecast),
        new("kql_series_sum", [Reals], DuckDbType.Double, (in input, output) => One(input, output, (s, other) => SeriesAggregates.Sum(s, out _))),
        new("kql_series_product", [Reals], DuckDbType.Double, (in input, output) => One(input, output, (s, other) => SeriesAggregates.Product(s, out _))),
        new("kql_series_magnitude", [Reals], DuckDbType.Double, (in input, output) => One(input, output, (s, other) => SeriesAggregates.Magnitude(s, out _))),
        new("kql_series_dot_product", [Reals, Reals], DuckDbType.Double, (in input, output) => One(input, output, SeriesAggregates.DotProduct)),
        new("kql_series_pearson_correlation", [Reals, Reals], DuckDbType.Double, (in input, output) => One(input, output, (a, b) => SeriesAggregates.PearsonCorrelation(a, b, out _))),
        new("kql_series_dot_product_scalar", [Reals, DuckDbType.Double], DuckDbType.Double, DotProduct),
        new("kql_series_cosine_similarity", [Reals, Reals, DuckDbType.Double, DuckDbType.Double], DuckDbType.Double, Cosine) { HandlesNulls = true },
        new("kql_series_stats_dynamic", [Reals, DuckDbType.Boolean], DuckDbType.Varchar, StatisticsBag),
    ];

    private delegate double? OfSeries(ReadOnlySpan<double> first, ReadOnlySpan<double> second);

    private static DuckDbType LineType => DuckDbType.Struct(
        Real("rsquare"), Real("slope"), Real("variance"), Real("rvariance"), Real("interception"), new DuckDbField("line_fit", Reals));

    private static DuckDbType TwoLinesType => DuckDbType.Struct(
        Real("rsquare"), new DuckDbField("split_idx", DuckDbType.BigInt), Real("variance"), Real("rvariance"), new DuckDbField("line_fit", Reals),
        Real("right_rsquare"), Real("right_slope"), Real("right_interception"), Real("right_variance"), Real("right_rvariance"),
        Real("left_rsquare"), Real("left_slope"), Real("left_interception"), Real("left_variance"), Real("left_rvariance"));

    private static DuckDbType PolynomialType => DuckDbType.Struct(
        Real("rsquare"), new DuckDbField("coefficients", Reals), Real("variance"), Real("rvariance"), new DuckDbField("poly_fit", Reals));

    private static DuckDbType ComplexType => DuckDbType.Struct(new DuckDbField("real", Reals), new DuckDbField("imag", Reals));

    private static DuckDbType PeriodsType => DuckDbType.Struct(new DuckDbField("periods", Reals), new DuckDbField("scores", Reals));

    private static DuckDbField Real(string name) => new(name, DuckDbType.Double);

    private static void FitLine(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var fitted = buffer.Take(values.Length);
            var fit = LineFit.Compute(values, fitted, out var caveats);
            SeriesNotes.Add("series_fit_line", caveats);
            WriteReal(output.Field(0), row, fit.RSquare);
            WriteReal(output.Field(1), row, fit.Line.Slope);
            WriteReal(output.Field(2), row, fit.Variance);
            WriteReal(output.Field(3), row, fit.ResidualVariance);
            WriteReal(output.Field(4), row, fit.Line.Interception);
            SeriesKernels.WriteReals(output.Field(5), row, fitted);
        }
    }

    private static void FitTwoLines(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var fitted = buffer.Take(values.Length);
            var twoLines = TwoLineFit.Compute(values, fitted, out var caveats);
            SeriesNotes.Add("series_fit_2lines", caveats);
            if (twoLines is not { } fit)
            {
                output.SetNull(row);
                continue;
            }

            WriteReal(output.Field(0), row, fit.RSquare);
            output.Field(1).Values<long>()[row] = fit.SplitIndex;
            WriteReal(output.Field(2), row, fit.Variance);
            WriteReal(output.Field(3), row, fit.ResidualVariance);
            SeriesKernels.WriteReals(output.Field(4), row, fitted);
            WriteSegment(output, 5, row, fit.Right);
            WriteSegment(output, 10, row, fit.Left);
        }
    }

    private static void WriteSegment(VectorWriter output, int field, int row, LineFit fit)
    {
        WriteReal(output.Field(field), row, fit.RSquare);
        WriteReal(output.Field(field + 1), row, fit.Line.Slope);
        WriteReal(output.Field(field + 2), row, fit.Line.Interception);
        WriteReal(output.Field(field + 3), row, fit.Variance);
        WriteReal(output.Field(field + 4), row, fit.ResidualVariance);
    }

    private static void FitPolynomial(in ScalarInput input, VectorWriter output)
    {
        var y = new SeriesColumn(input.Column(0));
        var x = new SeriesColumn(input.Column(1));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var values = y.Read(row);
            var fitted = buffer.Take(values.Length);
            var degree = (int)Math.Clamp(input.Column(2).Values<long>()[row], -1, int.MaxValue);
            var polynomial = PolynomialFit.Compute(values, x.Read(row), degree, fitted, out var caveats);
            SeriesNotes.Add("series_fit_poly", caveats);
            if (polynomial is not { } fit)
            {
                output.SetNull(row);
                continue;
            }

            WriteReal(output.Field(0), row, fit.RSquare);
            SeriesKernels.WriteReals(output.Field(1), row, fit.Coefficients);
            WriteReal(output.Field(2), row, fit.Variance);
            WriteReal(output.Field(3), row, fit.ResidualVariance);
            SeriesKernels.WriteReals(output.Field(4), row, fitted);
        }
    }

    private static void Transform(in ScalarInput input, VectorWriter output, bool inverse)
    {
        var reals = new SeriesColumn(input.Column(0));
        var imaginaries = new SeriesColumn(input.Column(1));
        var (realBuffer, imaginaryBuffer) = (new SeriesBuffer<double>(), new SeriesBuffer<double>());
        foreach (var row in input.Rows)
        {
            var real = realBuffer.Take(reals.Read(row));
            var given = imaginaries.Read(row);
            var imaginary = given.IsEmpty ? imaginaryBuffer.Take(real.Length) : imaginaryBuffer.Take(given);
            if (real.Length != imaginary.Length)
            {
                output.SetNull(row);
                continue;
            }

            SeriesFourier.Transform(real, imaginary, inverse);
            SeriesKernels.WriteReals(output.Field(0), row, real);
            SeriesKernels.WriteReals(output.Field(1), row, imaginary);
        }
    }

    private static void ValidatePeriods(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var periods = new SeriesColumn(input.Column(1));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var wanted = periods.Read(row);
            var scores = buffer.Take(wanted.Length);
            SeriesNotes.Add("series_periods_validate", SeriesPeriods.Validate(series.Read(row), wanted, scores));
            SeriesKernels.WriteReals(output.Field(0), row, wanted);
            SeriesKernels.WriteReals(output.Field(1), row, scores);
        }
    }

    private static void Seasonal(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var seasonal = buffer.Take(values.Length);
            SeriesNotes.Add("series_seasonal", SeriesSeasonal.Compute(values, seasonal, (int)Math.Clamp(input.Column(1).Values<long>()[row], -1, int.MaxValue)));
            SeriesKernels.WriteReals(output, row, seasonal);
        }
    }

    private static void Forecast(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var options = SeriesKernels.Options(
                "series_decompose_forecast",
                input.Column(2).Values<long>()[row],
                SeriesKernels.Trend(input.Column(3), row),
                input.Column(1).Values<long>()[row],
                input.Column(4).Values<double>()[row]);
            var forecast = buffer.Take(values.Length);
            SeriesNotes.Add("series_decompose_forecast", SeriesDecomposition.Forecast(values, options, forecast));
            SeriesKernels.WriteReals(output, row, forecast);
        }
    }

    /// <summary>A number of one series, or of two where there is a second column.</summary>
    private static void One(in ScalarInput input, VectorWriter output, OfSeries function)
    {
        var first = new SeriesColumn(input.Column(0));
        var second = new SeriesColumn(input.Column(input.ColumnCount - 1));
        foreach (var row in input.Rows)
        {
            Write(output, row, function(first.Read(row), second.Read(row)));
        }
    }

    private static void DotProduct(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        foreach (var row in input.Rows)
        {
            Write(output, row, SeriesAggregates.DotProduct(series.Read(row), input.Column(1).Values<double>()[row]));
        }
    }

    /// <summary>A magnitude that is null is worked out.</summary>
    private static void Cosine(in ScalarInput input, VectorWriter output)
    {
        var left = new SeriesColumn(input.Column(0));
        var right = new SeriesColumn(input.Column(1));
        for (var row = 0; row < input.RowCount; row++)
        {
            if (input.Column(0).IsNull(row) || input.Column(1).IsNull(row))
            {
                output.SetNull(row);
                continue;
            }

            Write(output, row, SeriesAggregates.CosineSimilarity(left.Read(row), right.Read(row), out _, Magnitude(input, 2, row), Magnitude(input, 3, row)));
        }
    }

    private static double? Magnitude(in ScalarInput input, int column, int row) =>
        input.Column(column).IsNull(row) ? null : input.Column(column).Values<double>()[row];

    private static void StatisticsBag(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var writer = new Utf8Writer();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            if (SeriesStatistics.Compute(values, input.Column(1).Values<bool>()[row]) is not { } statistics)
            {
                output.SetNull(row);
                continue;
            }

            writer.Clear();
            var bag = new DynamicWriter(writer);
            bag.BeginBag();
            Property(ref bag, "min"u8, statistics.Min);
            bag.WriteName("min_idx"u8);
            bag.WriteLong(statistics.MinIndex);
            Property(ref bag, "max"u8, statistics.Max);
            bag.WriteName("max_idx"u8);
            bag.WriteLong(statistics.MaxIndex);
            Property(ref bag, "avg"u8, statistics.Average);
            Property(ref bag, "stdev"u8, statistics.StandardDeviation);
            Property(ref bag, "variance"u8, statistics.Variance);
            Property(ref bag, "sum"u8, SeriesAggregates.Sum(values, out _) ?? 0);
            bag.WriteName("len"u8);
            bag.WriteLong(values.Length);
            bag.EndBag();
            output.SetText(row, writer.Written);
        }
    }

    private static void Property(ref DynamicWriter bag, ReadOnlySpan<byte> name, double value)
    {
        bag.WriteName(name);
        bag.WriteReal(value);
    }

    private static void Write(VectorWriter output, int row, double? value)
    {
        if (value is { } real)
        {
            output.Values<double>()[row] = real;
        }
        else
        {
            output.SetNull(row);
        }
    }

    private static void WriteReal(VectorWriter output, int row, double value) => Write(output, row, SeriesNull.IsNull(value) ? null : value);
}

using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Series;

namespace Tocsin.Engine.Kernels;

/// <summary>Series: lists of doubles, null elements in the form that <see cref="SeriesNull"/> gives them.</summary>
internal static class SeriesKernels
{
    private static readonly DuckDbType Reals = DuckDbType.List(DuckDbType.Double);
    private static readonly DuckDbType Longs = DuckDbType.List(DuckDbType.BigInt);

    public static IEnumerable<ScalarFunction> All =>
    [
        new("kql_series_stats", [Reals, DuckDbType.Boolean], StatisticsType, Statistics),
        new("kql_series_decompose", [Reals, DuckDbType.BigInt, DuckDbType.Varchar, DuckDbType.BigInt, DuckDbType.Double], DecompositionType, Decompose),
        new(
            "kql_series_decompose_anomalies",
            [Reals, DuckDbType.Double, DuckDbType.BigInt, DuckDbType.Varchar, DuckDbType.BigInt, DuckDbType.Varchar, DuckDbType.Double],
            AnomaliesType,
            Anomalies),
        new("kql_series_outliers", [Reals, DuckDbType.Varchar, DuckDbType.Double, DuckDbType.Double, DuckDbType.Double], Reals, Outliers),
        new("kql_series_periods_detect", [Reals, DuckDbType.Double, DuckDbType.Double, DuckDbType.BigInt], PeriodsType, Periods),
    ];

    private static DuckDbType StatisticsType => DuckDbType.Struct(
        new DuckDbField("min", DuckDbType.Double), new DuckDbField("min_idx", DuckDbType.BigInt), new DuckDbField("max", DuckDbType.Double), new DuckDbField("max_idx", DuckDbType.BigInt),
        new DuckDbField("avg", DuckDbType.Double), new DuckDbField("stdev", DuckDbType.Double), new DuckDbField("variance", DuckDbType.Double));

    private static DuckDbType DecompositionType => DuckDbType.Struct(new DuckDbField("baseline", Reals), new DuckDbField("seasonal", Reals), new DuckDbField("trend", Reals), new DuckDbField("residual", Reals));

    private static DuckDbType AnomaliesType => DuckDbType.Struct(new DuckDbField("ad_flag", Longs), new DuckDbField("ad_score", Reals), new DuckDbField("baseline", Reals));

    private static DuckDbType PeriodsType => DuckDbType.Struct(new DuckDbField("periods", Reals), new DuckDbField("scores", Reals));

    private static void Statistics(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var ignoreNonFinite = input.Column(1);
        foreach (var row in input.Rows)
        {
            if (SeriesStatistics.Compute(series.Read(row), ignoreNonFinite.Values<bool>()[row]) is not { } statistics)
            {
                output.SetNull(row);
                continue;
            }

            output.Field(0).Values<double>()[row] = statistics.Min;
            output.Field(1).Values<long>()[row] = statistics.MinIndex;
            output.Field(2).Values<double>()[row] = statistics.Max;
            output.Field(3).Values<long>()[row] = statistics.MaxIndex;
            output.Field(4).Values<double>()[row] = statistics.Average;
            output.Field(5).Values<double>()[row] = statistics.StandardDeviation;
            output.Field(6).Values<double>()[row] = statistics.Variance;
        }
    }

    private static void Decompose(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        SeriesBuffer<double>[] buffers = [new(), new(), new(), new()];
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var options = Options("series_decompose", input.Column(1).Values<long>()[row], Trend(input.Column(2), row), input.Column(3).Values<long>()[row], input.Column(4).Values<double>()[row]);
            var baseline = buffers[0].Take(values.Length);
            var seasonal = buffers[1].Take(values.Length);
            var trend = buffers[2].Take(values.Length);
            var residual = buffers[3].Take(values.Length);
            SeriesNotes.Add("series_decompose", SeriesDecomposition.Decompose(values, options, baseline, seasonal, trend, residual));
            WriteReals(output.Field(0), row, baseline);
            WriteReals(output.Field(1), row, seasonal);
            WriteReals(output.Field(2), row, trend);
            WriteReals(output.Field(3), row, residual);
        }
    }

    private static void Anomalies(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var (flagBuffer, scoreBuffer, baselineBuffer) = (new SeriesBuffer<long>(), new SeriesBuffer<double>(), new SeriesBuffer<double>());
        var thresholds = input.Column(1).Values<double>();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var options = Options(
                "series_decompose_anomalies",
                input.Column(2).Values<long>()[row],
                Trend(input.Column(3), row),
                input.Column(4).Values<long>()[row],
                input.Column(6).Values<double>()[row]);
            var method = OutlierMethod.Find(Text(input.Column(5), row)) ?? throw new KernelArgumentException($"'{Text(input.Column(5), row)}' is no anomaly detection method.");
            var flags = flagBuffer.Take(values.Length);
            var scores = scoreBuffer.Take(values.Length);
            var baseline = baselineBuffer.Take(values.Length);
            SeriesNotes.Add("series_decompose_anomalies", SeriesAnomalies.Detect(values, thresholds[row], options, method, flags, scores, baseline));
            WriteLongs(output.Field(0), row, flags);
            WriteReals(output.Field(1), row, scores);
            WriteReals(output.Field(2), row, baseline);
        }
    }

    private static void Outliers(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var buffer = new SeriesBuffer<double>();
        foreach (var row in input.Rows)
        {
            var values = series.Read(row);
            var ignored = input.Column(2).Values<double>()[row];
            var method = OutlierMethod.Find(Text(input.Column(1), row), input.Column(3).Values<double>()[row], input.Column(4).Values<double>()[row])
                ?? throw new KernelArgumentException($"'{Text(input.Column(1), row)}' is no kind of outlier test.");
            var scores = buffer.Take(values.Length);
            SeriesNotes.Add("series_outliers", SeriesOutliers.Score(values, scores, method, double.IsNaN(ignored) ? null : ignored));
            WriteReals(output, row, scores);
        }
    }

    private static void Periods(in ScalarInput input, VectorWriter output)
    {
        var series = new SeriesColumn(input.Column(0));
        var (periodBuffer, scoreBuffer) = (new SeriesBuffer<double>(), new SeriesBuffer<double>());
        foreach (var row in input.Rows)
        {
            var count = (int)Math.Clamp(input.Column(3).Values<long>()[row], 0, 1000);
            var periods = periodBuffer.Take(count);
            var scores = scoreBuffer.Take(count);
            SeriesNotes.Add("series_periods_detect", SeriesPeriods.Detect(series.Read(row), input.Column(1).Values<double>()[row], input.Column(2).Values<double>()[row], periods, scores));
            WriteReals(output.Field(0), row, periods);
            WriteReals(output.Field(1), row, scores);
        }
    }

    /// <summary>The options, whose numbers may come from columns.</summary>
    internal static DecompositionOptions Options(string function, long seasonality, SeriesTrend trend, long testPoints, double threshold)
    {
        var options = new DecompositionOptions((int)Math.Min(seasonality, int.MaxValue), trend, (int)Math.Min(testPoints, int.MaxValue), threshold);
        return options.AreValid
            ? options
            : throw new KernelArgumentException($"{function}() was given a seasonality of {seasonality} and {testPoints} points; it takes -1 or more and 0 or more.");
    }

    internal static SeriesTrend Trend(VectorReader names, int row) =>
        DecompositionOptions.FindTrend(Text(names, row)) ?? throw new KernelArgumentException($"'{Text(names, row)}' is no trend: avg, linefit or none.");

    private static string Text(VectorReader column, int row) => Encoding.UTF8.GetString(column.Bytes(row));

    internal static void WriteReals(VectorWriter output, int row, ReadOnlySpan<double> values)
    {
        var elements = Append(output, row, values, out var offset);
        for (var i = 0; i < values.Length; i++)
        {
            if (SeriesNull.IsNull(values[i]))
            {
                elements.SetNull(offset + i);
            }
        }
    }

    private static void WriteLongs(VectorWriter output, int row, ReadOnlySpan<long> values)
    {
        var elements = Append(output, row, values, out var offset);
        for (var i = 0; i < values.Length; i++)
        {
            if (SeriesNull.IsNull(values[i]))
            {
                elements.SetNull(offset + i);
            }
        }
    }

    private static VectorWriter Append<T>(VectorWriter output, int row, ReadOnlySpan<T> values, out int offset)
        where T : unmanaged
    {
        offset = output.AppendList(row, values.Length);
        var elements = output.Elements;
        values.CopyTo(elements.Values<T>()[offset..]);
        return elements;
    }
}

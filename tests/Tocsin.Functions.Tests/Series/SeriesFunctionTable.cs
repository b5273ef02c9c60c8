using Tocsin.Functions.Series;

namespace Tocsin.Functions.Tests.Series;

/// <summary>Calls the kernel behind a KQL function of the series_ family with the arguments of a case.</summary>
internal static partial class SeriesFunctionTable
{
    public static (List<object?> Results, SeriesCaveats Caveats) Evaluate(SeriesCase example) => example.Function switch
    {
        "series_stats" => Stats(example),
        "series_outliers" => Outliers(example),
        "series_decompose" => Decompose(example),
        "series_decompose_anomalies" => Anomalies(example),
        "series_decompose_forecast" => Forecast(example),
        "series_seasonal" => Seasonal(example),
        "series_periods_detect" => PeriodsDetect(example),
        "series_periods_validate" => PeriodsValidate(example),
        _ => EvaluateElements(example) ?? EvaluateFits(example)
            ?? throw new InvalidOperationException($"No entry for {example.Function}"),
    };

    private static (List<object?> Results, SeriesCaveats Caveats) Stats(SeriesCase example) =>
        SeriesStatistics.Compute(example.Array(0), example.Bool(1) ?? false) is not { } s
            ? ([.. Enumerable.Repeat<object?>(null, 9)], SeriesCaveats.None)
            : ([s.Min, (double)s.MinIndex, s.Max, (double)s.MaxIndex, s.Average, s.StandardDeviation, s.Variance, s.Sum, (double)s.Length],
                SeriesCaveats.None);

    private static (List<object?> Results, SeriesCaveats Caveats) Outliers(SeriesCase example)
    {
        double[] series = example.Array(0);
        double[] scores = new double[series.Length];
        OutlierMethod? method = OutlierMethod.Find(example.String(1, "ctukey"), example.Number(3, 10), example.Number(4, 90));
        if (method is null)
        {
            return (["refused"], SeriesCaveats.None);
        }

        double? ignored = example.Arguments.Count > 2 ? (double?)example.Arguments[2] : null;
        SeriesCaveats caveats = SeriesOutliers.Score(series, scores, method, ignored);
        return ([scores], caveats);
    }

    private static DecompositionOptions Options(SeriesCase example, int seasonality, int testPoints) => new(
        (int)example.Number(seasonality, -1),
        DecompositionOptions.FindTrend(example.String(seasonality + 1, "avg"))!.Value,
        (int)example.Number(testPoints, 0));

    private static (List<object?> Results, SeriesCaveats Caveats) Decompose(SeriesCase example)
    {
        double[] series = example.Array(0);
        double[] baseline = new double[series.Length];
        double[] seasonal = new double[series.Length];
        double[] trend = new double[series.Length];
        double[] residual = new double[series.Length];
        SeriesCaveats caveats =
            SeriesDecomposition.Decompose(series, Options(example, 1, 3), baseline, seasonal, trend, residual);
        return ([baseline, seasonal, trend, residual], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) Anomalies(SeriesCase example)
    {
        double[] series = example.Array(0);
        long[] flags = new long[series.Length];
        double[] scores = new double[series.Length];
        double[] baseline = new double[series.Length];
        OutlierMethod method = OutlierMethod.Find(example.String(5, "ctukey"))!;
        SeriesCaveats caveats = SeriesAnomalies.Detect(
            series, example.Number(1, SeriesAnomalies.DefaultThreshold), Options(example, 2, 4), method, flags, scores, baseline);
        return ([flags.Select(f => f == SeriesNull.Long ? SeriesNull.Real : f).ToArray(), scores, baseline], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) Forecast(SeriesCase example)
    {
        double[] series = example.Array(0);
        double[] forecast = new double[series.Length];
        SeriesCaveats caveats = SeriesDecomposition.Forecast(series, Options(example, 2, 1), forecast);
        return ([forecast], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) Seasonal(SeriesCase example)
    {
        double[] seasonal = new double[example.Array(0).Length];
        SeriesCaveats caveats = SeriesSeasonal.Compute(example.Array(0), seasonal, (int)example.Number(1, -1));
        return ([seasonal], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) PeriodsDetect(SeriesCase example)
    {
        double[] periods = new double[(int)example.Number(3, 1)];
        double[] scores = new double[periods.Length];
        SeriesCaveats caveats =
            SeriesPeriods.Detect(example.Array(0), example.Number(1, 0), example.Number(2, 0), periods, scores);
        return ([periods, scores], caveats);
    }

    private static (List<object?> Results, SeriesCaveats Caveats) PeriodsValidate(SeriesCase example)
    {
        double[] periods = [.. example.Arguments.Skip(1).Select(p => (double)p!)];
        double[] scores = new double[periods.Length];
        SeriesCaveats caveats = SeriesPeriods.Validate(example.Array(0), periods, scores);
        return ([periods, scores], caveats);
    }
}

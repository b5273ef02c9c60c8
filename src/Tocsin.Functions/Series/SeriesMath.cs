namespace Tocsin.Functions.Series;

/// <summary>The element-wise functions of one series: series_abs(), series_acos() and so on.</summary>
public enum SeriesMathFunction
{
    Abs,
    Acos,
    Asin,
    Atan,
    Ceiling,
    Cos,
    Exp,
    Floor,
    Log,
    Sign,
    Sin,
    Tan,
}

/// <summary>
/// Element-wise mathematics. Nulls stay null; outside a function's domain the element is NaN, as IEEE 754 has it.
/// https://learn.microsoft.com/kusto/query/series-exp-function
/// </summary>
public static class SeriesMath
{
    public static void Apply(SeriesMathFunction function, ReadOnlySpan<double> series, Span<double> result)
    {
        for (int i = 0; i < series.Length; i++)
        {
            result[i] = SeriesNull.IsNull(series[i]) ? series[i] : Apply(function, series[i]);
        }
    }

    /// <summary>series_abs() of longs, which stay long.</summary>
    public static void Abs(ReadOnlySpan<long> series, Span<long> result)
    {
        for (int i = 0; i < series.Length; i++)
        {
            result[i] = SeriesNull.IsNull(series[i]) ? series[i] : Math.Abs(series[i]);
        }
    }

    /// <summary>series_sign(): −1, 0 or 1, long whatever the series; NaN has no sign and yields null.</summary>
    public static void Sign(ReadOnlySpan<double> series, Span<long> result)
    {
        for (int i = 0; i < series.Length; i++)
        {
            result[i] = double.IsNaN(series[i]) ? SeriesNull.Long : Math.Sign(series[i]);
        }
    }

    private static double Apply(SeriesMathFunction function, double value) => function switch
    {
        SeriesMathFunction.Abs => Math.Abs(value),
        SeriesMathFunction.Acos => Math.Acos(value),
        SeriesMathFunction.Asin => Math.Asin(value),
        SeriesMathFunction.Atan => Math.Atan(value),
        SeriesMathFunction.Ceiling => Math.Ceiling(value),
        SeriesMathFunction.Cos => Math.Cos(value),
        SeriesMathFunction.Exp => Math.Exp(value),
        SeriesMathFunction.Floor => Math.Floor(value),
        SeriesMathFunction.Log => Math.Log(value),
        SeriesMathFunction.Sign => double.IsNaN(value) ? value : Math.Sign(value),
        SeriesMathFunction.Sin => Math.Sin(value),
        SeriesMathFunction.Tan => Math.Tan(value),
    };
}

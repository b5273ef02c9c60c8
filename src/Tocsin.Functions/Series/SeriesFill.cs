using System.Numerics;

namespace Tocsin.Functions.Series;

/// <summary>
/// series_fill_const(), _forward(), _backward() and _linear(). Missing are the elements equal to the placeholder: null unless
/// given. Series of longs stay long. https://learn.microsoft.com/kusto/query/series-fill-linear-function
/// </summary>
public static class SeriesFill
{
    public static void Constant(ReadOnlySpan<double> series, Span<double> result, double constant, double? placeholder = null) =>
        Constant<double, RealElement>(series, result, constant, placeholder ?? SeriesNull.Real);

    public static void Constant(ReadOnlySpan<long> series, Span<long> result, long constant, long? placeholder = null) =>
        Constant<long, LongElement>(series, result, constant, placeholder ?? SeriesNull.Long);

    /// <summary>Takes the nearest known element before; leading missing elements stay.</summary>
    public static void Forward(ReadOnlySpan<double> series, Span<double> result, double? placeholder = null) =>
        Forward<double, RealElement>(series, result, placeholder ?? SeriesNull.Real);

    public static void Forward(ReadOnlySpan<long> series, Span<long> result, long? placeholder = null) =>
        Forward<long, LongElement>(series, result, placeholder ?? SeriesNull.Long);

    /// <summary>Takes the nearest known element after; trailing missing elements stay.</summary>
    public static void Backward(ReadOnlySpan<double> series, Span<double> result, double? placeholder = null) =>
        Backward<double, RealElement>(series, result, placeholder ?? SeriesNull.Real);

    public static void Backward(ReadOnlySpan<long> series, Span<long> result, long? placeholder = null) =>
        Backward<long, LongElement>(series, result, placeholder ?? SeriesNull.Long);

    /// <summary>
    /// Interpolates between known neighbours; the edges take the nearest one if <paramref name="fillEdges"/>; a series without
    /// any becomes <paramref name="constant"/> (null keeps it).
    /// </summary>
    public static void Linear(
        ReadOnlySpan<double> series, Span<double> result, double? placeholder = null, bool fillEdges = true, double constant = 0) =>
        Linear<double, RealElement>(series, result, placeholder ?? SeriesNull.Real, fillEdges, constant);

    /// <summary>The same on longs: the page shows 73.5 as 73 and 32.667 as 32, so fractions are cut off.</summary>
    public static void Linear(
        ReadOnlySpan<long> series, Span<long> result, long? placeholder = null, bool fillEdges = true, long constant = 0) =>
        Linear<long, LongElement>(series, result, placeholder ?? SeriesNull.Long, fillEdges, constant);

    private static bool IsMissing<T, TElement>(T value, T placeholder)
        where T : struct, INumber<T>
        where TElement : ISeriesElement<T> =>
        TElement.IsNull(placeholder) ? TElement.IsNull(value) : value == placeholder;

    private static void Constant<T, TElement>(ReadOnlySpan<T> series, Span<T> result, T constant, T placeholder)
        where T : struct, INumber<T>
        where TElement : ISeriesElement<T>
    {
        for (int i = 0; i < series.Length; i++)
        {
            result[i] = IsMissing<T, TElement>(series[i], placeholder) ? constant : series[i];
        }
    }

    private static void Forward<T, TElement>(ReadOnlySpan<T> series, Span<T> result, T placeholder)
        where T : struct, INumber<T>
        where TElement : ISeriesElement<T>
    {
        for (int i = 0; i < series.Length; i++)
        {
            result[i] = i > 0 && IsMissing<T, TElement>(series[i], placeholder) ? result[i - 1] : series[i];
        }
    }

    private static void Backward<T, TElement>(ReadOnlySpan<T> series, Span<T> result, T placeholder)
        where T : struct, INumber<T>
        where TElement : ISeriesElement<T>
    {
        for (int i = series.Length - 1; i >= 0; i--)
        {
            bool takes = i < series.Length - 1 && IsMissing<T, TElement>(series[i], placeholder);
            result[i] = takes ? result[i + 1] : series[i];
        }
    }

    private static void Linear<T, TElement>(ReadOnlySpan<T> series, Span<T> result, T placeholder, bool fillEdges, T constant)
        where T : struct, INumber<T>
        where TElement : ISeriesElement<T>
    {
        int known = -1;
        for (int i = 0; i < series.Length; i++)
        {
            result[i] = series[i];
            if (IsMissing<T, TElement>(series[i], placeholder))
            {
                continue;
            }

            if (known >= 0)
            {
                Interpolate(result, known, i);
            }
            else if (fillEdges)
            {
                result[..i].Fill(series[i]);
            }

            known = i;
        }

        if (known < 0)
        {
            result[..series.Length].Fill(constant);
        }
        else if (fillEdges)
        {
            result[known..series.Length].Fill(series[known]);
        }
    }

    private static void Interpolate<T>(Span<T> result, int from, int to)
        where T : struct, INumber<T>
    {
        double first = double.CreateChecked(result[from]);
        double slope = (double.CreateChecked(result[to]) - first) / (to - from);
        for (int i = from + 1; i < to; i++)
        {
            result[i] = T.CreateTruncating(first + (slope * (i - from)));
        }
    }
}

using System.Buffers;
using System.Numerics;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Series;

/// <summary>
/// series_fill_const(), _forward(), _backward() and _linear(). Missing are the elements equal to the placeholder: null unless
/// given. The first three take elements over as they are written, so that longs and reals stand side by side:
/// [111, 0.0, 36] in https://learn.microsoft.com/kusto/query/series-fill-const-function.
/// </summary>
public static class SeriesFill
{
    /// <summary>Puts the constant for each missing element; false (null) where the value is no array.</summary>
    public static bool Constant(ReadOnlySpan<byte> value, ReadOnlySpan<byte> constant, ReadOnlySpan<byte> placeholder, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            writer.WriteValue(IsMissing(element, placeholder) ? constant : element);
        }

        writer.EndArray();
        return true;
    }

    /// <summary>Puts the nearest known element before each missing one; those at the start stay.</summary>
    public static bool Forward(ReadOnlySpan<byte> value, ReadOnlySpan<byte> placeholder, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        ReadOnlySpan<byte> known = default;
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            if (!IsMissing(element, placeholder))
            {
                known = element;
            }

            writer.WriteValue(known.IsEmpty ? element : known);
        }

        writer.EndArray();
        return true;
    }

    /// <summary>Puts the nearest known element after each missing one; those at the end stay.</summary>
    public static bool Backward(ReadOnlySpan<byte> value, ReadOnlySpan<byte> placeholder, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        ArrayBufferWriter<byte> reversed = new();
        ArrayBufferWriter<byte> filled = new();
        DynamicArrays.Reverse(value, reversed);
        Forward(reversed.WrittenSpan, placeholder, filled);
        return DynamicArrays.Reverse(filled.WrittenSpan, output);
    }

    /// <summary>
    /// Interpolates between known neighbours; the edges take the nearest one if <paramref name="fillEdges"/>; a series without
    /// any becomes <paramref name="constant"/> (null keeps it). https://learn.microsoft.com/kusto/query/series-fill-linear-function
    /// </summary>
    public static void Linear(
        ReadOnlySpan<double> series, Span<double> result, double? placeholder = null, bool fillEdges = true, double constant = 0) =>
        Linear<double, RealElement>(series, result, placeholder ?? SeriesNull.Real, fillEdges, constant);

    /// <summary>The same on longs: the page shows 73.5 as 73 and 32.667 as 32, so fractions are cut off.</summary>
    public static void Linear(
        ReadOnlySpan<long> series, Span<long> result, long? placeholder = null, bool fillEdges = true, long constant = 0) =>
        Linear<long, LongElement>(series, result, placeholder ?? SeriesNull.Long, fillEdges, constant);

    private static bool IsMissing(ReadOnlySpan<byte> element, ReadOnlySpan<byte> placeholder) =>
        element.IsEmpty || DynamicText.KindOf(element) == DynamicKind.Null
            ? DynamicText.KindOf(placeholder) == DynamicKind.Null
            : DynamicEquality.AreEqual(element, placeholder);

    private static bool IsMissing<T, TElement>(T value, T placeholder)
        where T : struct, INumber<T>
        where TElement : ISeriesElement<T> =>
        TElement.IsNull(placeholder) ? TElement.IsNull(value) : value == placeholder;

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

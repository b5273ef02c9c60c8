using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Series;

/// <summary>
/// series_fill_const(), _forward() and _backward() of dynamic arrays. Elements are taken over as they are written, so that
/// longs and reals stand side by side: [111, 0.0, 36] in https://learn.microsoft.com/kusto/query/series-fill-const-function.
/// An element is missing where it equals the placeholder, null unless given.
/// </summary>
public static class SeriesFilling
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

    private static bool IsMissing(ReadOnlySpan<byte> element, ReadOnlySpan<byte> placeholder) =>
        element.IsEmpty || DynamicText.KindOf(element) == DynamicKind.Null
            ? DynamicText.KindOf(placeholder) == DynamicKind.Null
            : DynamicEquality.AreEqual(element, placeholder);
}

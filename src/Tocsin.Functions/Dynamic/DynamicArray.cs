using System.Buffers;
using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>The elements of a dynamic array, and what is asked of them one by one.</summary>
public static class DynamicArray
{
    /// <summary>The most values that <c>range</c> makes an array of (range-function.md).</summary>
    public const int LongestRange = 1_048_576;

    /// <summary>True for an array.</summary>
    public static bool IsArray(ReadOnlySpan<byte> value) => value is [(byte)'[', ..];

    /// <summary><c>array_length</c>: null where the value is no array.</summary>
    public static long? Length(ReadOnlySpan<byte> value) => IsArray(value) ? Count(value) : null;

    /// <summary>The elements in order; of what is no array, none.</summary>
    public static DynamicElements Elements(ReadOnlySpan<byte> value) => new(value);

    /// <summary>The elements as tostring() shows them; of what is no array, none.</summary>
    public static List<byte[]> Texts(ReadOnlySpan<byte> value)
    {
        var texts = new List<byte[]>();
        var text = new ArrayBufferWriter<byte>();
        foreach (ReadOnlySpan<byte> element in Elements(value))
        {
            text.ResetWrittenCount();
            DynamicText.WriteText(element, text);
            texts.Add(text.WrittenSpan.ToArray());
        }

        return texts;
    }

    /// <summary><c>array_sum</c>: null where the value is no array or has an element that is no number (array-sum-function.md); null elements are left out.</summary>
    public static double? Sum(ReadOnlySpan<byte> value)
    {
        if (!IsArray(value))
        {
            return null;
        }

        double sum = 0;
        foreach (ReadOnlySpan<byte> element in Elements(value))
        {
            switch (DynamicText.KindOf(element))
            {
                case DynamicKind.Null:
                    break;
                case var kind when kind.IsNumber():
                    sum += DynamicConversions.ToReal(element).GetValueOrDefault();
                    break;
                default:
                    return null;
            }
        }

        return sum;
    }

    internal static long Count(ReadOnlySpan<byte> value)
    {
        Utf8JsonReader reader = DynamicText.Reader(value);
        reader.Read();
        long count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            DynamicDepth.Skip(ref reader);
            count++;
        }

        return count;
    }
}

using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// Access to the parts of a dynamic value. What is found is a slice of the value's own text; what is missing, or null in
/// the text, is an empty span. Source: scalar-data-types/dynamic.md.
/// </summary>
public static class DynamicPath
{
    /// <summary><c>value.key</c> and <c>value["key"]</c>: null where the value is no bag or lacks the key.</summary>
    public static ReadOnlySpan<byte> Property(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        if (value.IsEmpty || value[0] != '{')
        {
            return default;
        }

        Utf8JsonReader reader = DynamicText.Reader(value);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(key);
            reader.Read();
            ReadOnlySpan<byte> part = Take(value, ref reader);
            if (found)
            {
                return NotNull(part);
            }
        }

        return default;
    }

    /// <summary><c>value[index]</c>: a negative index counts from the end; null where the value is no array or has no such element.</summary>
    public static ReadOnlySpan<byte> Element(ReadOnlySpan<byte> value, long index)
    {
        if (value.IsEmpty || value[0] != '[')
        {
            return default;
        }

        long wanted = index < 0 ? index + DynamicArray.Count(value) : index;
        if (wanted < 0)
        {
            return default;
        }

        Utf8JsonReader reader = DynamicText.Reader(value);
        reader.Read();
        for (long i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            ReadOnlySpan<byte> part = Take(value, ref reader);
            if (i == wanted)
            {
                return NotNull(part);
            }
        }

        return default;
    }

    /// <summary>The text of the value that the reader stands on; afterwards it stands on its last token.</summary>
    internal static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> value, scoped ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        DynamicDepth.Skip(ref reader);
        return value[start..(int)reader.BytesConsumed];
    }

    internal static ReadOnlySpan<byte> NotNull(ReadOnlySpan<byte> part) => part.SequenceEqual("null"u8) ? default : part;
}

using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// Functions that make an array of arrays. Each writes its result, or nothing and returns false where it is null.
/// Sources: array-slice-function.md and its kin.
/// </summary>
public static class DynamicArrays
{
    /// <summary><c>array_concat</c>, array by array: writes the elements; what is no array adds nothing.</summary>
    public static void Append(ReadOnlySpan<byte> value, scoped ref DynamicWriter writer)
    {
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            writer.WriteValue(element);
        }
    }

    /// <summary><c>array_slice(array, start, end)</c>: both ends belong to it, negative ones count from the end.</summary>
    public static bool Slice(ReadOnlySpan<byte> value, long start, long end, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        using ElementIndex elements = new(value);
        long first = Math.Max(0, start < 0 ? start + elements.Count : start);
        long last = Math.Min(elements.Count - 1, end < 0 ? end + elements.Count : end);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (long i = first; i <= last; i++)
        {
            writer.WriteValue(elements[(int)i]);
        }

        writer.EndArray();
        return true;
    }

    /// <summary><c>array_reverse</c></summary>
    public static bool Reverse(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        using ElementIndex elements = new(value);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            writer.WriteValue(elements[i]);
        }

        writer.EndArray();
        return true;
    }

    /// <summary><c>array_rotate_left</c>; to the right with a negative count.</summary>
    public static bool RotateLeft(ReadOnlySpan<byte> value, long count, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        using ElementIndex elements = new(value);
        int shift = elements.Count == 0 ? 0 : (int)(((count % elements.Count) + elements.Count) % elements.Count);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = 0; i < elements.Count; i++)
        {
            writer.WriteValue(elements[(i + shift) % elements.Count]);
        }

        writer.EndArray();
        return true;
    }

    /// <summary>
    /// <c>array_shift_left</c>; to the right with a negative count. The places that come free hold the fill value; without
    /// one null, or an empty string in an array of strings (array-shift-left-function.md).
    /// </summary>
    public static bool ShiftLeft(ReadOnlySpan<byte> value, long count, ReadOnlySpan<byte> fill, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        using ElementIndex elements = new(value);
        if (fill.IsEmpty && AreStrings(elements))
        {
            fill = "\"\""u8;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = 0; i < elements.Count; i++)
        {
            Int128 from = (Int128)i + count;
            writer.WriteValue(from >= 0 && from < elements.Count ? elements[(int)from] : fill);
        }

        writer.EndArray();
        return true;
    }

    private static bool AreStrings(in ElementIndex elements)
    {
        for (int i = 0; i < elements.Count; i++)
        {
            if (DynamicText.KindOf(elements[i]) != DynamicKind.String)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>array_split</c> at one index or an array of indexes; a negative one counts from the end.</summary>
    public static bool Split(ReadOnlySpan<byte> value, ReadOnlySpan<byte> indexes, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(value) || indexes.IsEmpty)
        {
            return false;
        }

        using ElementIndex elements = new(value);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        int start = 0;
        if (DynamicArray.IsArray(indexes))
        {
            foreach (ReadOnlySpan<byte> index in DynamicArray.Elements(indexes))
            {
                start = Piece(elements, start, Place(index, elements.Count), ref writer);
            }
        }
        else
        {
            start = Piece(elements, start, Place(indexes, elements.Count), ref writer);
        }

        Piece(elements, start, elements.Count, ref writer);
        writer.EndArray();
        return true;
    }

    /// <summary>
    /// <c>array_iff(condition, then, else)</c>: element by element, a scalar standing for all its elements. A condition
    /// that is neither boolean nor number gives null, as does an element that is not there.
    /// </summary>
    public static bool Choose(ReadOnlySpan<byte> conditions, ReadOnlySpan<byte> then, ReadOnlySpan<byte> otherwise, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(conditions))
        {
            return false;
        }

        using ElementIndex yes = new(then);
        using ElementIndex no = new(otherwise);
        bool yesArray = DynamicArray.IsArray(then);
        bool noArray = DynamicArray.IsArray(otherwise);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        int i = 0;
        foreach (ReadOnlySpan<byte> condition in DynamicArray.Elements(conditions))
        {
            DynamicKind kind = DynamicText.KindOf(condition);
            bool? chosen = kind == DynamicKind.Bool || kind.IsNumber()
                ? DynamicConversions.ToBool(condition)
                : null;
            writer.WriteValue(chosen switch
            {
                true => !yesArray ? then : i < yes.Count ? yes[i] : default,
                false => !noArray ? otherwise : i < no.Count ? no[i] : default,
                null => default,
            });
            i++;
        }

        writer.EndArray();
        return true;
    }

    /// <summary><c>zip</c> of an array that holds the arrays: to the length of the longest, null where one has no element.</summary>
    public static bool Zip(ReadOnlySpan<byte> arrays, IBufferWriter<byte> output)
    {
        int width = 0;
        int length = 0;
        foreach (ReadOnlySpan<byte> array in DynamicArray.Elements(arrays))
        {
            if (DynamicArray.Length(array) is not { } count)
            {
                return false;
            }

            length = Math.Max(length, (int)count);
            width++;
        }

        (int Start, int Length)[] places = ArrayPool<(int, int)>.Shared.Rent(Math.Max(width * length, 1));
        FillPlaces(arrays, places.AsSpan(0, width * length), length);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = 0; i < length; i++)
        {
            writer.BeginArray();
            for (int j = 0; j < width; j++)
            {
                (int start, int size) = places[(j * length) + i];
                writer.WriteValue(arrays.Slice(start, size));
            }

            writer.EndArray();
        }

        writer.EndArray();
        ArrayPool<(int, int)>.Shared.Return(places);
        return true;
    }

    /// <summary><c>repeat(value, count)</c>: null for a negative count.</summary>
    public static bool Repeat(ReadOnlySpan<byte> value, long count, IBufferWriter<byte> output)
    {
        if (count < 0)
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (long i = 0; i < count; i++)
        {
            writer.WriteValue(value);
        }

        writer.EndArray();
        return true;
    }

    /// <summary>
    /// <c>array_index_of(array, value, start, length, occurrence)</c>: -1 where it is not found, null where there is no array.
    /// A negative start counts from the end; a length of -1 means up to the end.
    /// </summary>
    public static long? IndexOf(ReadOnlySpan<byte> value, ReadOnlySpan<byte> wanted, long start = 0, long length = -1, long occurrence = 1)
    {
        if (!DynamicArray.IsArray(value) || length < -1 || occurrence < 0)
        {
            return null;
        }

        long first = start < 0 ? Math.Max(0, start + DynamicArray.Count(value)) : start;
        long index = 0;
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            bool inRange = index >= first && (length < 0 || index - first < length);
            if (inRange && DynamicEquality.AreEqual(element, wanted) && --occurrence <= 0)
            {
                return index;
            }

            index++;
        }

        return -1;
    }

    /// <summary><c>strcat_array(array, delimiter)</c>: the text of each element, of null nothing; of what is no array, nothing.</summary>
    public static void Join(ReadOnlySpan<byte> value, ReadOnlySpan<byte> delimiter, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool first = true;
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            if (!first)
            {
                output.Write(delimiter);
            }

            first = false;
            DynamicText.WriteText(element, output);
        }
    }

    private static void FillPlaces(ReadOnlySpan<byte> arrays, Span<(int Start, int Length)> places, int length)
    {
        places.Clear();
        int row = 0;
        foreach (ReadOnlySpan<byte> array in DynamicArray.Elements(arrays))
        {
            int column = 0;
            foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(array))
            {
                if (arrays.Overlaps(element, out int start))
                {
                    places[(row * length) + column] = (start, element.Length);
                }

                column++;
            }

            row++;
        }
    }

    private static int Place(ReadOnlySpan<byte> index, int count)
    {
        long place = DynamicConversions.ToLong(index).GetValueOrDefault();
        return (int)Math.Clamp(place < 0 ? place + count : place, 0, count);
    }

    private static int Piece(scoped in ElementIndex elements, int start, int end, scoped ref DynamicWriter writer)
    {
        writer.BeginArray();
        for (int i = start; i < end; i++)
        {
            writer.WriteValue(elements[i]);
        }

        writer.EndArray();
        return end;
    }
}

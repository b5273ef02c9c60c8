using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// <c>array_sort_asc</c> and <c>array_sort_desc</c>. Types stand in the order numbers, datetimes and timespans; strings;
/// guids; all else, whichever way the elements of a type go (array-sort-asc-function.md, array-sort-desc-function.md). The
/// order of equal elements is kept.
/// </summary>
public static class DynamicSort
{
    /// <summary>Sorts an array; false (null) where the value is none.</summary>
    public static bool Sort(ReadOnlySpan<byte> value, bool descending, bool nullsLast, IBufferWriter<byte> output) =>
        SortBy(value, value, descending, nullsLast, output);

    /// <summary>Puts an array into the order of a sorted key array; false (null) where their lengths differ.</summary>
    public static bool SortBy(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> value, bool descending, bool nullsLast, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(keys) || !DynamicArray.IsArray(value))
        {
            return false;
        }

        using ElementIndex keyElements = new(keys);
        using ElementIndex elements = new(value);
        if (keyElements.Count != elements.Count)
        {
            return false;
        }

        int[] order = ArrayPool<int>.Shared.Rent(Math.Max(2 * elements.Count, 1));
        Span<int> places = order.AsSpan(0, elements.Count);
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        MergeSort(places, order.AsSpan(elements.Count, elements.Count), keyElements, descending, nullsLast);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        foreach (int place in places)
        {
            writer.WriteValue(elements[place]);
        }

        writer.EndArray();
        ArrayPool<int>.Shared.Return(order);
        return true;
    }

    private static void MergeSort(Span<int> places, Span<int> scratch, scoped in ElementIndex keys, bool descending, bool nullsLast)
    {
        if (places.Length < 2)
        {
            return;
        }

        int middle = places.Length / 2;
        MergeSort(places[..middle], scratch[..middle], keys, descending, nullsLast);
        MergeSort(places[middle..], scratch[middle..], keys, descending, nullsLast);
        places.CopyTo(scratch);
        int left = 0;
        int right = middle;
        for (int i = 0; i < places.Length; i++)
        {
            bool takeLeft = right == scratch.Length
                || (left < middle && Compare(keys[scratch[left]], keys[scratch[right]], descending, nullsLast) <= 0);
            places[i] = takeLeft ? scratch[left++] : scratch[right++];
        }
    }

    private static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool descending, bool nullsLast)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty == right.IsEmpty ? 0 : left.IsEmpty == nullsLast ? 1 : -1;
        }

        return Compare(left, right, descending);
    }

    /// <summary>Which of two values, neither of them null, comes first in ascending order.</summary>
    internal static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Compare(left, right, descending: false);

    private static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool descending)
    {
        DynamicKind leftKind = DynamicText.KindOf(left);
        DynamicKind rightKind = DynamicText.KindOf(right);
        int byClass = Class(leftKind).CompareTo(Class(rightKind));
        return byClass != 0 ? byClass
            : descending ? CompareOfClass(right, rightKind, left, leftKind)
            : CompareOfClass(left, leftKind, right, rightKind);
    }

    private static int CompareOfClass(ReadOnlySpan<byte> left, DynamicKind leftKind, ReadOnlySpan<byte> right, DynamicKind rightKind)
    {
        switch (Class(leftKind))
        {
            case 0 when leftKind != DynamicKind.Real && rightKind != DynamicKind.Real && leftKind != DynamicKind.Decimal && rightKind != DynamicKind.Decimal:
                return Nullable.Compare(DynamicConversions.ToLong(left), DynamicConversions.ToLong(right));
            case 0:
                return Nullable.Compare(DynamicConversions.ToReal(left), DynamicConversions.ToReal(right));
            case 1:
                using (DynamicString first = new(left))
                using (DynamicString second = new(right))
                {
                    return first.Text.SequenceCompareTo(second.Text);
                }

            default:
                return left.SequenceCompareTo(right);
        }
    }

    private static int Class(DynamicKind kind) => kind switch
    {
        DynamicKind.Long or DynamicKind.Real or DynamicKind.Decimal or DynamicKind.Datetime or DynamicKind.Timespan => 0,
        DynamicKind.String => 1,
        DynamicKind.Guid => 2,
        _ => 3,
    };
}

using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// <c>set_union</c>, <c>set_intersect</c>, <c>set_difference</c> and what belongs to them: arrays as sets. Elements keep
/// the order of their first appearance. What is no array makes the result null (false, nothing written). More than two
/// sets are taken two by two. Sources: set-union-function.md and its kin, jaccard-index-function.md.
/// </summary>
public static class DynamicSets
{
    /// <summary><c>set_union</c></summary>
    public static bool Union(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(left) || !DynamicArray.IsArray(right))
        {
            return false;
        }

        using ElementIndex first = new(left);
        using ElementIndex second = new(right);
        using ElementTable seen = new(first.Count + second.Count);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = 0; i < first.Count; i++)
        {
            if (seen.Add(i, first, second))
            {
                writer.WriteValue(first[i]);
            }
        }

        for (int i = 0; i < second.Count; i++)
        {
            if (seen.Add(first.Count + i, first, second))
            {
                writer.WriteValue(second[i]);
            }
        }

        writer.EndArray();
        return true;
    }

    /// <summary><c>set_intersect</c></summary>
    public static bool Intersect(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, IBufferWriter<byte> output) =>
        Select(left, right, wanted: true, output);

    /// <summary><c>set_difference</c></summary>
    public static bool Difference(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, IBufferWriter<byte> output) =>
        Select(left, right, wanted: false, output);

    /// <summary><c>set_has_element</c></summary>
    public static bool? HasElement(ReadOnlySpan<byte> set, ReadOnlySpan<byte> wanted) =>
        DynamicArrays.IndexOf(set, wanted) is { } index ? index >= 0 : null;

    /// <summary><c>set_equals</c>: the same elements, whatever their order and number.</summary>
    public static bool? AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        Counts(left, right) is { } counts ? counts.Common == counts.Left && counts.Common == counts.Right : null;

    /// <summary><c>jaccard_index</c>: common elements by all elements; NaN for two empty sets.</summary>
    public static double? JaccardIndex(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        Counts(left, right) is { } counts ? (double)counts.Common / (counts.Left + counts.Right - counts.Common) : null;

    private static bool Select(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool wanted, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(left) || !DynamicArray.IsArray(right))
        {
            return false;
        }

        using ElementIndex first = new(left);
        using ElementIndex second = new(right);
        using ElementTable other = new(second.Count);
        using ElementTable seen = new(first.Count);
        AddSecond(other, first, second);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = 0; i < first.Count; i++)
        {
            if (other.Contains(i, first, second) == wanted && seen.Add(i, first, second))
            {
                writer.WriteValue(first[i]);
            }
        }

        writer.EndArray();
        return true;
    }

    private static (int Left, int Right, int Common)? Counts(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!DynamicArray.IsArray(left) || !DynamicArray.IsArray(right))
        {
            return null;
        }

        using ElementIndex first = new(left);
        using ElementIndex second = new(right);
        using ElementTable other = new(second.Count);
        using ElementTable seen = new(first.Count);
        int rightCount = AddSecond(other, first, second);
        int leftCount = 0;
        int common = 0;
        for (int i = 0; i < first.Count; i++)
        {
            if (seen.Add(i, first, second))
            {
                leftCount++;
                common += other.Contains(i, first, second) ? 1 : 0;
            }
        }

        return (leftCount, rightCount, common);
    }

    private static int AddSecond(scoped in ElementTable table, scoped in ElementIndex first, scoped in ElementIndex second)
    {
        int count = 0;
        for (int i = 0; i < second.Count; i++)
        {
            count += table.Add(first.Count + i, first, second) ? 1 : 0;
        }

        return count;
    }
}

using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Arrays and sets, held as JSON text.</summary>
internal static class ArrayKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<TextListView, Utf8Writer>("kql_array_concat", Concat),
        Create<Utf8, Utf8, Utf8, Utf8Writer>("kql_array_iff", DynamicArrays.Choose),
        new("kql_array_index_of", [DuckDbType.Varchar, DuckDbType.Varchar, DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.BigInt], DuckDbType.BigInt, IndexOf),
        Create<Utf8, Utf8Writer>("kql_array_reverse", DynamicArrays.Reverse),
        Create<Utf8, long, Utf8Writer>("kql_array_rotate_left", DynamicArrays.RotateLeft),
        Create<Utf8, long, Utf8Writer>("kql_array_rotate_right", (array, count, writer) => DynamicArrays.RotateLeft(array, unchecked(-count), writer)),
        Create<Utf8, long, Utf8, Utf8Writer>("kql_array_shift_left", DynamicArrays.ShiftLeft),
        Create<Utf8, long, Utf8, Utf8Writer>("kql_array_shift_right", (array, count, fill, writer) => DynamicArrays.ShiftLeft(array, unchecked(-count), fill, writer)),
        Create<Utf8, long, long, Utf8Writer>("kql_array_slice", DynamicArrays.Slice),
        Create<Utf8, Utf8, Utf8Writer>("kql_array_split", DynamicArrays.Split),
        Create<Utf8, bool, Utf8Writer>("kql_array_sort_asc", (array, nullsLast, writer) => DynamicSort.Sort(array, descending: false, nullsLast, writer)),
        Create<Utf8, bool, Utf8Writer>("kql_array_sort_desc", (array, nullsLast, writer) => DynamicSort.Sort(array, descending: true, nullsLast, writer)),
        Create<Utf8, Utf8, bool, Utf8Writer>("kql_array_sort_asc_by", (keys, array, nullsLast, writer) => DynamicSort.SortBy(keys, array, descending: false, nullsLast, writer)),
        Create<Utf8, Utf8, bool, Utf8Writer>("kql_array_sort_desc_by", (keys, array, nullsLast, writer) => DynamicSort.SortBy(keys, array, descending: true, nullsLast, writer)),
        Create<Utf8, Utf8, Utf8Writer>("kql_set_union", DynamicSets.Union),
        Create<Utf8, Utf8, Utf8Writer>("kql_set_intersect", DynamicSets.Intersect),
        Create<Utf8, Utf8, Utf8Writer>("kql_set_difference", DynamicSets.Difference),
        Create<Utf8, Utf8, bool?>("kql_set_equals", DynamicSets.AreEqual),
        Create<Utf8, Utf8, bool?>("kql_set_has_element", DynamicSets.HasElement),
        Create<Utf8, Utf8, double?>("kql_jaccard_index", DynamicSets.JaccardIndex),
        Create<Utf8, Utf8Writer>("kql_zip", DynamicArrays.Zip),
        Create<Utf8, long, Utf8Writer>("kql_repeat", (value, count, writer) => DynamicArrays.Repeat(value, Bounded(count), writer)),
        Create<long, long, long, ListWriter<long>>("kql_range_long", Range),
        Create<double, double, double, ListWriter<double>>("kql_range_real", Range),
    ];

    /// <summary>All elements in one array; what is no array, a null included, adds nothing.</summary>
    private static void Concat(TextListView arrays, Utf8Writer writer)
    {
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < arrays.Length; i++)
        {
            DynamicArrays.Append(arrays.IsNull(i) ? default : arrays[i], ref dynamic);
        }

        dynamic.EndArray();
    }

    private static void IndexOf(in ScalarInput input, VectorWriter output) => OccurrenceSearch.Run(input, output, DynamicArrays.IndexOf);

    /// <summary>A count that would fill the memory is refused: no array of Kusto's is so long.</summary>
    private static long Bounded(long count) => count <= DynamicArray.LongestRange
        ? count
        : throw new KernelArgumentException($"repeat() makes arrays of at most {DynamicArray.LongestRange} values; {count} were asked for.");

    private static void Range(long start, long stop, long step, ListWriter<long> writer)
    {
        Int128 value = start;
        for (var i = 0; i < DynamicArray.LongestRange && step != 0 && (step > 0 ? value <= stop : value >= stop); i++, value += step)
        {
            writer.Add((long)value);
        }
    }

    private static void Range(double start, double stop, double step, ListWriter<double> writer)
    {
        for (var i = 0; i < DynamicArray.LongestRange && step != 0; i++)
        {
            var value = start + (i * step);
            if (!(step > 0 ? value <= stop : value >= stop))
            {
                break;
            }

            writer.Add(value);
        }
    }
}

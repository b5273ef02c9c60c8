using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Arrays, sets and property bags, held as JSON text.</summary>
internal static class ArrayKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, Utf8Writer>("kql_bag_keys", (bag, writer) => NullUnless(DynamicBag.Keys(bag, writer), writer)),
        Create<TextListView, Utf8Writer>("kql_array_concat", Concat),
    ];

    private static void NullUnless(bool hasValue, Utf8Writer writer)
    {
        if (!hasValue)
        {
            writer.SetNull();
        }
    }

    /// <summary>All elements in one array; what is no array, a null included, adds nothing.</summary>
    private static void Concat(TextListView arrays, Utf8Writer writer)
    {
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < arrays.Length; i++)
        {
            if (arrays.IsNull(i))
            {
                continue;
            }

            foreach (var element in DynamicArray.Elements(arrays[i]))
            {
                dynamic.WriteValue(element);
            }
        }

        dynamic.EndArray();
    }
}

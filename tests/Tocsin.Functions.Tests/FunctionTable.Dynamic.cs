using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> DynamicFunctions() =>
    [
        Of("parse_json", a => Dynamic(output => DynamicParser.Parse(Utf8(a[0]), output))),
        Of("property", a => Part(DynamicPath.Property(Json(a[0]), Utf8(a[1])))),
        Of("element", a => Part(DynamicPath.Element(Json(a[0]), (long)a[1]!))),
        Of("gettype", a => Encoding.UTF8.GetString(DynamicText.TypeName(Json(a[0])))),
        Of("array_length", a => DynamicArray.Length(Json(a[0]))),
        Of("array_sum", a => DynamicArray.Sum(Json(a[0]))),
        Of("bag_keys", a => Dynamic(output => DynamicBag.Keys(Json(a[0]), output))),
        Of("array_slice", a => Dynamic(output => DynamicArrays.Slice(Json(a[0]), (long)a[1]!, (long)a[2]!, output))),
        Of("array_reverse", a => Dynamic(output => DynamicArrays.Reverse(Json(a[0]), output))),
        Of("array_rotate_left", a => Dynamic(output => DynamicArrays.RotateLeft(Json(a[0]), (long)a[1]!, output))),
        Of("array_rotate_right", a => Dynamic(output => DynamicArrays.RotateLeft(Json(a[0]), -(long)a[1]!, output))),
        Of("array_shift_left", a => Dynamic(output => DynamicArrays.ShiftLeft(Json(a[0]), (long)a[1]!, a.Count > 2 ? Json(a[2]) : default, output))),
        Of("array_split", a => Dynamic(output => DynamicArrays.Split(Json(a[0]), Json(a[1]), output))),
        Of("array_iff", a => Dynamic(output => DynamicArrays.Choose(Json(a[0]), Json(a[1]), Json(a[2]), output))),
        Of("array_index_of", a => DynamicArrays.IndexOf(Json(a[0]), Json(a[1]), Long(a, 2), Long(a, 3, -1), Long(a, 4, 1))),
        Of("array_sort_asc", a => Dynamic(output => DynamicSort.Sort(Json(a[0]), descending: false, a.Count < 2 || (bool)a[1]!, output))),
        Of("array_sort_desc", a => Dynamic(output => DynamicSort.Sort(Json(a[0]), descending: true, a.Count < 2 || (bool)a[1]!, output))),
        Of("array_sort_asc_by", a => Dynamic(output => DynamicSort.SortBy(Json(a[0]), Json(a[1]), descending: false, nullsLast: true, output))),
        Of("array_sort_desc_by", a => Dynamic(output => DynamicSort.SortBy(Json(a[0]), Json(a[1]), descending: true, nullsLast: true, output))),
        Of("strcat_array", a => CaseValue.Write(output => DynamicArrays.Join(Json(a[0]), Utf8(a[1]), output))),
        Of("zip_packed", a => Dynamic(output => DynamicArrays.Zip(Json(a[0]), output))),
        Of("repeat", a => Dynamic(output => DynamicArrays.Repeat(Json(a[0]), (long)a[1]!, output))),
        Of("set_union", a => Dynamic(output => DynamicSets.Union(Json(a[0]), Json(a[1]), output))),
        Of("set_intersect", a => Dynamic(output => DynamicSets.Intersect(Json(a[0]), Json(a[1]), output))),
        Of("set_difference", a => Dynamic(output => DynamicSets.Difference(Json(a[0]), Json(a[1]), output))),
        Of("set_has_element", a => DynamicSets.HasElement(Json(a[0]), Json(a[1]))),
        Of("set_equals", a => DynamicSets.AreEqual(Json(a[0]), Json(a[1]))),
        Of("jaccard_index", a => DynamicSets.JaccardIndex(Json(a[0]), Json(a[1]))),
        Of("bag_merge", a => Dynamic(output => DynamicBags.Merge(Json(a[0]), Json(a[1]), output))),
        Of("bag_has_key", a => DynamicBags.HasKey(Json(a[0]), Path(a[1]))),
        Of("bag_remove_keys", a => Dynamic(output => DynamicBags.RemoveKeys(Json(a[0]), [.. a.Skip(1).Select(Path)], output))),
        Of("bag_set_key", a => Dynamic(output => DynamicBags.SetKey(Json(a[0]), Path(a[1]), Json(a[2]), output))),
        Of("bag_zip", a => Dynamic(output => DynamicBags.Zip(Json(a[0]), Json(a[1]), output))),
        Of("json_path", a => Part(Path(a[1]).Find(Json(a[0])))),
        Of("dynamic_to_json", a => CaseValue.Write(output => DynamicShape.ToJson(Json(a[0]), output))),
        Of("treepath", a => Dynamic(output => DynamicShape.TreePath(Json(a[0]), output))),
        Of("dynamic_equals", a => DynamicEquality.AreEqual(Json(a[0]), Json(a[1]))),
        Strict("dynamic_datetime", a => Dynamic(output =>
        {
            new DynamicWriter(output).WriteDatetime(DatetimeTicks(a[0]));
            return true;
        })),
        Strict("todatetime_dynamic", a => ToDatetime(DynamicConversions.ToDatetime(Json(a[0])))),
        Strict("totimespan_dynamic", a => ToTimespan(DynamicConversions.ToTimespan(Json(a[0])))),
    ];

    private static JsonPath Path(object? text) => JsonPath.Parse((string)text!) ?? throw new FormatException($"no path: {text}");

    private static bool Written(Action write)
    {
        write();
        return true;
    }
}

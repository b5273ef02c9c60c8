using Tocsin.Functions.Dynamic;
using System.Text;

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
        Strict("dynamic_datetime", a => Dynamic(output =>
        {
            new DynamicWriter(output).WriteDatetime(DatetimeTicks(a[0]));
            return true;
        })),
        Strict("todatetime_dynamic", a => ToDatetime(DynamicConversions.ToDatetime(Json(a[0])))),
        Strict("totimespan_dynamic", a => ToTimespan(DynamicConversions.ToTimespan(Json(a[0])))),
    ];
}

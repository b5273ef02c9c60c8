using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;

namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> NumberFunctions() =>
    [
        Strict("tolong", a => a[0] switch
        {
            string => NumberParser.ToLong(Utf8(a[0])),
            double value => Conversions.ToLong(value),
            DynamicValue value => DynamicConversions.ToLong(value.Json),
            var value => value,
        }),
        Strict("toint", a => a[0] switch
        {
            string => NumberParser.ToInt(Utf8(a[0])),
            double value => Conversions.ToInt(value),
            long value => Conversions.ToInt(value),
            DynamicValue value => DynamicConversions.ToInt(value.Json),
            var value => value,
        }),
        Strict("toreal", a => a[0] switch
        {
            string => NumberParser.ToReal(Utf8(a[0])),
            DynamicValue value => DynamicConversions.ToReal(value.Json),
            var value => Real(value),
        }),
        Strict("tobool", a => a[0] switch
        {
            string => NumberParser.ToBool(Utf8(a[0])),
            double value => Conversions.ToBool(value),
            DynamicValue value => DynamicConversions.ToBool(value.Json),
            var value => value,
        }),
        Strict("toguid", a => a[0] is DynamicValue value ? DynamicConversions.ToGuid(value.Json) : NumberParser.ToGuid(Utf8(a[0]))),
        Strict("todecimal", a => a[0] is DynamicValue value ? DynamicConversions.ToDecimal(value.Json) : NumberParser.ToDecimal(Utf8(a[0]))),
        Of("tostring", a => CaseValue.Write(output =>
        {
            switch (a[0])
            {
                case long value:
                    NumberText.Write(value, output);
                    break;
                case double value:
                    NumberText.Write(value, output);
                    break;
                case bool value:
                    NumberText.Write(value, output);
                    break;
                case Guid value:
                    NumberText.Write(value, output);
                    break;
                case decimal value:
                    NumberText.Write(value, output);
                    break;
                case Datetime value:
                    TimeText.WriteDatetime(value.Ticks, output);
                    break;
                case Timespan value:
                    TimeText.WriteTimespan(value.Ticks, output);
                    break;
                default:
                    DynamicText.WriteText(Json(a[0]), output);
                    break;
            }
        })),
        Strict("long_add", a => Arithmetic.Add((long)a[0]!, (long)a[1]!)),
        Strict("long_multiply", a => Arithmetic.Multiply((long)a[0]!, (long)a[1]!)),
        Strict("divide", a => Arithmetic.Divide((long)a[0]!, (long)a[1]!)),
        Strict("modulo", a => a[0] is long left && a[1] is long right ? Arithmetic.Modulo(left, right) : Arithmetic.Modulo(Real(a[0]), Real(a[1]))),
    ];
}

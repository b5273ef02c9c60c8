using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Time;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Datetimes and timespans, as ticks.</summary>
internal static class TimeKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<long, long, long?>("kql_datetime_plus", Ticks.Add),
        Create<long, long, long?>("kql_datetime_minus", Ticks.Subtract),
        Create<long, long?>("kql_long_to_datetime", Ticks.ToDatetime),
        Create<Utf8, long?>("kql_string_to_datetime", DatetimeParser.Parse),
        Create<Utf8, long?>("kql_string_to_timespan", TimespanParser.Parse),
        Create<long, Utf8Writer>("kql_datetime_text", (ticks, writer) => TimeText.WriteDatetime(ticks, writer)),
        Create<long, Utf8Writer>("kql_timespan_text", (ticks, writer) => TimeText.WriteTimespan(ticks, writer)),
        Create<Utf8, long, long, long>("kql_datetime_diff", (unit, left, right) => DatetimePeriods.Difference(Unit(unit), left, right)),
        Create<Utf8, long, long, long?>("kql_datetime_add", (unit, amount, datetime) => DatetimePeriods.Add(Unit(unit), amount, datetime)),
        Create<Utf8, long, long>("kql_datetime_part", (unit, datetime) => DatetimePeriods.Part(PartUnit(unit), datetime)),
        Create<long, long, long?>("kql_startofday", Calendar.StartOfDay),
        Create<long, long, long?>("kql_startofweek", Calendar.StartOfWeek),
        Create<long, long, long?>("kql_startofmonth", Calendar.StartOfMonth),
        Create<long, long, long?>("kql_startofyear", Calendar.StartOfYear),
        Create<long, long, long?>("kql_endofday", Calendar.EndOfDay),
        Create<long, long, long?>("kql_endofweek", Calendar.EndOfWeek),
        Create<long, long, long?>("kql_endofmonth", Calendar.EndOfMonth),
        Create<long, long, long?>("kql_endofyear", Calendar.EndOfYear),
        Create<long, long?>("kql_dayofweek", Calendar.DayOfWeek),
        Create<Int128, long, long?>("kql_average_ticks", (sum, count) => count == 0 ? null : (long)(sum / count)),
    ];

    // The compiler passes only units that the catalogue lists, in lower case.
    private static DatetimeUnit Unit(Utf8 name) => DatetimePeriods.UnitFromName(Encoding.UTF8.GetString(name)) ?? throw UnknownUnit(name);

    private static DatetimeUnit PartUnit(Utf8 name) => DatetimePeriods.PartFromName(Encoding.UTF8.GetString(name)) ?? throw UnknownUnit(name);

    private static InvalidOperationException UnknownUnit(Utf8 name) => new($"'{Encoding.UTF8.GetString(name)}' is no unit of time.");
}

using Tocsin.Functions.Time;

namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> TimeFunctions() =>
    [
        Strict("todatetime", a => ToDatetime(a[0] is long ticks ? Ticks.ToDatetime(ticks) : DatetimeParser.Parse(Utf8(a[0])))),
        Strict("totimespan", a => ToTimespan(TimespanParser.Parse(Utf8(a[0])))),
        Strict("datetime_diff", a => DatetimePeriods.Difference(DatetimePeriods.UnitFromName((string)a[0]!)!.Value, DatetimeTicks(a[1]), DatetimeTicks(a[2]))),
        Strict("datetime_add", a => ToDatetime(DatetimePeriods.Add(DatetimePeriods.UnitFromName((string)a[0]!)!.Value, (long)a[1]!, DatetimeTicks(a[2])))),
        Strict("datetime_part", a => DatetimePeriods.Part(DatetimePeriods.PartFromName((string)a[0]!)!.Value, DatetimeTicks(a[1]))),
        Strict("startofday", a => ToDatetime(Calendar.StartOfDay(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("startofweek", a => ToDatetime(Calendar.StartOfWeek(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("startofmonth", a => ToDatetime(Calendar.StartOfMonth(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("startofyear", a => ToDatetime(Calendar.StartOfYear(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("endofday", a => ToDatetime(Calendar.EndOfDay(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("endofweek", a => ToDatetime(Calendar.EndOfWeek(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("endofmonth", a => ToDatetime(Calendar.EndOfMonth(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("endofyear", a => ToDatetime(Calendar.EndOfYear(DatetimeTicks(a[0]), Long(a, 1)))),
        Strict("dayofweek", a => ToTimespan(Calendar.DayOfWeek(DatetimeTicks(a[0])))),
        Strict("dayofmonth", a => Calendar.DayOfMonth(DatetimeTicks(a[0]))),
        Strict("dayofyear", a => Calendar.DayOfYear(DatetimeTicks(a[0]))),
        Strict("week_of_year", a => Calendar.WeekOfYear(DatetimeTicks(a[0]))),
        Strict("monthofyear", a => Calendar.MonthOfYear(DatetimeTicks(a[0]))),
        Strict("getyear", a => Calendar.Year(DatetimeTicks(a[0]))),
        Strict("hourofday", a => Calendar.HourOfDay(DatetimeTicks(a[0]))),
        Strict("make_datetime", a => ToDatetime(Calendar.MakeDatetime(Long(a, 0), Long(a, 1), Long(a, 2), Long(a, 3), Long(a, 4), a.Count > 5 ? Real(a[5]) : 0))),
        Strict("make_timespan", MakeTimespan),
        Strict("bin", a => Bin(a, null)),
        Strict("bin_at", a => Bin(a, a[2])),
        Strict("add", a => ToDatetime(Ticks.Add(DatetimeTicks(a[0]), TimespanTicks(a[1])))),
        Strict("unixtime_seconds_todatetime", a => ToDatetime(Ticks.FromUnixTime((long)a[0]!, Ticks.PerSecond))),
        Strict("unixtime_milliseconds_todatetime", a => ToDatetime(Ticks.FromUnixTime((long)a[0]!, Ticks.PerMillisecond))),
        Strict("unixtime_microseconds_todatetime", a => ToDatetime(Ticks.FromUnixTime((long)a[0]!, Ticks.PerMicrosecond))),
        Strict("unixtime_nanoseconds_todatetime", a => ToDatetime(Ticks.FromUnixNanoseconds((long)a[0]!))),
        Strict("datetime_utc_to_local", a => ToDatetime(TimeZones.ToLocal(DatetimeTicks(a[0]), TimeZones.Find((string)a[1]!)!))),
        Strict("datetime_local_to_utc", a => ToDatetime(TimeZones.ToUtc(DatetimeTicks(a[0]), TimeZones.Find((string)a[1]!)!))),
        Strict("format_datetime", a => Format(DatetimeTicks(a[0]), (string)a[1]!, ofTimespan: false)),
        Strict("format_timespan", a => Format(TimespanTicks(a[0]), (string)a[1]!, ofTimespan: true)),
    ];

    private static string Format(long ticks, string format, bool ofTimespan) =>
        TimeFormat.Create(format, ofTimespan, out string? unknown) is { } prepared
            ? CaseValue.Write(output => prepared.Write(ticks, output))
            : $"unknown: {unknown}";

    private static Timespan? MakeTimespan(IReadOnlyList<object?> a) => ToTimespan(a.Count switch
    {
        2 => Calendar.MakeTimespan(0, Long(a, 0), Long(a, 1), 0),
        3 => Calendar.MakeTimespan(0, Long(a, 0), Long(a, 1), Real(a[2])),
        _ => Calendar.MakeTimespan(Long(a, 0), Long(a, 1), Long(a, 2), Real(a[3])),
    });

    private static object? Bin(IReadOnlyList<object?> a, object? origin) => a[0] switch
    {
        Datetime value => ToDatetime(origin is Datetime at
            ? Bins.BinAt(value.Ticks, TimespanTicks(a[1]), at.Ticks)
            : Bins.Bin(value.Ticks, TimespanTicks(a[1]))),
        Timespan value => ToTimespan(origin is Timespan at
            ? Bins.BinAt(value.Ticks, TimespanTicks(a[1]), at.Ticks)
            : Bins.Bin(value.Ticks, TimespanTicks(a[1]))),
        long value when a[1] is long size && origin is null or long => origin is long at ? Bins.BinAt(value, size, at) : Bins.Bin(value, size),
        _ => origin is null ? Bins.Bin(Real(a[0]), Real(a[1])) : Bins.BinAt(Real(a[0]), Real(a[1]), Real(origin)),
    };
}

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
        new(
            "kql_make_datetime",
            [DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.Double],
            DuckDbType.BigInt,
            MakeDatetime),
        Create<long, long, long, long?>("kql_bin_at_datetime", (value, size, origin) => Bins.BinAt(value, size, origin) is { } bin ? Ticks.ToDatetime(bin) : null),
        Create<long, long, long, double, long?>("kql_make_timespan", Calendar.MakeTimespan),
        CreatePrepared<long, TimeFormat, Utf8Writer>("kql_format_datetime", format => Format(format, ofTimespan: false), (ticks, format, writer) => format.Write(ticks, writer)),
        CreatePrepared<long, TimeFormat, Utf8Writer>("kql_format_timespan", format => Format(format, ofTimespan: true), (ticks, format, writer) => format.Write(ticks, writer)),
        Create<long, long, long?>("kql_unixtime_long", Ticks.FromUnixTime),
        Create<double, long, long?>("kql_unixtime_real", FromUnixTime),
        Create<long, long?>("kql_unixtime_nanoseconds", Ticks.FromUnixNanoseconds),
        CreatePrepared<long, TimeZoneInfo?, long?>("kql_utc_to_local", Zone, (utc, zone) => zone is null ? null : TimeZones.ToLocal(utc, zone)),
        CreatePrepared<long, TimeZoneInfo?, long?>("kql_local_to_utc", Zone, (local, zone) => zone is null ? null : TimeZones.ToUtc(local, zone)),
        Create<ListView<long>, ListView<bool>, long, long, ListWriter<long>>("kql_session_starts", SessionStarts),
        Create<Int128, long, long?>("kql_average_ticks", (sum, count) => count == 0 ? null : (long)(sum / count)),
    ];

    private static void MakeDatetime(in ScalarInput input, VectorWriter output)
    {
        var values = output.Values<long>();
        foreach (var row in input.Rows)
        {
            var made = Calendar.MakeDatetime(Part(input, 0, row), Part(input, 1, row), Part(input, 2, row), Part(input, 3, row), Part(input, 4, row), input.Column(5).Values<double>()[row]);
            if (made is { } ticks)
            {
                values[row] = ticks;
            }
            else
            {
                output.SetNull(row);
            }
        }
    }

    private static void SessionStarts(ListView<long> values, ListView<bool> restarts, long maxFromFirst, long maxBetween, ListWriter<long> writer)
    {
        var sessions = new Sessions(maxFromFirst, maxBetween);
        for (var i = 0; i < values.Length; i++)
        {
            var isRestart = !restarts.IsNull(i) && restarts.Values[i];
            if (sessions.Next(values.IsNull(i) ? null : values.Values[i], isRestart) is { } start)
            {
                writer.Add(start);
            }
            else
            {
                writer.AddNull();
            }
        }
    }

    private static TimeZoneInfo? Zone(Utf8 name) => TimeZones.Find(Encoding.UTF8.GetString(name));

    private static long Part(in ScalarInput input, int column, int row) => input.Column(column).Values<long>()[row];

    private static TimeFormat Format(Utf8 format, bool ofTimespan) =>
        TimeFormat.Create(Encoding.UTF8.GetString(format), ofTimespan, out var unknown) ?? throw new KernelArgumentException($"'{unknown}' is no part of a time format.");

    /// <summary>Ticks since 1970 in units of so many; null outside of the years 1 to 9999.</summary>
    private static long? FromUnixTime(double value, long unit)
    {
        var ticks = Math.Round(value * unit);
        return Math.Abs(ticks) <= Ticks.MaxDatetime ? Ticks.ToDatetime(Ticks.UnixEpoch + (long)ticks) : null;
    }

    // The compiler passes only units that the catalogue lists, in lower case.
    private static DatetimeUnit Unit(Utf8 name) => DatetimePeriods.UnitFromName(Encoding.UTF8.GetString(name)) ?? throw UnknownUnit(name);

    private static DatetimeUnit PartUnit(Utf8 name) => DatetimePeriods.PartFromName(Encoding.UTF8.GetString(name)) ?? throw UnknownUnit(name);

    private static InvalidOperationException UnknownUnit(Utf8 name) => new($"'{Encoding.UTF8.GetString(name)}' is no unit of time.");
}

using System.Globalization;

namespace Tocsin.Functions.Time;

/// <summary>
/// Calendar functions over datetime ticks. Weeks begin on Sunday, save in <see cref="WeekOfYear"/>, which is ISO 8601's.
/// Sources: startofweek-function.md and its kin, dayofweek-function.md, week-of-year-function.md.
/// </summary>
public static class Calendar
{
    private const int DaysPerWeek = 7;

    /// <summary><c>startofday(date, offset)</c></summary>
    public static long? StartOfDay(long datetime, long offset = 0) => Scaled(Day(datetime) + (Int128)offset);

    /// <summary><c>startofweek(date, offset)</c></summary>
    public static long? StartOfWeek(long datetime, long offset = 0) =>
        Scaled(Day(datetime) - DayNumber(datetime) + ((Int128)offset * DaysPerWeek));

    /// <summary><c>startofmonth(date, offset)</c></summary>
    public static long? StartOfMonth(long datetime, long offset = 0)
    {
        DateTime date = new(datetime);
        return FromMonth(MonthIndex(date) + (Int128)offset);
    }

    /// <summary><c>startofyear(date, offset)</c></summary>
    public static long? StartOfYear(long datetime, long offset = 0) =>
        FromMonth((new DateTime(datetime).Year - 1 + (Int128)offset) * 12);

    /// <summary><c>endofday(date, offset)</c>: the last tick of the day.</summary>
    public static long? EndOfDay(long datetime, long offset = 0) => EndBefore(StartOfDay(datetime, offset), start => start + Ticks.PerDay);

    /// <summary><c>endofweek(date, offset)</c></summary>
    public static long? EndOfWeek(long datetime, long offset = 0) =>
        Scaled(Day(datetime) - DayNumber(datetime) + (((Int128)offset + 1) * DaysPerWeek), -1);

    /// <summary><c>endofmonth(date, offset)</c></summary>
    public static long? EndOfMonth(long datetime, long offset = 0) => EndBefore(
        StartOfMonth(datetime, offset),
        start => start + (DateTime.DaysInMonth(new DateTime(start).Year, new DateTime(start).Month) * Ticks.PerDay));

    /// <summary><c>endofyear(date, offset)</c></summary>
    public static long? EndOfYear(long datetime, long offset = 0) => EndBefore(
        StartOfYear(datetime, offset),
        start => start + ((DateTime.IsLeapYear(new DateTime(start).Year) ? 366 : 365) * Ticks.PerDay));

    /// <summary>
    /// <c>dayofweek(date)</c>: the time since the preceding Sunday in whole days. Null in the last week of year 9999,
    /// whose end is no datetime (so Kusto answers).
    /// </summary>
    public static long? DayOfWeek(long datetime) => EndOfWeek(datetime) is null ? null : DayNumber(datetime) * Ticks.PerDay;

    /// <summary><c>dayofmonth(date)</c></summary>
    public static int DayOfMonth(long datetime) => new DateTime(datetime).Day;

    /// <summary><c>dayofyear(date)</c></summary>
    public static int DayOfYear(long datetime) => new DateTime(datetime).DayOfYear;

    /// <summary><c>week_of_year(date)</c>: ISO 8601's week.</summary>
    public static int WeekOfYear(long datetime) => ISOWeek.GetWeekOfYear(new DateTime(datetime));

    /// <summary><c>monthofyear(date)</c>, <c>getmonth(date)</c></summary>
    public static int MonthOfYear(long datetime) => new DateTime(datetime).Month;

    /// <summary><c>getyear(date)</c></summary>
    public static int Year(long datetime) => new DateTime(datetime).Year;

    /// <summary><c>hourofday(date)</c></summary>
    public static int HourOfDay(long datetime) => new DateTime(datetime).Hour;

    /// <summary><c>make_datetime(year, month, day, hour, minute, second)</c>; null where there is no such instant.</summary>
    public static long? MakeDatetime(long year, long month, long day, long hour = 0, long minute = 0, double second = 0)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month)
            || !IsTimeOfDay(hour, minute, second))
        {
            return null;
        }

        long ticks = new DateTime((int)year, (int)month, (int)day).Ticks + (hour * Ticks.PerHour) + (minute * Ticks.PerMinute);
        return Ticks.ToDatetime(ticks + SecondsToTicks(second));
    }

    /// <summary><c>make_timespan(day, hour, minute, second)</c>; null where a part is out of its range.</summary>
    public static long? MakeTimespan(long day, long hour, long minute, double second)
    {
        if (!IsTimeOfDay(hour, minute, second) || day is < 0 or > long.MaxValue / Ticks.PerDay)
        {
            return null;
        }

        Int128 ticks = ((Int128)day * Ticks.PerDay) + (hour * Ticks.PerHour) + (minute * Ticks.PerMinute) + SecondsToTicks(second);
        return ticks <= long.MaxValue ? (long)ticks : null;
    }

    /// <summary>0 for Sunday to 6 for Saturday; the first day of year 1 is a Monday.</summary>
    internal static long DayNumber(long datetime) => (Day(datetime) + 1) % DaysPerWeek;

    internal static long Day(long datetime) => datetime / Ticks.PerDay;

    /// <summary>Months since January of year 1.</summary>
    internal static int MonthIndex(DateTime date) => ((date.Year - 1) * 12) + date.Month - 1;

    private static bool IsTimeOfDay(long hour, long minute, double second) =>
        hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and < 60;

    // A double holds seven decimals of a second inexactly: 0.1234567 is meant as 1,234,567 ticks.
    private static long SecondsToTicks(double second) => (long)Math.Round(second * Ticks.PerSecond);

    private static long? FromMonth(Int128 index) =>
        index < 0 || index >= 9999 * 12 ? null : new DateTime((int)(index / 12) + 1, (int)(index % 12) + 1, 1).Ticks;

    private static long? EndBefore(long? start, Func<long, long> next) => start is { } value ? next(value) - 1 : null;

    private static long? Scaled(Int128 days, int extra = 0)
    {
        Int128 ticks = (days * Ticks.PerDay) + extra;
        return ticks < 0 || ticks > Ticks.MaxDatetime ? null : (long)ticks;
    }
}

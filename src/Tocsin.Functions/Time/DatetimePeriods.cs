namespace Tocsin.Functions.Time;

/// <summary><c>datetime_diff</c>, <c>datetime_add</c> and <c>datetime_part</c>.</summary>
public static class DatetimePeriods
{
    /// <summary>The period of a name as <c>datetime_add</c> and <c>datetime_diff</c> take it, in any case; null for another text.</summary>
    public static DatetimeUnit? UnitFromName(ReadOnlySpan<char> name) =>
        Is(name, "year") ? DatetimeUnit.Year
        : Is(name, "quarter") ? DatetimeUnit.Quarter
        : Is(name, "month") ? DatetimeUnit.Month
        : Is(name, "week") ? DatetimeUnit.Week
        : Is(name, "day") ? DatetimeUnit.Day
        : Is(name, "hour") ? DatetimeUnit.Hour
        : Is(name, "minute") ? DatetimeUnit.Minute
        : Is(name, "second") ? DatetimeUnit.Second
        : Is(name, "millisecond") ? DatetimeUnit.Millisecond
        : Is(name, "microsecond") ? DatetimeUnit.Microsecond
        : Is(name, "nanosecond") ? DatetimeUnit.Nanosecond
        : null;

    /// <summary>The part of a name as <c>datetime_part</c> takes it, in any case; null for another text.</summary>
    public static DatetimeUnit? PartFromName(ReadOnlySpan<char> name) =>
        Is(name, "week_of_year") || Is(name, "weekofyear") ? DatetimeUnit.WeekOfYear
        : Is(name, "dayofyear") ? DatetimeUnit.DayOfYear
        : Is(name, "week") ? null
        : UnitFromName(name);

    /// <summary>
    /// <c>datetime_diff(period, left, right)</c>: how many beginnings of a period lie between the two, negative where
    /// <paramref name="left"/> is the earlier. Weeks begin on Sunday. Source: datetime-diff-function.md.
    /// </summary>
    public static long Difference(DatetimeUnit unit, long left, long right) => unit switch
    {
        DatetimeUnit.Year => Calendar.Year(left) - Calendar.Year(right),
        DatetimeUnit.Quarter => (Calendar.MonthIndex(new DateTime(left)) / 3) - (Calendar.MonthIndex(new DateTime(right)) / 3),
        DatetimeUnit.Month => Calendar.MonthIndex(new DateTime(left)) - Calendar.MonthIndex(new DateTime(right)),
        DatetimeUnit.Week => ((Calendar.Day(left) + 1) / 7) - ((Calendar.Day(right) + 1) / 7),
        DatetimeUnit.Day => Boundaries(left, right, Ticks.PerDay),
        DatetimeUnit.Hour => Boundaries(left, right, Ticks.PerHour),
        DatetimeUnit.Minute => Boundaries(left, right, Ticks.PerMinute),
        DatetimeUnit.Second => Boundaries(left, right, Ticks.PerSecond),
        DatetimeUnit.Millisecond => Boundaries(left, right, Ticks.PerMillisecond),
        DatetimeUnit.Microsecond => Boundaries(left, right, Ticks.PerMicrosecond),
        DatetimeUnit.Nanosecond => unchecked((left - right) * 100),
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    /// <summary><c>datetime_add(period, amount, datetime)</c>: a day that the month lacks becomes its last; null outside years 1 to 9999.</summary>
    public static long? Add(DatetimeUnit unit, long amount, long datetime) => unit switch
    {
        DatetimeUnit.Year => AddMonths(datetime, (Int128)amount * 12),
        DatetimeUnit.Quarter => AddMonths(datetime, (Int128)amount * 3),
        DatetimeUnit.Month => AddMonths(datetime, amount),
        DatetimeUnit.Week => AddTicks(datetime, amount, 7 * Ticks.PerDay),
        DatetimeUnit.Day => AddTicks(datetime, amount, Ticks.PerDay),
        DatetimeUnit.Hour => AddTicks(datetime, amount, Ticks.PerHour),
        DatetimeUnit.Minute => AddTicks(datetime, amount, Ticks.PerMinute),
        DatetimeUnit.Second => AddTicks(datetime, amount, Ticks.PerSecond),
        DatetimeUnit.Millisecond => AddTicks(datetime, amount, Ticks.PerMillisecond),
        DatetimeUnit.Microsecond => AddTicks(datetime, amount, Ticks.PerMicrosecond),
        DatetimeUnit.Nanosecond => Ticks.Add(datetime, amount / 100),
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    /// <summary><c>datetime_part(part, datetime)</c>; the parts below the second count from the second's beginning.</summary>
    public static int Part(DatetimeUnit unit, long datetime) => unit switch
    {
        DatetimeUnit.Year => Calendar.Year(datetime),
        DatetimeUnit.Quarter => ((Calendar.MonthOfYear(datetime) - 1) / 3) + 1,
        DatetimeUnit.Month => Calendar.MonthOfYear(datetime),
        DatetimeUnit.WeekOfYear => Calendar.WeekOfYear(datetime),
        DatetimeUnit.Day => Calendar.DayOfMonth(datetime),
        DatetimeUnit.DayOfYear => Calendar.DayOfYear(datetime),
        DatetimeUnit.Hour => Calendar.HourOfDay(datetime),
        DatetimeUnit.Minute => (int)(datetime / Ticks.PerMinute % 60),
        DatetimeUnit.Second => (int)(datetime / Ticks.PerSecond % 60),
        DatetimeUnit.Millisecond => (int)(datetime % Ticks.PerSecond / Ticks.PerMillisecond),
        DatetimeUnit.Microsecond => (int)(datetime % Ticks.PerSecond / Ticks.PerMicrosecond),
        DatetimeUnit.Nanosecond => (int)(datetime % Ticks.PerSecond) * 100,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    private static long Boundaries(long left, long right, long unit) => (left / unit) - (right / unit);

    private static bool Is(ReadOnlySpan<char> name, string value) => name.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static long? AddTicks(long datetime, long amount, long unit)
    {
        Int128 ticks = datetime + ((Int128)amount * unit);
        return ticks < 0 || ticks > Ticks.MaxDatetime ? null : (long)ticks;
    }

    private static long? AddMonths(long datetime, Int128 months)
    {
        DateTime date = new(datetime);
        Int128 index = Calendar.MonthIndex(date) + months;
        if (index < 0 || index >= 9999 * 12)
        {
            return null;
        }

        int year = (int)(index / 12) + 1;
        int month = (int)(index % 12) + 1;
        int day = Math.Min(date.Day, DateTime.DaysInMonth(year, month));
        return new DateTime(year, month, day).Ticks + (datetime % Ticks.PerDay);
    }
}

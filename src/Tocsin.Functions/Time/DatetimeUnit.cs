namespace Tocsin.Functions.Time;

/// <summary>The periods of <c>datetime_add</c>, <c>datetime_diff</c> and <c>datetime_part</c>.</summary>
public enum DatetimeUnit
{
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,

    /// <summary>Of <c>datetime_part</c> only.</summary>
    DayOfYear,

    /// <summary>Of <c>datetime_part</c> only.</summary>
    WeekOfYear,
}

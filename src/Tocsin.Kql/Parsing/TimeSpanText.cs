using System.Globalization;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Timespans as text (https://learn.microsoft.com/kusto/query/scalar-data-types/timespan): a number with a unit
/// (<c>1.5h</c>), a bare number of days, or <c>[-][d.]hh:mm[:ss[.fffffff]]</c>. Values are ticks of 100 ns.
/// </summary>
public static class TimeSpanText
{
    /// <summary>The unit's length in ticks, or null. Nanoseconds are hundredths of a tick.</summary>
    public static decimal? UnitTicks(ReadOnlySpan<char> unit) => unit switch
    {
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "s" or "sec" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "ms" or "milli" or "millis" or "millisec" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "micro" or "micros" or "microsec" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "nano" or "nanos" or "nanosec" or "nanosecond" or "nanoseconds" => 0.01m,
        "tick" or "ticks" => 1,
        _ => null,
    };

    public static bool IsUnit(ReadOnlySpan<char> text) => UnitTicks(text) is not null;

    /// <summary>Reads any of the forms; false for other text and for values beyond the range of a timespan.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long ticks)
    {
        text = text.Trim();
        return TryParseWithUnit(text, out ticks) || TryParseClock(text, out ticks);
    }

    private static bool TryParseWithUnit(ReadOnlySpan<char> text, out long ticks)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1]))
        {
            end--;
        }

        ticks = 0;
        var unit = text[end..];
        var ticksPerUnit = unit.Length == 0 ? TimeSpan.TicksPerDay : UnitTicks(unit);
        const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (ticksPerUnit is not { } size || !decimal.TryParse(text[..end], Number, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        return TryMultiply(count, size, out ticks);
    }

    private static bool TryMultiply(decimal count, decimal size, out long ticks)
    {
        ticks = 0;
        if (Math.Abs(count) > long.MaxValue)
        {
            return false;
        }

        var product = decimal.Truncate(count * size);
        if (product < long.MinValue || product > long.MaxValue)
        {
            return false;
        }

        ticks = (long)product;
        return true;
    }

    /// <summary><c>[-][d.]hh:mm[:ss[.fffffff]]</c>; also <c>d.hh:mm</c> with a colon after the days.</summary>
    private static bool TryParseClock(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (!text.Contains(':') || !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        ticks = value.Ticks;
        return true;
    }
}

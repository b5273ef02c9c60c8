using System.Globalization;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Timespans as text (https://learn.microsoft.com/kusto/query/scalar-data-types/timespan): a number with a unit
/// (<c>1.5h</c>, <c>15 seconds</c>), a bare number of days, or <c>[-][d.]hh:mm[:ss[.fffffff]]</c>. Values are ticks of 100 ns.
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

    /// <summary>True for digits with a unit, whatever their size.</summary>
    internal static bool HasUnit(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && IsUnit(text[digits..]);
    }

    /// <summary>A number with the largest unit that measures the time whole: <c>36h</c>, <c>90s</c>, <c>0s</c>; below a millisecond as a clock shows it, <c>00:00:00.0001000</c>.</summary>
    public static string Write(TimeSpan value) => Write(value.Ticks);

    /// <inheritdoc cref="Write(TimeSpan)"/>
    public static string Write(long ticks)
    {
        foreach (var unit in ticks == 0 ? ["s"] : (ReadOnlySpan<string>)["d", "h", "m", "s", "ms"])
        {
            var size = (long)UnitTicks(unit)!.Value;
            if (ticks % size == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{ticks / size}{unit}");
            }
        }

        return new TimeSpan(ticks).ToString("c", CultureInfo.InvariantCulture);
    }

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
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (ticksPerUnit is not { } size || !decimal.TryParse(text[..end].TrimEnd(' '), styles, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        return TryMultiply(count, size, out ticks);
    }

    private static bool TryMultiply(decimal count, decimal size, out long ticks)
    {
        ticks = 0;
        if (Math.Abs(count) > decimal.MaxValue / Math.Max(size, 1))
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

    /// <summary><c>[-][d.]hh:mm[:ss[.fffffff]]</c>; hours stop at 23, since <c>24:00:00</c> means different things to different readers.</summary>
    private static bool TryParseClock(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        var cursor = new TextCursor(text);
        var isNegative = cursor.TryTake('-');
        var first = cursor.TakeDigits();
        long days = 0;
        if (cursor.TryTake('.'))
        {
            if (!long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days > TimeSpan.MaxValue.Days)
            {
                return false;
            }

            first = cursor.TakeDigits();
        }

        if (!TryReadPart(first, 23, out var hours) || !cursor.TryTake(':') || !TryReadPart(cursor.TakeDigits(), 59, out var minutes))
        {
            return false;
        }

        var value = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        if (!TryReadSeconds(ref cursor, ref value) || !cursor.IsAtEnd)
        {
            return false;
        }

        return TryCombine(days, value, isNegative, out ticks);
    }

    private static bool TryReadSeconds(ref TextCursor cursor, ref long ticks)
    {
        if (!cursor.TryTake(':'))
        {
            return true;
        }

        if (!TryReadPart(cursor.TakeDigits(), 59, out var seconds))
        {
            return false;
        }

        ticks += seconds * TimeSpan.TicksPerSecond;
        return !cursor.TryTake('.') || cursor.TryTakeFraction(ref ticks);
    }

    private static bool TryReadPart(ReadOnlySpan<char> digits, int most, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && digits.Length <= 2 && value <= most;

    private static bool TryCombine(long days, long ticksOfDay, bool isNegative, out long ticks)
    {
        var sum = ((Int128)days * TimeSpan.TicksPerDay) + ticksOfDay;
        sum = isNegative ? -sum : sum;
        var fits = sum >= long.MinValue && sum <= long.MaxValue;
        ticks = fits ? (long)sum : 0;
        return fits;
    }
}

using System.Buffers.Text;
using Tocsin.Functions.Text;

namespace Tocsin.Functions.Time;

/// <summary>
/// <c>totimespan(string)</c>: <c>[-][d.]hh:mm[:ss[.fffffff]]</c>, a number with a unit (<c>1.5h</c>, <c>90s</c>,
/// <c>15 seconds</c>), or a whole number of days (scalar-data-types/timespan.md); anything else is null.
/// </summary>
public static class TimespanParser
{
    private static readonly (byte[] Name, long Ticks)[] Units =
    [
        ("d"u8.ToArray(), Ticks.PerDay), ("day"u8.ToArray(), Ticks.PerDay), ("days"u8.ToArray(), Ticks.PerDay),
        ("h"u8.ToArray(), Ticks.PerHour), ("hr"u8.ToArray(), Ticks.PerHour), ("hrs"u8.ToArray(), Ticks.PerHour),
        ("hour"u8.ToArray(), Ticks.PerHour), ("hours"u8.ToArray(), Ticks.PerHour),
        ("m"u8.ToArray(), Ticks.PerMinute), ("min"u8.ToArray(), Ticks.PerMinute),
        ("minute"u8.ToArray(), Ticks.PerMinute), ("minutes"u8.ToArray(), Ticks.PerMinute),
        ("s"u8.ToArray(), Ticks.PerSecond), ("sec"u8.ToArray(), Ticks.PerSecond),
        ("second"u8.ToArray(), Ticks.PerSecond), ("seconds"u8.ToArray(), Ticks.PerSecond),
        ("ms"u8.ToArray(), Ticks.PerMillisecond), ("milli"u8.ToArray(), Ticks.PerMillisecond),
        ("millis"u8.ToArray(), Ticks.PerMillisecond), ("millisec"u8.ToArray(), Ticks.PerMillisecond),
        ("millisecond"u8.ToArray(), Ticks.PerMillisecond), ("milliseconds"u8.ToArray(), Ticks.PerMillisecond),
        ("micro"u8.ToArray(), Ticks.PerMicrosecond), ("micros"u8.ToArray(), Ticks.PerMicrosecond),
        ("microsec"u8.ToArray(), Ticks.PerMicrosecond), ("microsecond"u8.ToArray(), Ticks.PerMicrosecond),
        ("microseconds"u8.ToArray(), Ticks.PerMicrosecond), ("tick"u8.ToArray(), 1), ("ticks"u8.ToArray(), 1),
    ];

    /// <summary>The length in ticks, or null where the text is no timespan.</summary>
    public static long? Parse(ReadOnlySpan<byte> text)
    {
        TimeCursor cursor = new(text);
        bool negative = cursor.TryByte((byte)'-');
        Int128? magnitude = cursor.Rest.Contains((byte)':') ? Clock(ref cursor) : Quantity(cursor.Rest);
        Int128? ticks = negative ? -magnitude : magnitude;
        return ticks is { } value && value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }

    private static Int128? Clock(ref TimeCursor cursor)
    {
        if (!cursor.TryNumber(1, 8, out int hours))
        {
            return null;
        }

        int days = 0;
        if (cursor.TryByte((byte)'.'))
        {
            days = hours;
            if (!cursor.TryNumber(1, 2, out hours))
            {
                return null;
            }
        }

        int seconds = 0;
        int fraction = 0;
        if (!cursor.TryByte((byte)':') || !cursor.TryNumber(1, 2, out int minutes)
            || (cursor.TryByte((byte)':') && (!cursor.TryNumber(1, 2, out seconds)
                || (cursor.TryByte((byte)'.') && !cursor.TryFraction(allowFiner: false, out fraction))))
            || !cursor.AtEnd || hours > 23 || minutes > 59 || seconds > 59)
        {
            return null;
        }

        return ((Int128)days * Ticks.PerDay) + (hours * Ticks.PerHour) + (minutes * Ticks.PerMinute) + (seconds * Ticks.PerSecond) + fraction;
    }

    private static Int128? Quantity(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (uint)(text[0] - '0') > 9
            || !Utf8Parser.TryParse(text, out decimal number, out int length) || number > long.MaxValue)
        {
            return null;
        }

        ReadOnlySpan<byte> unit = text[length..].TrimStart((byte)' ');
        if (unit.IsEmpty)
        {
            // A number alone counts days, but 1.5 is none: its point would be the one behind the days.
            return text[..length].Contains((byte)'.') ? null : (Int128)number * Ticks.PerDay;
        }

        foreach ((byte[] name, long ticks) in Units)
        {
            if (AsciiText.EqualsIgnoreCase(unit, name))
            {
                return Whole(number, ticks);
            }
        }

        return null;
    }

    private static Int128? Whole(decimal number, long ticks) =>
        number > decimal.MaxValue / ticks ? null : (Int128)decimal.Truncate(number * ticks);
}

using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Time;

/// <summary>
/// Kusto's time: ticks of 100 ns, a datetime counted from 0001-01-01T00:00:00Z to the end of year 9999. What leaves that
/// range is null (scalar-data-types/datetime.md).
/// </summary>
public static class Ticks
{
    /// <summary>Ticks of one microsecond.</summary>
    public const long PerMicrosecond = 10;

    /// <summary>Ticks of one millisecond.</summary>
    public const long PerMillisecond = 10_000;

    /// <summary>Ticks of one second.</summary>
    public const long PerSecond = 10_000_000;

    /// <summary>Ticks of one minute.</summary>
    public const long PerMinute = 60 * PerSecond;

    /// <summary>Ticks of one hour.</summary>
    public const long PerHour = 60 * PerMinute;

    /// <summary>Ticks of one day.</summary>
    public const long PerDay = 24 * PerHour;

    /// <summary>The last tick of year 9999.</summary>
    public const long MaxDatetime = 3_155_378_975_999_999_999;

    /// <summary>1970-01-01T00:00:00Z.</summary>
    public const long UnixEpoch = 621_355_968_000_000_000;

    /// <summary>The ticks as a datetime, or null outside years 1 to 9999.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long? ToDatetime(long ticks) => (ulong)ticks <= MaxDatetime ? ticks : null;

    /// <summary><c>datetime + timespan</c>.</summary>
    public static long? Add(long datetime, long timespan)
    {
        long sum = unchecked(datetime + timespan);
        bool overflow = ((datetime ^ sum) & (timespan ^ sum)) < 0;
        return overflow ? null : ToDatetime(sum);
    }

    /// <summary><c>datetime - timespan</c>.</summary>
    public static long? Subtract(long datetime, long timespan) =>
        timespan == long.MinValue ? null : Add(datetime, -timespan);

    /// <summary><c>unixtime_seconds_todatetime</c> and its finer kin; the value is in units of <paramref name="unit"/> ticks.</summary>
    public static long? FromUnixTime(long value, long unit)
    {
        Int128 ticks = ((Int128)value * unit) + UnixEpoch;
        return ticks >= 0 && ticks <= MaxDatetime ? (long)ticks : null;
    }

    /// <summary><c>unixtime_nanoseconds_todatetime</c>.</summary>
    public static long? FromUnixNanoseconds(long value) => ToDatetime(UnixEpoch + Math.DivRem(value, 100).Quotient);
}

namespace Tocsin.Functions.Time;

/// <summary>
/// <c>datetime_utc_to_local</c> and <c>datetime_local_to_utc</c>: zones by their IANA names, rules as the system's time zone
/// data has them. An unknown zone has no result (datetime-utc-to-local-function.md).
/// </summary>
public static class TimeZones
{
    /// <summary>The zone of a name, or null.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;
    }

    /// <summary>The clock of the zone at an instant.</summary>
    public static long? ToLocal(long utc, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Ticks.Add(utc, zone.GetUtcOffset(new DateTime(utc, DateTimeKind.Utc)).Ticks);
    }

    /// <summary>The instant at which a zone's clock shows a time; of two the one in standard time, for one that is skipped the offset before it.</summary>
    public static long? ToUtc(long local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Ticks.Subtract(local, zone.GetUtcOffset(new DateTime(local, DateTimeKind.Unspecified)).Ticks);
    }
}

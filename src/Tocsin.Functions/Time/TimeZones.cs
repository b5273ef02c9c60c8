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

    /// <summary>
    /// The instant at which a zone's clock shows a time; of two the one in standard time. A time that the clock skips is
    /// read with the offset after it, so that it comes back an hour earlier (datetime-local-to-utc-function.md).
    /// </summary>
    public static long? ToUtc(long local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var offset = zone.GetUtcOffset(new DateTime(local, DateTimeKind.Unspecified)).Ticks;
        if (Ticks.Subtract(local, offset) is not { } utc)
        {
            return null;
        }

        // For a skipped time .NET has the offset before it; that instant lies behind the change.
        var valid = zone.GetUtcOffset(new DateTime(utc, DateTimeKind.Utc)).Ticks;
        return valid == offset ? utc : Ticks.Subtract(local, valid);
    }
}

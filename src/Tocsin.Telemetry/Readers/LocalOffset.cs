using System.Globalization;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>How far a file's local times (NXLog's <c>EventTime</c>) are ahead of UTC.</summary>
internal static class LocalOffset
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    /// <summary>Whether each record with a local time has another in UTC beside it, or says its zone.</summary>
    public static bool IsTold(IEnumerable<SampleRecord> records) => records.All(r => r.Has("@timestamp") || r.Has("TimeCreated") || Time(r, "EventTime") is null);

    /// <summary>
    /// By Sysmon's events, which have the time in UTC as well; null where there are none, or where they come from
    /// several zones.
    /// </summary>
    public static TimeSpan? Find(IEnumerable<SampleRecord> records)
    {
        TimeSpan[] offsets =
        [
            .. records.Select(r => Time(r, "EventTime") - Time(r, "UtcTime")).OfType<TimeSpan>()
                .Select(difference => Quarter * Math.Round(difference / Quarter)).Distinct(),
        ];
        return offsets is [var only] ? only : null;
    }

    private static DateTime? Time(SampleRecord record, string name) =>
        DateTime.TryParseExact(record.Value(name), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

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

    /// <summary>How hosts write times in the languages that most are set to; which one it is, the time in UTC tells.</summary>
    private static readonly string[] HostFormats =
    [
        .. Formats, "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm:ss.fff tt", "M/d/yyyy H:mm:ss", "d/M/yyyy H:mm:ss", "d/M/yyyy h:mm:ss tt", "d.M.yyyy H:mm:ss",
        "d-M-yyyy H:mm:ss", "yyyy/M/d H:mm:ss",
    ];

    /// <summary>No zone is further from UTC.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(14.25);

    /// <summary>By moments that are told in local time and in UTC; null where there are none, or where they come from several zones.</summary>
    public static TimeSpan? Of(IEnumerable<(string Local, string Utc)> moments)
    {
        TimeSpan[] offsets = [.. moments.SelectMany(m => Differences(m.Local, m.Utc)).Select(d => Quarter * Math.Round(d / Quarter)).Distinct()];
        return offsets is [var only] ? only : null;
    }

    private static IEnumerable<TimeSpan> Differences(string local, string utc) =>
        Parsed(utc, Formats) is { } instant
            ? HostFormats.Select(f => Parsed(local.Trim().Replace('\u202F', ' '), f) - instant).OfType<TimeSpan>().Where(d => d.Duration() <= Furthest)
            : [];

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
        record.Value(name) is { } text ? Parsed(text, Formats) : null;

    private static DateTime? Parsed(string text, params string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

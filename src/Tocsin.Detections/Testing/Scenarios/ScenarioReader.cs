using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Packages;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>Reads one entry of a test's <c>events</c>: a mapping of one name, the form of events, to what they are like.</summary>
internal static class ScenarioReader
{
    private const string Forms = "one of connection, beacon, traffic, reports, process, rows and noise";
    private const long MostEvents = 1_000_000;
    private const int HttpsPort = 443;

    public static ScenarioEvents? Read(YamlFields entry, DateTime start)
    {
        var fields = entry.Names.ToList() is [var form] ? entry.Mapping(form) : null;
        if (fields is null)
        {
            if (entry.Names.Count() != 1)
            {
                entry.Bag.Report(DetectionDescriptors.WrongShape, entry.Span, entry.Path, "no single form of events", Forms);
            }

            return null;
        }

        var name = entry.Names.Single();
        ScenarioEvents? events = name switch
        {
            "connection" => Connections(fields, new TimerTiming(fields.Offset("at"), TimeSpan.FromSeconds(1), 0, 1, null, 0, 1), start),
            "beacon" => Connections(fields, Timer(fields), start),
            "traffic" => Connections(fields, Random(fields), start),
            "reports" => Reports(fields, start),
            "process" => Processes(fields, start),
            "rows" => Rows(fields, start),
            "noise" => Noise(fields),
            _ => null,
        };
        if (events is null)
        {
            entry.Bag.Report(DetectionDescriptors.WrongValue, entry.Span, entry.Path, name, Forms);
            return null;
        }

        fields.RefuseTheRest();
        return events;
    }

    private static ConnectionEvents Connections(YamlFields fields, Timing timing, DateTime start) => new(
        timing,
        Actor(fields),
        fields.RequiredTexts("destination"),
        Ports(fields),
        Many(fields, "url"),
        fields.Optional("protocol") ?? "Tcp",
        fields.Optional("action") ?? "ConnectionSuccess",
        fields.Whole("bytesSent", 0, long.MaxValue),
        fields.Whole("bytesReceived", 0, long.MaxValue),
        Fields(fields, KnownTables.DeviceNetworkEvents, start),
        fields.Flag("background") ?? false);

    private static TimerTiming Timer(YamlFields fields)
    {
        var timing = new TimerTiming(
            fields.Offset("at"),
            fields.RequiredDuration("interval"),
            fields.Fraction("jitter"),
            (int?)fields.Whole("count", 1),
            fields.Duration("over"),
            fields.Fraction("missing"),
            (int)(fields.Whole("burst", 1) ?? 1));
        if (fields.Has("count") == fields.Has("over"))
        {
            fields.Report(DetectionDescriptors.WrongShape, "interval", "no single end", "exactly one of count and over beside it");
            return timing with { Count = 1, Over = null };
        }

        return Bounded(fields, timing);
    }

    /// <summary>A mistyped interval must not fill the memory.</summary>
    private static TimerTiming Bounded(YamlFields fields, TimerTiming timing)
    {
        var times = timing.Count ?? ((double)timing.Over.GetValueOrDefault().Ticks / timing.Interval.Ticks) + 1;
        if (times * timing.Burst <= MostEvents)
        {
            return timing;
        }

        var asked = Math.Floor(times * timing.Burst).ToString("0", CultureInfo.InvariantCulture);
        fields.Report(TestDescriptors.TooManyEvents, fields.Has("count") ? "count" : "over", asked, MostEvents.ToString(CultureInfo.InvariantCulture));
        return timing with { Count = 1, Over = null };
    }

    private static RandomTiming Random(YamlFields fields)
    {
        if (!fields.Has("count"))
        {
            fields.ReportMissing("count");
        }

        return new RandomTiming(fields.Offset("at"), (int)(fields.Whole("count", 1, MostEvents) ?? 1), fields.RequiredDuration("over"));
    }

    private static ReportEvents Reports(YamlFields fields, DateTime start)
    {
        var connections = fields.Wholes("connections", 0, int.MaxValue - 1);
        if (!fields.Has("connections"))
        {
            fields.ReportMissing("connections");
        }

        var hours = (int)(fields.Whole("hours", 1, MostEvents) ?? Math.Max(1, connections.Length));
        return new ReportEvents(
            new TimerTiming(fields.Offset("at"), fields.Duration("interval") ?? TimeSpan.FromHours(1), 0, hours, null, 0, 1),
            Actor(fields),
            fields.Required("destination"),
            Ports(fields)[0],
            fields.Optional("url") ?? "",
            fields.Optional("protocol") ?? "Tcp",
            fields.Optional("action") ?? "ConnectionSuccessAggregatedReport",
            connections.IsEmpty ? [0] : connections,
            fields.Fraction("jitter"),
            Fields(fields, KnownTables.DeviceNetworkEvents, start),
            fields.Flag("background") ?? false);
    }

    private static ProcessEvents Processes(YamlFields fields, DateTime start)
    {
        var count = (int)(fields.Whole("count", 1) ?? 1);
        if (count > 1 && !fields.Has("interval"))
        {
            fields.ReportMissing("interval");
        }

        var interval = fields.Duration("interval") ?? TimeSpan.FromSeconds(1);
        var timing = new TimerTiming(fields.Offset("at"), interval, fields.Fraction("jitter"), count, null, 0, 1);
        fields.Required("process");
        return new ProcessEvents(
            Bounded(fields, timing),
            Actor(fields),
            fields.Optional("action") ?? "ProcessCreated",
            Fields(fields, KnownTables.DeviceProcessEvents, start),
            fields.Flag("background") ?? false);
    }

    private static RowEvents? Rows(YamlFields fields, DateTime start)
    {
        var name = fields.Required("table");
        var table = KnownTables.Find(name);
        if (table is null && name.Length > 0)
        {
            fields.Report(TestDescriptors.NoSuchTable, "table", name, KnownTables.Nearest(name));
        }

        var target = table ?? KnownTables.DeviceNetworkEvents;
        ImmutableArray<ImmutableArray<FieldValue>> rows = [.. fields.Mappings("rows").Select(r => table is null ? [] : FieldReader.Read(r, target, start))];
        if (!fields.Has("rows"))
        {
            fields.ReportMissing("rows");
        }

        var count = (int)(fields.Whole("count", 1, MostEvents) ?? 1);
        if (count > 1 && !fields.Has("interval"))
        {
            fields.ReportMissing("interval");
        }

        return new RowEvents(target, rows, fields.Duration("interval") ?? TimeSpan.Zero, count, fields.Flag("background") ?? false);
    }

    private static NoiseEvents Noise(YamlFields fields) => new(
        fields.Offset("at"),
        fields.Duration("over") ?? TimeSpan.FromHours(24),
        (int)(fields.Whole("devices", 1, MostEvents) ?? 10),
        (int)(fields.Whole("connections", 1, MostEvents) ?? 500));

    private static Actor Actor(YamlFields fields) => new(
        fields.RequiredTexts("device"),
        fields.Optional("process") ?? "",
        fields.Optional("folder") ?? "",
        Many(fields, "commandLine"),
        fields.Optional("parent") ?? "",
        Many(fields, "account"));

    private static ImmutableArray<FieldValue> Fields(YamlFields fields, TableSchema table, DateTime start) =>
        fields.Mapping("fields") is { } given ? FieldReader.Read(given, table, start) : [];

    private static ImmutableArray<string> Many(YamlFields fields, string name) =>
        fields.Texts(name) is { IsEmpty: false } texts ? texts : [""];

    private static ImmutableArray<int> Ports(YamlFields fields) =>
        fields.Wholes("port", 0, ushort.MaxValue) is { IsEmpty: false } ports ? ports : [HttpsPort];
}

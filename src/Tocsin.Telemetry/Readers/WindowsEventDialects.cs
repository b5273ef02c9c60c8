using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Telemetry.Mapping.MappedValue;

namespace Tocsin.Telemetry.Readers;

/// <summary>The dialects that are known. A further one is one entry.</summary>
internal static partial class WindowsEventDialects
{
    // Patterns of what an event's XML has in System.
    private const string Number = "<EventID[^>]*>(\\d+)</EventID>";
    private const string ProviderName = "<Provider [^>]*?Name=['\"]([^'\"]*)['\"]";
    private const string ComputerName = "<Computer>([^<]*)</Computer>";
    private const string SystemTime = "<TimeCreated [^>]*?SystemTime=['\"]([^'\"]*)['\"]";
    private const string RecordNumber = "<EventRecordID>(\\d+)</EventRecordID>";

    /// <summary>Splunk's names of sources and their types: the input, then the channel.</summary>
    private const string InputName = "^(?:Xml)?WinEventLog:(.*)$";

    /// <summary>The first line of an event's text, in the host's local time.</summary>
    private const string RawTime = @"^\s*(" + RawClock + ")";

    private const string RawClock = @"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M";

    /// <summary>What our own readers make of binary logs and event XML.</summary>
    public static readonly WindowsEventDialect Decoded = new()
    {
        Name = "decoded",
        Matches = _ => false,
        EventId = Of("EventID"),
        Provider = Of("Provider"),
        Computer = Of("Computer"),
        Time = Of("TimeCreated"),
        RecordId = Of("EventRecordID"),
        Data = (_, name) => Of("EventData", name),
        Rejected = Of("Rejected"),
    };

    /// <summary>In the order in which they are asked: what is told by a name of its own comes first.</summary>
    public static readonly ImmutableArray<WindowsEventDialect> All =
    [
        Splunk(TimeSpan.Zero),
        SplunkFields(),

        // EvtxECmd (--json, --csv): the whole payload stands as JSON in a string.
        new()
        {
            Name = "EvtxECmd",
            Matches = r => r.Has("Payload") && r.Has("EventId") && r.Has("Provider"),
            EventId = Of("EventId"),
            Provider = Of("Provider"),
            Computer = Of("Computer"),
            Time = Of("TimeCreated"),
            RecordId = First(Of("EventRecordId"), Of("RecordNumber")),
            Data = (_, name) => new JsonDataValue(Of("Payload"), name),
        },

        // evtx_dump (https://github.com/omerbenamram/evtx): attributes under #attributes, or beside it with --separate-json-attributes.
        new()
        {
            Name = "evtx_dump",
            Matches = r => r.Has("Event/System"),
            EventId = TextOf("Event", "System", "EventID"),
            Provider = First(
                Of("Event", "System", "Provider", "#attributes", "Name"),
                Of("Event", "System", "Provider_attributes", "Name"),
                Of("Event", "System", "Provider", "@Name")),
            Computer = TextOf("Event", "System", "Computer"),
            Time = First(
                Of("Event", "System", "TimeCreated", "#attributes", "SystemTime"),
                Of("Event", "System", "TimeCreated_attributes", "SystemTime"),
                Of("Event", "System", "TimeCreated", "@SystemTime")),
            RecordId = TextOf("Event", "System", "EventRecordID"),
            Data = (_, name) => First(Of("Event", "EventData", name), new JsonDataValue(Of("Event", "EventData", "Data"), name)),
        },

        // Velociraptor's parse_evtx(), OpenWEC and others that turn the XML into objects: values by themselves or beside attributes.
        new()
        {
            Name = "Velociraptor",
            Matches = r => r.Has("System/EventID") && r.Has("System/Provider"),
            EventId = First(new JsonFieldValue(Of("System", "EventID"), "Value"), TextOf("System", "EventID")),
            Provider = First(Of("System", "Provider", "Name"), Of("System", "Provider", "@Name")),
            Computer = TextOf("System", "Computer"),
            Time = new UnixSecondsValue(First(
                new JsonFieldValue(Of("System", "TimeCreated"), "SystemTime"),
                new JsonFieldValue(Of("System", "TimeCreated"), "@SystemTime"),
                Of("System", "TimeCreated"))),
            RecordId = TextOf("System", "EventRecordID"),
            Data = (_, name) => First(Of("EventData", name), new JsonDataValue(Of("EventData", "Data"), name)),
        },
        Wazuh("data", "win"),
        Wazuh("win"),
        WazuhFlat(),

        GetWinEvent(TimeSpan.Zero),

        // Fluent Bit's winevtlog input (https://docs.fluentbit.io/manual/pipeline/inputs/windows-event-log-winevtlog), the older
        // winlog, and Fluentd's windows_eventlog2.
        new()
        {
            Name = "Fluent Bit",
            Matches = r => r.Has("EventID") && r.HasAny("StringInserts", "ProviderName"),
            EventId = Of("EventID"),
            Provider = First(Of("ProviderName"), Of("SourceName")),
            Computer = First(Of("Computer"), Of("ComputerName")),
            Time = First(Of("TimeCreated"), Of("TimeGenerated")),
            RecordId = First(Of("EventRecordID"), Of("RecordNumber")),
            Data = (kind, name) => FromMessage(
                kind, name, First(Of("Message"), Of("Description")), index => First(Of("StringInserts", index), Of("EventData", index))),
        },

        // Fluentd's older windows_eventlog.
        new()
        {
            Name = "Fluentd",
            Matches = r => r.Has("event_id") && r.Has("source_name") && r.HasAny("string_inserts", "description"),
            EventId = Of("event_id"),
            Provider = Of("source_name"),
            Computer = Of("computer_name"),
            Time = Of("time_generated"),
            RecordId = Of("record_number"),
            Data = (kind, name) => FromMessage(kind, name, Of("description"), index => Of("string_inserts", index)),
        },

        // Winlogbeat up to 6: https://www.elastic.co/guide/en/beats/winlogbeat/6.8/exported-fields-eventlog.html
        new()
        {
            Name = "Winlogbeat 6",
            Matches = r => r.Has("event_id") && r.Has("event_data"),
            EventId = Of("event_id"),
            Provider = Of("source_name"),
            Computer = Of("computer_name"),
            Time = Of("@timestamp"),
            RecordId = Of("record_number"),
            Data = (_, name) => Of("event_data", name),
        },

        // https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog
        new()
        {
            Name = "Winlogbeat 7",
            Matches = r => r.Has("winlog/event_id"),
            EventId = Of("winlog", "event_id"),
            Provider = First(Of("winlog", "provider_name"), Of("event", "provider")),
            Computer = First(Of("winlog", "computer_name"), Of("host", "name")),
            Time = Of("@timestamp"),
            RecordId = Of("winlog", "record_id"),
            Data = (kind, name) => CommonSchema.Find(kind, name) is { } common
                ? First(Of("winlog", "event_data", name), common)
                : Of("winlog", "event_data", name),
        },

        // The same with names in place of objects: a table exported from Kibana, the fields of a search.
        new()
        {
            Name = "Winlogbeat 7, flat",
            Matches = r => r.Has("winlog.event_id"),
            EventId = Of("winlog.event_id"),
            Provider = First(Of("winlog.provider_name"), Of("event.provider")),
            Computer = First(Of("winlog.computer_name"), Of("host.name")),
            Time = Of("@timestamp"),
            RecordId = Of("winlog.record_id"),
            Data = (kind, name) => CommonSchema.Find(kind, name) is { } common
                ? First(Of("winlog.event_data." + name), common.Renamed(f => Of(string.Join('.', f.Path))))
                : Of("winlog.event_data." + name),
            Absent = "-",
        },
        Graylog("winlogbeat_winlog_", "provider_name"),
        Graylog("winlog_", "provider_name"),
        Graylog("winlogbeat_", "source_name"),

        // https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent
        new()
        {
            Name = "Azure SecurityEvent",
            Matches = r => r.Has("TimeGenerated") && r.Has("EventID") && r.HasAny("EventSourceName", "Activity"),
            EventId = Of("EventID"),
            Provider = First(Of("EventSourceName"), new ConstantValue(WindowsSecurityEvents.Provider)),
            Computer = Of("Computer"),
            Time = Of("TimeGenerated"),
            RecordId = First(Of("EventRecordId"), Of("EventRecordID")),
            Data = (_, name) => First(Of(name), XmlData(Of("EventData"), name)),
        },

        // https://learn.microsoft.com/azure/azure-monitor/reference/tables/event
        new()
        {
            Name = "Azure Event",
            Matches = r => r.Has("TimeGenerated") && r.Has("EventID") && r.Has("Source") && r.HasAny("EventLog", "EventData"),
            EventId = Of("EventID"),
            Provider = Of("Source"),
            Computer = Of("Computer"),
            Time = Of("TimeGenerated"),
            RecordId = Of("EventRecordId"),
            Data = (kind, name) => First(XmlData(Of("EventData"), name), FromMessage(kind, name, Of("RenderedDescription"), null)),
        },

        // https://learn.microsoft.com/azure/azure-monitor/reference/tables/windowsevent
        new()
        {
            Name = "Azure WindowsEvent",
            Matches = r => r.Has("TimeGenerated") && r.Has("EventID") && r.Has("Provider") && r.Has("EventData"),
            EventId = Of("EventID"),
            Provider = Of("Provider"),
            Computer = Of("Computer"),
            Time = Of("TimeGenerated"),
            RecordId = Of("EventRecordId"),
            Data = (_, name) => new JsonFieldValue(Of("EventData"), name),
        },

        // The fields in an object of their own: Velociraptor's hunts.
        new()
        {
            Name = "EventData",
            Matches = r => r.Has("EventID") && r.HasAny("Provider", "Channel") && r.HasWithin("EventData"),
            EventId = Of("EventID"),
            Provider = First(Of("Provider"), ProviderOf(Of("Channel"))),
            Computer = First(Of("Computer"), Of("Hostname")),
            Time = First(Of("TimeCreated"), Of("EventTime"), Of("@timestamp")),
            RecordId = Of("EventRecordID"),
            Data = (_, name) => Of("EventData", name),
        },

        // The event's XML in a field: Fluent Bit with render_event_as_xml, and others.
        .. XmlFields.Select(EventXml),

        // NXLog's im_msvistalog through to_json(), Logstash on top: flat, Hostname is the sender's, EventTime its local time.
        NxLog(TimeSpan.Zero),
        Gelf(),
    ];

    private static IEnumerable<string> XmlFields => ["System", "Event", "event", "xml", "Xml", "EventXml"];

    /// <summary>
    /// Get-WinEvent | ConvertTo-Json, or Export-Csv: EventLogRecord's properties; EventData without names. JSON has the time's
    /// zone, a table has the time as the host shows it.
    /// </summary>
    /// <param name="ahead">How far its local times are ahead of UTC.</param>
    private static WindowsEventDialect GetWinEvent(TimeSpan ahead)
    {
        var time = new DotNetDateValue(First(new JsonFieldValue(Of("TimeCreated"), "value"), Of("TimeCreated")));
        return new()
        {
            Name = "Get-WinEvent",
            Matches = r => r.Has("ProviderName") && r.Has("Id") && r.HasAny("LogName", "RecordId", "MachineName"),
            EventId = Of("Id"),
            Provider = Of("ProviderName"),
            Computer = Of("MachineName"),
            Time = ahead == TimeSpan.Zero ? time : new ShiftedTimeValue(time, ahead),
            RecordId = Of("RecordId"),
            Data = (kind, name) => FromMessage(kind, name, Of("Message"), index => Of("Properties", index, "Value")),
            LocalTimes = r => r.Value("TimeCreated") is not { } text || text.Contains("Date(", StringComparison.Ordinal) ? default : (text, UtcTime(r.Value("Message"))),
            Ahead = GetWinEvent,
        };
    }

    /// <summary>What Sysmon's messages say of the time, as a sample has them: with JSON's escapes or without.</summary>
    private static string? UtcTime(string? message) => message is not null && MessageUtcTime().Match(message) is { Success: true } match ? match.Groups["time"].Value : null;

    [GeneratedRegex(@"UtcTime: (?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,7})?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MessageUtcTime();

    [GeneratedRegex(@"^\s*(?<time>" + RawClock + ")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RawLocalTime();

    /// <param name="ahead">How far its local times are ahead of UTC where a record does not tell.</param>
    private static WindowsEventDialect NxLog(TimeSpan ahead) => new()
    {
        Name = "NXLog",
        Matches = r => r.Has("EventID") && r.HasAny("SourceName", "Channel"),
        EventId = Of("EventID"),
        Provider = First(Source(Of("SourceName")), Of("ProviderName"), Of("Provider"), ProviderOf(Of("Channel"))),
        Computer = First(Of("Hostname"), Of("Computer")),
        Time = First(
            Of("TimeCreated"),
            new LocalTimeValue(Of("EventTime"), First(Of("EventReceivedTime"), Of("EventTime")), Of("@timestamp"), ahead),
            Of("@timestamp")),
        RecordId = First(Of("RecordNumber"), Of("EventRecordID")),
        Data = (kind, name) => NxLogData(kind, name),
        Ahead = NxLog,
    };

    /// <summary>
    /// Older NXLog overwrites a field that differs from one of the header in case only; the rendered message still
    /// has it. Newer has both as ExecutionProcessID and ProcessId.
    /// </summary>
    private static MappedValue NxLogData(WindowsEventKind kind, string name) => name switch
    {
        "ProcessID" => First(Of("ProcessId"), new ExtractValue(Of("Message"), @"(?m)^\s*Process ID:\s+(\d+)")),
        "ProcessId" when kind.Provider.Equals(WindowsSecurityEvents.Provider, StringComparison.Ordinal) =>
            First(Of("ProcessId"), new ExtractValue(Of("Message"), @"(?m)^\s*Creator Process ID:\s+(0x[0-9a-fA-F]+|\d+)")),
        "ProcessId" => First(Of("ProcessId"), FromMessage(kind, name, Of("Message"), null)),
        _ => Of(name),
    };

    /// <summary>
    /// Sysmon's message is its fields, a line each, in every language; the fields of other providers have their place in
    /// the order, or stand in a message that can be read in English only.
    /// </summary>
    private static MappedValue FromMessage(WindowsEventKind kind, string name, MappedValue message, Func<string, MappedValue>? place)
    {
        if (kind.Provider.Equals(SysmonEvents.Provider, StringComparison.Ordinal))
        {
            return new ExtractValue(message, $@"(?m)^\s*{name}: (.*?)\r?$");
        }

        var text = kind.InMessage.TryGetValue(name, out var pattern) ? new ExtractValue(message, pattern) : null;
        var inserted = place?.Invoke(string.Create(CultureInfo.InvariantCulture, $"[{kind.Properties.IndexOf(name)}]"));
        return (inserted, text) switch
        {
            (null, null) => new ConstantValue(string.Empty),
            (null, _) => text,
            (_, null) => inserted,
            _ => First(inserted, text),
        };
    }

    /// <summary>NXLog's fields as GELF carries them: with an underscore in front.</summary>
    private static WindowsEventDialect Gelf() => new()
    {
        Name = "GELF",
        Matches = r => r.Has("_EventID") && r.HasAny("_SourceName", "_Channel"),
        EventId = Of("_EventID"),
        Provider = First(Source(Of("_SourceName")), ProviderOf(Of("_Channel"))),
        Computer = First(Of("host"), Of("_Hostname")),
        Time = new UnixSecondsValue(Of("timestamp")),
        RecordId = Of("_RecordNumber"),
        Data = (_, name) => Of("_" + name),
    };

    /// <summary>The provider by the name that its messages have, which the older interfaces give.</summary>
    private static LookupValue Source(MappedValue name) =>
        new(name, [new("Microsoft Windows security auditing.", WindowsSecurityEvents.Provider)], name);

    /// <summary>The provider of what is read from a channel that has only one.</summary>
    private static LookupValue ProviderOf(MappedValue channel) => new(
        channel,
        [
            new("Microsoft-Windows-Sysmon/Operational", SysmonEvents.Provider),
            new("Security", WindowsSecurityEvents.Provider),
        ],
        channel);

    private static XmlTextValue XmlData(MappedValue xml, string name) => new(xml, $"<Data Name=['\"]{name}['\"]>([^<]*)</Data>");

    /// <summary>An element's text, whether it stands by itself or beside attributes.</summary>
    private static MappedValue TextOf(params ReadOnlySpan<string> path)
    {
        var value = Of(path);
        return First(new JsonFieldValue(value, "#text"), value);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Telemetry.Mapping.MappedValue;

namespace Tocsin.Telemetry.Readers;

/// <summary>The dialects that are known. A further one is one entry.</summary>
internal static class WindowsEventDialects
{
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
        Splunk("result"),
        Splunk(),

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

        // Velociraptor's parse_evtx().
        new()
        {
            Name = "Velociraptor",
            Matches = r => r.Has("System/EventID") && r.Has("System/Provider"),
            EventId = Of("System", "EventID", "Value"),
            Provider = Of("System", "Provider", "Name"),
            Computer = Of("System", "Computer"),
            Time = new UnixSecondsValue(Of("System", "TimeCreated", "SystemTime")),
            RecordId = Of("System", "EventRecordID"),
            Data = (_, name) => Of("EventData", name),
        },

        // Get-WinEvent | ConvertTo-Json: EventLogRecord's properties; EventData without names.
        new()
        {
            Name = "Get-WinEvent",
            Matches = r => r.Has("ProviderName") && r.Has("Id") && r.HasAny("LogName", "RecordId", "MachineName"),
            EventId = Of("Id"),
            Provider = Of("ProviderName"),
            Computer = Of("MachineName"),
            Time = new DotNetDateValue(Of("TimeCreated")),
            RecordId = Of("RecordId"),
            Data = (kind, name) => FromMessage(kind, name, Of("Message"), index => Of("Properties", index, "Value")),
        },

        // Fluent Bit's winevtlog input (https://docs.fluentbit.io/manual/pipeline/inputs/windows-event-log-winevtlog), and the older winlog.
        new()
        {
            Name = "Fluent Bit",
            Matches = r => r.Has("EventID") && r.HasAny("StringInserts", "ProviderName"),
            EventId = Of("EventID"),
            Provider = First(Of("ProviderName"), Of("SourceName")),
            Computer = First(Of("Computer"), Of("ComputerName")),
            Time = First(Of("TimeCreated"), Of("TimeGenerated")),
            RecordId = First(Of("EventRecordID"), Of("RecordNumber")),
            Data = (kind, name) => FromMessage(kind, name, Of("Message"), index => Of("StringInserts", index)),
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
        Winlogbeat7(),
        Winlogbeat7("_source"),

        // The same with names in place of objects, as a table exported from Kibana has them.
        new()
        {
            Name = "Winlogbeat 7, flat",
            Matches = r => r.Has("winlog.event_id"),
            EventId = Of("winlog.event_id"),
            Provider = First(Of("winlog.provider_name"), Of("event.provider")),
            Computer = First(Of("winlog.computer_name"), Of("host.name")),
            Time = Of("@timestamp"),
            RecordId = Of("winlog.record_id"),
            Data = (_, name) => FlatData(name),
        },

        // https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent
        new()
        {
            Name = "Azure SecurityEvent",
            Matches = r => r.Has("TimeGenerated") && r.Has("EventID") && r.HasAny("EventSourceName", "Activity"),
            EventId = Of("EventID"),
            Provider = First(Of("EventSourceName"), new ConstantValue(WindowsSecurityEvents.Provider)),
            Computer = Of("Computer"),
            Time = Of("TimeGenerated"),
            RecordId = Of("EventRecordId"),
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

        // NXLog's im_msvistalog through to_json(), Logstash on top: flat, Hostname is the sender's, EventTime its local time.
        NxLog(TimeSpan.Zero),
    ];

    /// <summary>Fields that the Elastic Common Schema took out of event_data (Winlogbeat's Sysmon and Security modules).</summary>
    private static readonly Dictionary<string, MappedValue> CommonSchema = new(StringComparer.Ordinal)
    {
        ["UtcTime"] = Of("@timestamp"),
        ["ProcessGuid"] = Of("process", "entity_id"),
        ["ProcessId"] = Of("process", "pid"),
        ["Image"] = Of("process", "executable"),
        ["CommandLine"] = Of("process", "command_line"),
        ["CurrentDirectory"] = Of("process", "working_directory"),
        ["ParentProcessGuid"] = Of("process", "parent", "entity_id"),
        ["ParentProcessId"] = Of("process", "parent", "pid"),
        ["ParentImage"] = Of("process", "parent", "executable"),
        ["ParentCommandLine"] = Of("process", "parent", "command_line"),
        ["User"] = new JoinedValue("\\", [Of("user", "domain"), Of("user", "name")]),
        ["Protocol"] = Of("network", "transport"),
        ["Initiated"] = new LookupValue(
            Of("network", "direction"),
            [new("outbound", "true"), new("egress", "true"), new("inbound", "false"), new("ingress", "false")]),
        ["SourceIp"] = Of("source", "ip"),
        ["SourcePort"] = Of("source", "port"),
        ["DestinationIp"] = Of("destination", "ip"),
        ["DestinationPort"] = Of("destination", "port"),
        ["QueryName"] = Of("dns", "question", "name"),
    };

    /// <summary>https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog; under _source in an index's dump.</summary>
    private static WindowsEventDialect Winlogbeat7(params ImmutableArray<string> under)
    {
        var prefix = string.Concat(under.Select(u => u + "/"));
        return new()
        {
            Name = "Winlogbeat 7",
            Matches = r => r.Has(prefix + "winlog/event_id"),
            EventId = At("winlog", "event_id"),
            Provider = At("winlog", "provider_name"),
            Computer = First(At("winlog", "computer_name"), At("host", "name")),
            Time = At("@timestamp"),
            RecordId = At("winlog", "record_id"),
            Data = (_, name) => CommonSchema.TryGetValue(name, out var common)
                ? First(At("winlog", "event_data", name), InFields(common, path => At(path)))
                : At("winlog", "event_data", name),
        };

        FieldValue At(params ReadOnlySpan<string> path) => new([.. under, .. path]);
    }

    private static MappedValue FlatData(string name) => CommonSchema.TryGetValue(name, out var common)
        ? First(Of("winlog.event_data." + name), InFields(common, path => Of(string.Join('.', path))))
        : Of("winlog.event_data." + name);

    /// <summary>The value with its fields named in another way.</summary>
    private static MappedValue InFields(MappedValue value, Func<string[], MappedValue> named) => value switch
    {
        FieldValue field => named([.. field.Path]),
        JoinedValue joined => joined with { Values = [.. joined.Values.Select(v => InFields(v, named))] },
        LookupValue lookup => lookup with { Key = InFields(lookup.Key, named) },
        _ => value,
    };

    /// <summary>
    /// A search's export, one result an object: the add-on's fields where it made any, else the event itself in
    /// <c>_raw</c>, as XML or as the older text.
    /// </summary>
    private static WindowsEventDialect Splunk(params ImmutableArray<string> under)
    {
        var prefix = string.Concat(under.Select(u => u + "/"));
        var raw = At("_raw");
        return new()
        {
            Name = "Splunk",
            Matches = r => r.Has(prefix + "_raw") && (r.Value(prefix + "_raw")!.Contains("Event", StringComparison.Ordinal) || r.Has(prefix + "EventCode")),
            EventId = First(
                new XmlTextValue(raw, "<EventID[^>]*>(\\d+)</EventID>"), new ExtractValue(raw, @"(?m)^EventCode=(\d+)"), At("EventCode"), At("EventID")),
            Provider = First(
                new XmlTextValue(raw, "<Provider [^>]*?Name=['\"]([^'\"]*)['\"]"),
                new LookupValue(
                    new ExtractValue(raw, @"(?m)^SourceName=(.*?)\r?$"),
                    [new("Microsoft Windows security auditing.", WindowsSecurityEvents.Provider)],
                    new ExtractValue(raw, @"(?m)^SourceName=(.*?)\r?$")),
                At("SourceName")),
            Computer = First(
                new XmlTextValue(raw, "<Computer>([^<]*)</Computer>"), new ExtractValue(raw, @"(?m)^ComputerName=(.*?)\r?$"), At("ComputerName"), At("host")),
            Time = First(new XmlTextValue(raw, "<TimeCreated [^>]*?SystemTime=['\"]([^'\"]*)['\"]"), new UnixSecondsValue(At("_time"))),
            RecordId = First(
                new XmlTextValue(raw, "<EventRecordID>(\\d+)</EventRecordID>"), new ExtractValue(raw, @"(?m)^RecordNumber=(\d+)"), At("RecordNumber")),
            Data = (kind, name) => First(XmlData(raw, name), FromMessage(kind, name, raw, null), At(name)),
        };

        FieldValue At(params ReadOnlySpan<string> path) => new([.. under, .. path]);
    }

    /// <param name="ahead">How far its local times are ahead of UTC where a record does not tell.</param>
    private static WindowsEventDialect NxLog(TimeSpan ahead) => new()
    {
        Name = "NXLog",
        Matches = r => r.Has("EventID") && r.HasAny("SourceName", "Channel"),
        EventId = Of("EventID"),
        Provider = Of("SourceName"),
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

    private static XmlTextValue XmlData(MappedValue xml, string name) => new(xml, $"<Data Name=['\"]{name}['\"]>([^<]*)</Data>");

    /// <summary>An element's text, whether it stands by itself or beside attributes.</summary>
    private static MappedValue TextOf(params ReadOnlySpan<string> path)
    {
        var value = Of(path);
        return First(new JsonFieldValue(value, "#text"), value);
    }
}

using System.Collections.Immutable;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Telemetry.Mapping.MappedValue;

namespace Tocsin.Telemetry.Readers;

/// <summary>Dialects of what stores make of events: Splunk, Wazuh, Graylog, and the event's XML in a field.</summary>
internal static partial class WindowsEventDialects
{
    /// <summary>
    /// A search's export, one result an object: the add-on's fields where it made any, else the event itself in
    /// <c>_raw</c>, as XML or as the older text.
    /// </summary>
    private static WindowsEventDialect Splunk(TimeSpan ahead)
    {
        var raw = Of("_raw");
        return new()
        {
            Name = "Splunk",
            Matches = r => r.Value("_raw") is { } text && (text.Contains("Event", StringComparison.Ordinal) || r.Has("EventCode")),
            EventId = First(
                new XmlTextValue(raw, Number), new ExtractValue(raw, @"(?m)^EventCode=(\d+)"), Of("EventCode"), Of("EventID")),
            Provider = First(
                new XmlTextValue(raw, ProviderName),
                Source(new ExtractValue(raw, @"(?m)^SourceName=(.*?)\r?$")),
                Of("SourceName")),
            Computer = First(
                new XmlTextValue(raw, ComputerName), new ExtractValue(raw, @"(?m)^ComputerName=(.*?)\r?$"), Of("ComputerName"), Of("host")),
            Time = First(new XmlTextValue(raw, SystemTime), new UnixSecondsValue(Of("_time")), new ShiftedTimeValue(new TimeFormatValue(new ExtractValue(raw, RawTime), "%m/%d/%Y %I:%M:%S %p", UtcOffset: null), ahead)),
            LocalTimes = r => r.Has("_time") || RawLocalTime().Match(r.Value("_raw") ?? string.Empty) is not { Success: true } time ? default : (time.Groups["time"].Value, UtcTime(r.Value("_raw"))),
            Ahead = Splunk,
            RecordId = First(
                new XmlTextValue(raw, RecordNumber), new ExtractValue(raw, @"(?m)^RecordNumber=(\d+)"), Of("RecordNumber")),
            Data = (kind, name) => First(XmlData(raw, name), FromMessage(kind, name, raw, null), Of(name)),
        };
    }

    /// <summary>A search's table: the fields that the add-ons made, without the event itself.</summary>
    private static WindowsEventDialect SplunkFields() => new()
    {
        Name = "Splunk fields",
        Matches = r => r.Has("EventCode") && r.Has("_time") && r.HasAny("SourceName", "source", "sourcetype", "Channel"),
        EventId = Of("EventCode"),
        Provider = First(
            Source(Of("SourceName")),
            ProviderOf(Of("Channel")),
            ProviderOf(new ExtractValue(Of("source"), InputName)),
            ProviderOf(new ExtractValue(Of("sourcetype"), InputName))),
        Computer = First(Of("Computer"), Of("ComputerName"), Of("host")),
        Time = new UnixSecondsValue(Of("_time")),
        RecordId = First(Of("EventRecordID"), Of("RecordNumber")),
        Data = (kind, name) => First(Of(name), FromMessage(kind, name, Of("Message"), null)),
    };

    /// <summary>
    /// Wazuh's archives and alerts: names begin in lower case, and texts are escaped once more, as XML and within JSON
    /// (https://documentation.wazuh.com/current/user-manual/capabilities/log-data-collection/index.html).
    /// </summary>
    private static WindowsEventDialect Wazuh(params ImmutableArray<string> under)
    {
        var event_ = string.Join('/', under);
        return Wazuh("Wazuh", r => r.Has(event_ + "/system/eventID"), (section, name) => new FieldValue([.. under, section, name]));
    }

    /// <summary>The same as a table of the dashboard has it.</summary>
    private static WindowsEventDialect WazuhFlat() =>
        Wazuh("Wazuh, flat", r => r.Has("data.win.system.eventID"), (section, name) => Of($"data.win.{section}.{name}"));

    private static WindowsEventDialect Wazuh(string title, Func<SampleRecord, bool> matches, Func<string, string, MappedValue> at) => new()
    {
        Name = title,
        Matches = matches,
        EventId = at("system", "eventID"),
        Provider = at("system", "providerName"),
        Computer = at("system", "computer"),
        Time = at("system", "systemTime"),
        RecordId = at("system", "eventRecordID"),
        Data = (_, name) => IsPlain(name)
            ? at("eventdata", InLowerCase(name))
            : new EscapedTextValue(at("eventdata", InLowerCase(name))),
        Absent = "-",
    };

    /// <summary>Whether the field's values have nothing that is escaped: numbers, times, addresses, identifiers.</summary>
    private static bool IsPlain(string name) =>
        name.EndsWith("Time", StringComparison.Ordinal) || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith("Guid", StringComparison.Ordinal) || name.EndsWith("Port", StringComparison.Ordinal);

    private static string InLowerCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Winlogbeat's fields as Graylog stores them: one name, its parts joined by underscores.</summary>
    private static WindowsEventDialect Graylog(string prefix, string provider) => new()
    {
        Name = $"Graylog, {prefix.TrimEnd('_')}",
        Matches = r => r.Has(prefix + "event_id") && r.Has(prefix + provider),
        EventId = Of(prefix + "event_id"),
        Provider = Of(prefix + provider),
        Computer = First(Of(prefix + "computer_name"), Of("source")),
        Time = First(Of("timestamp"), Of("@timestamp")),
        RecordId = First(Of(prefix + "record_id"), Of(prefix + "record_number")),
        Data = (_, name) => Of($"{prefix}event_data_{name}"),
        Absent = "-",
    };

    private static WindowsEventDialect EventXml(string field)
    {
        var xml = Of(field);
        return new()
        {
            Name = $"XML in {field}",
            Matches = r => r.Value(field) is { } text && text.Contains("Event xmlns", StringComparison.Ordinal) && text.Contains("EventID", StringComparison.Ordinal),
            EventId = new XmlTextValue(xml, Number),
            Provider = new XmlTextValue(xml, ProviderName),
            Computer = new XmlTextValue(xml, ComputerName),
            Time = new XmlTextValue(xml, SystemTime),
            RecordId = new XmlTextValue(xml, RecordNumber),
            Data = (_, name) => XmlData(xml, name),
        };
    }
}

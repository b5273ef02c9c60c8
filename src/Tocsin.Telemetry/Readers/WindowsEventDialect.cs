using System.Collections.Immutable;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>How a shipper of Windows events names what every event has. A further dialect is one entry.</summary>
/// <param name="Data">The objects under which the fields of EventData stand; none where they stand at the top.</param>
/// <param name="Message">The rendered text of the event, which still has fields that a shipper overwrote.</param>
internal sealed record WindowsEventDialect(
    string Name,
    Func<SampleRecord, bool> Matches,
    MappedValue EventId,
    MappedValue Provider,
    MappedValue Computer,
    MappedValue RecordId,
    MappedValue Message,
    ImmutableArray<string> Data)
{
    public static readonly ImmutableArray<WindowsEventDialect> All =
    [
        // NXLog's im_msvistalog through to_json(), Logstash on top: flat, Hostname is the sender's.
        new(
            "NXLog",
            r => r.Has("EventID") && r.HasAny("SourceName", "Channel"),
            MappedValue.Of("EventID"),
            MappedValue.Of("SourceName"),
            MappedValue.First(MappedValue.Of("Hostname"), MappedValue.Of("Computer")),
            MappedValue.Of("RecordNumber"),
            MappedValue.Of("Message"),
            []),

        // Winlogbeat up to 6: https://www.elastic.co/guide/en/beats/winlogbeat/6.8/exported-fields-eventlog.html
        new(
            "Winlogbeat 6",
            r => r.Has("event_id") && r.Has("event_data"),
            MappedValue.Of("event_id"),
            MappedValue.Of("source_name"),
            MappedValue.Of("computer_name"),
            MappedValue.Of("record_number"),
            MappedValue.Of("message"),
            ["event_data"]),

        // Winlogbeat from 7: https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog
        new(
            "Winlogbeat 7",
            r => r.Has("winlog/event_id"),
            MappedValue.Of("winlog", "event_id"),
            MappedValue.Of("winlog", "provider_name"),
            MappedValue.Of("winlog", "computer_name"),
            MappedValue.Of("winlog", "record_id"),
            MappedValue.Of("message"),
            ["winlog", "event_data"]),
    ];

    /// <summary>A field of EventData.</summary>
    public MappedValue Field(string name) => new FieldValue([.. Data, name]);
}

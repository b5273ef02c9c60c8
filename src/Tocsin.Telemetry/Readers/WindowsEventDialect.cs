using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>How a writer of Windows events names what every event has. <see cref="WindowsEventDialects"/> lists them.</summary>
internal sealed record WindowsEventDialect
{
    public required string Name { get; init; }

    public required Func<SampleRecord, bool> Matches { get; init; }

    public required MappedValue EventId { get; init; }

    public required MappedValue Provider { get; init; }

    public required MappedValue Computer { get; init; }

    /// <summary>When Windows wrote the event, in UTC.</summary>
    public required MappedValue Time { get; init; }

    public required MappedValue RecordId { get; init; }

    /// <summary>A field of EventData by its name.</summary>
    public required Func<WindowsEventKind, string, MappedValue> Data { get; init; }

    /// <summary>Present in records that a converter could not read, with the reason.</summary>
    public MappedValue? Rejected { get; init; }

    /// <summary>
    /// A record's time as a host wrote it, in its own zone and language, and the same moment in UTC where the record has it;
    /// null for dialects that write no such times.
    /// </summary>
    public Func<SampleRecord, (string? Local, string? Utc)>? LocalTimes { get; init; }

    /// <summary>What stands in a delimited file for a value that a record lacks; null where nothing does.</summary>
    public string? Absent { get; init; }

    /// <summary>The dialect where its local times are so far ahead of UTC; null where it writes none.</summary>
    public Func<TimeSpan, WindowsEventDialect>? Ahead { get; init; }
}

/// <summary>One kind of event.</summary>
/// <param name="Properties">Its fields in order, for writers that give them without names.</param>
internal sealed record WindowsEventKind(string Provider, int Id, ImmutableArray<string> Properties)
{
    /// <summary>RE2 patterns of its fields in the English message, for writers that give no other; none where a message's lines are the fields.</summary>
    public ImmutableDictionary<string, string> InMessage { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The field without which the event says nothing.</summary>
    public required string Essential { get; init; }

    /// <summary>What its provider calls it.</summary>
    public required string Title { get; init; }

    public string Sensor => string.Create(CultureInfo.InvariantCulture, $"{Provider} {Id}");
}

/// <summary>The fields of one kind of event in one dialect; each is one value however often it is named, so it is worked out once.</summary>
internal sealed class WindowsEventFields(WindowsEventDialect dialect, WindowsEventKind kind)
{
    private readonly Dictionary<string, MappedValue> _raw = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MappedValue> _texts = new(StringComparer.Ordinal);

    /// <summary>The field, nothing where the writer put a dash: newer Sysmon and the security audit do where there is no value.</summary>
    public MappedValue this[string name] => Kept(_texts, name, () => new LookupValue(Raw(name), [new("-", string.Empty)], Raw(name)));

    /// <summary>The field as it stands.</summary>
    public MappedValue Raw(string name) => Kept(_raw, name, () => dialect.Data(kind, name));

    private static MappedValue Kept(Dictionary<string, MappedValue> values, string name, Func<MappedValue> make)
    {
        if (!values.TryGetValue(name, out var value))
        {
            value = make();
            values.Add(name, value);
        }

        return value;
    }
}

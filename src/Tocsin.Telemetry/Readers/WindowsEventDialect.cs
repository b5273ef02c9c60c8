using System.Collections.Immutable;
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
}

/// <summary>One kind of event.</summary>
/// <param name="Properties">Its fields in order, for writers that give them without names.</param>
internal sealed record WindowsEventKind(string Provider, int Id, ImmutableArray<string> Properties);

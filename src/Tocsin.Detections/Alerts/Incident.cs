using System.Collections.Immutable;

namespace Tocsin.Detections.Alerts;

/// <summary>Alerts about the same entities, within a day: what one analyst should look at together.</summary>
/// <param name="Id">The same over the same data, run after run.</param>
/// <param name="Severity">That of its gravest alert.</param>
/// <param name="Alerts">How many raised alerts belong to it; the same row twice counts once.</param>
public sealed record Incident(
    string Id,
    string Title,
    Severity Severity,
    DateTime? FirstSeen,
    DateTime? LastSeen,
    int Alerts,
    ImmutableArray<string> Detections,
    ImmutableArray<Entity> Entities);

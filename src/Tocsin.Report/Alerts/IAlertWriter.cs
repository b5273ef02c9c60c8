using System.Collections.Immutable;
using Tocsin.Detections.Alerts;

namespace Tocsin.Report.Alerts;

/// <summary>A format that holds alerts and nothing else.</summary>
public interface IAlertWriter
{
    void Write(ImmutableArray<Alert> alerts, Stream output, CancellationToken cancellationToken);
}

/// <summary>What formats say of the run beside its alerts.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Now">The run's clock, in UTC.</param>
public sealed record AlertRunInfo(string Version, DateTime Now);

using System.Collections.Immutable;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Alerts;

/// <summary>One run of a detection over data.</summary>
/// <param name="Alerts">One for each row, if the trigger holds; not yet suppressed or grouped.</param>
/// <param name="Rows">How many rows the query gave.</param>
/// <param name="IsTriggered">Whether that many rows are what the detection waits for.</param>
/// <param name="Diagnostics">Why there are no alerts: with errors the detection did not run.</param>
public sealed record DetectionRun(ImmutableArray<Alert> Alerts, long Rows, bool IsTriggered, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool IsRefused => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    /// <param name="package">The detection.</param>
    /// <param name="query">Its query, compiled and accepted.</param>
    /// <param name="now">The clock of the run.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static DetectionRun Of(Packages.DetectionPackage package, CompiledQuery query, DateTime now, CancellationToken cancellationToken)
    {
        using var rows = query.Run(cancellationToken);
        var builder = AlertBuilder.Create(package, rows.EvidenceColumns(), out var diagnostics);
        if (builder is null)
        {
            return new DetectionRun([], 0, IsTriggered: false, diagnostics);
        }

        var alerts = ImmutableArray.CreateBuilder<Alert>();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            alerts.Add(builder.Build(rows.ReadCells()));
        }

        var count = alerts.Count;
        var isTriggered = package.Trigger.Holds(count);
        if (isTriggered && count == 0)
        {
            alerts.Add(builder.BuildOfAbsence(now));
        }

        return new DetectionRun(isTriggered ? alerts.ToImmutable() : [], count, isTriggered, diagnostics);
    }
}

using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Alerts;

/// <summary>One run of a detection over data.</summary>
/// <param name="Alerts">One for each row, up to the limit of the run, if the trigger holds; not yet suppressed or grouped.</param>
/// <param name="Rows">How many rows the query gave, those beyond the limit too.</param>
/// <param name="Columns">Those of the result; none where the query is refused.</param>
/// <param name="IsTriggered">Whether that many rows are what the detection waits for.</param>
/// <param name="Diagnostics">Why there are no alerts: with errors the detection did not run.</param>
public sealed record DetectionRun(ImmutableArray<Alert> Alerts, long Rows, ImmutableArray<Column> Columns, bool IsTriggered, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>How many alerts of one detection anybody reads; a rule that gives more finds everything, and its rows must not fill the memory.</summary>
    public const int MostAlerts = 10_000;

    public bool IsRefused => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    /// <param name="package">The detection.</param>
    /// <param name="query">Its query, compiled.</param>
    /// <param name="now">The clock of the run.</param>
    /// <param name="mostAlerts">How many rows become alerts; those that follow are counted.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static DetectionRun Of(DetectionPackage package, CompiledQuery query, DateTime now, int mostAlerts, CancellationToken cancellationToken)
    {
        if (query.IsRefused)
        {
            return new DetectionRun([], 0, [], IsTriggered: false, [.. query.Diagnostics]);
        }

        using var rows = query.Run(cancellationToken);
        var columns = rows.EvidenceColumns();
        var builder = AlertBuilder.Create(package, columns, out var diagnostics);
        if (builder is null)
        {
            return new DetectionRun([], 0, columns, IsTriggered: false, diagnostics);
        }

        var alerts = ImmutableArray.CreateBuilder<Alert>();
        long count = 0;
        for (; rows.Read(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count < mostAlerts)
            {
                alerts.Add(builder.Build(rows.ReadCells()));
            }
        }

        var isTriggered = package.Trigger.Holds(count);
        if (isTriggered && count == 0)
        {
            alerts.Add(builder.BuildOfAbsence(now));
        }

        return new DetectionRun(isTriggered ? alerts.ToImmutable() : [], count, columns, isTriggered, diagnostics);
    }
}

using System.Collections.Immutable;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Cli.Commands;

/// <summary>
/// One run of detections over data. A detection that is refused is reported and counted; the others run, for
/// one rule too new for us should not silence the rest.
/// </summary>
internal sealed class Hunt(IEngineSession session, IProgress<string> progress)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<string> _notes = [];

    /// <summary>The alerts, gravest first, then newest first.</summary>
    public ImmutableArray<Alert> Alerts { get; private set; } = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public int Refused { get; private set; }

    /// <summary>On what answers of detections rest beside evidence, each with the detection's id.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void Run(ImmutableArray<DetectionPackage> packages, CancellationToken cancellationToken)
    {
        var alerts = new List<Alert>();
        var accepted = packages.Select(p => (Package: p, Query: session.Compile(p.Query))).Where(c => Accept(c.Query)).ToList();
        for (var i = 0; i < accepted.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report($"Detection {i + 1} of {accepted.Count}: {accepted[i].Package.Id}…");
            Collect(accepted[i].Package, accepted[i].Query, alerts, cancellationToken);
        }

        Alerts =
        [
            .. alerts.OrderByDescending(a => a.Severity)
                .ThenByDescending(a => a.Time)
                .ThenBy(a => a.Detection.Id, StringComparer.Ordinal)
                .ThenBy(a => a.Id, StringComparer.Ordinal),
        ];
    }

    private bool Accept(CompiledQuery query)
    {
        _diagnostics.AddRange(query.Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Information));
        Refused += query.IsRefused ? 1 : 0;
        return !query.IsRefused;
    }

    private void Collect(DetectionPackage package, CompiledQuery query, List<Alert> alerts, CancellationToken cancellationToken)
    {
        using var rows = query.Run(cancellationToken);
        var builder = AlertBuilder.Create(package, rows.EvidenceColumns(), out var diagnostics);
        _diagnostics.AddRange(diagnostics);
        if (builder is null)
        {
            Refused++;
            return;
        }

        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            alerts.Add(builder.Build(rows.ReadCells()));
        }

        _notes.AddRange(query.Notes().Select(n => $"{package.Id}: {n}"));
    }
}

using System.Collections.Immutable;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Packages;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Cli.Commands;

/// <summary>
/// One run of detections over data. A detection that is refused is reported and counted; the others run, for
/// one rule too new for us should not silence the rest.
/// </summary>
/// <param name="mostAlerts">How many rows of one detection become alerts.</param>
internal sealed class Hunt(IEngineSession session, int mostAlerts, IProgress<string> progress)
{
    /// <summary>How many rules a note names.</summary>
    private const int MostNamed = 3;

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<string> _notes = [];
    private int _refused;

    /// <summary>The alerts, gravest first, then newest first; suppressed ones among them.</summary>
    public ImmutableArray<Alert> Alerts { get; private set; } = [];

    /// <summary>The alerts that no other alert stands for.</summary>
    public IEnumerable<Alert> Raised => Alerts.Where(a => a.IsRaised);

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>How many files of detections could not be read.</summary>
    public int Unreadable { get; init; }

    /// <summary>How many detections do not run, unreadable ones among them.</summary>
    public int Refused => Unreadable + _refused;

    /// <summary>On what answers of detections rest beside evidence, each with the detection's id.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void Run(ImmutableArray<DetectionPackage> packages, CancellationToken cancellationToken)
    {
        var alerts = new List<Alert>();
        var accepted = packages.Select(p => (Package: p, Query: session.Compile(p.Query))).Where(c => Accept(c.Package, c.Query)).ToList();
        for (var i = 0; i < accepted.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report($"Detection {i + 1} of {accepted.Count}: {accepted[i].Package.Id}…");
            Collect(accepted[i].Package, accepted[i].Query, alerts, cancellationToken);
        }

        NoteEmptyTables([.. accepted.Select(a => (a.Package.Id, a.Query.TablesWithoutRows)).Where(r => r.TablesWithoutRows.Count > 0)]);
        NoteUnboundTimes([.. accepted.Select(a => a.Package).Where(QueryPeriods.AreNeededBy).Select(p => p.Id)]);
        Alerts =
        [
            .. IncidentGrouping.Apply(AlertSuppressor.Apply([.. alerts]))
                .OrderByDescending(a => a.Severity)
                .ThenByDescending(a => a.Time)
                .ThenBy(a => a.Detection.Id, StringComparer.Ordinal)
                .ThenBy(a => a.Id, StringComparer.Ordinal),
        ];
    }

    private void NoteEmptyTables((string Id, IReadOnlyList<string> Tables)[] rules)
    {
        if (rules.Length > 0)
        {
            var tables = rules.SelectMany(r => r.Tables).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            _notes.Add($"{Quantity.FirstOf([.. rules.Select(r => r.Id)], MostNamed)}: the data have no rows of {Quantity.FirstOf(tables, MostNamed)}");
        }
    }

    private void NoteUnboundTimes(string[] rules)
    {
        if (rules.Length > 0)
        {
            _notes.Add($"{Quantity.FirstOf(rules, MostNamed)}: the time of events is left to queryPeriod, which a hunt does not apply; all of the data was looked at");
        }
    }

    private bool Accept(DetectionPackage package, CompiledQuery query)
    {
        _diagnostics.AddRange(query.Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Information));
        if (query.ResultCount > 1)
        {
            _diagnostics.Add(DetectionDescriptors.SeveralResults.At(package.Query, new TextSpan(0, package.Query.Length), query.ResultCount));
        }

        var isAccepted = query.ResultCount == 1;
        _refused += isAccepted ? 0 : 1;
        return isAccepted;
    }

    private void Collect(DetectionPackage package, CompiledQuery query, List<Alert> alerts, CancellationToken cancellationToken)
    {
        var run = DetectionRun.Of(package, query, session.Data.Now, mostAlerts, cancellationToken);
        _diagnostics.AddRange(run.Diagnostics);
        if (run.IsRefused)
        {
            _refused++;
            return;
        }

        alerts.AddRange(run.Alerts);
        if (!run.IsTriggered && run.Rows > 0)
        {
            _notes.Add($"{package.Id}: {Quantity.Of(run.Rows, "row")}, no alerts: it waits for {Words(package.Trigger)}");
        }

        if (run.Rows > run.Alerts.Length && run.IsTriggered && run.Rows > 0)
        {
            _notes.Add($"{package.Id}: {Quantity.Of(run.Rows, "row")}, {Quantity.Of(run.Alerts.Length, "alert")}: rows beyond --max-alerts are left out");
        }

        _notes.AddRange(query.Notes().Select(n => $"{package.Id}: {n}"));
    }

    private static string Words(Trigger trigger) => trigger.Operator switch
    {
        TriggerOperator.GreaterThan => $"more than {DataNotes.Number(trigger.Threshold)}",
        TriggerOperator.LessThan => $"fewer than {DataNotes.Number(trigger.Threshold)}",
        TriggerOperator.Equal => $"exactly {DataNotes.Number(trigger.Threshold)}",
        TriggerOperator.NotEqual => $"any number but {DataNotes.Number(trigger.Threshold)}",
    };
}

using System.Collections.Immutable;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Testing.Scenarios;
using Tocsin.Detections.Values;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing;

/// <summary>A test's events in tables, by the test's clock; any query runs over them.</summary>
public sealed class TestSession : IDisposable
{
    private readonly IEngineSession _session;

    private TestSession(DetectionPackage package, DetectionTest test, Scenario scenario, IEngineSession session)
    {
        Package = package;
        Test = test;
        Scenario = scenario;
        _session = session;
        Query = TestQuery.Of(package, test);
    }

    public DetectionPackage Package { get; }

    public DetectionTest Test { get; }

    public Scenario Scenario { get; }

    /// <summary>The detection's query with the test's parameters set.</summary>
    public SourceText Query { get; }

    /// <exception cref="UnreadableDataException">A data file cannot be read.</exception>
    public static TestSession Open(IEngine engine, DetectionPackage package, DetectionTest test, CancellationToken cancellationToken)
    {
        var scenario = Scenario.Of(test);
        var now = test.Now ?? (test.Data.IsEmpty ? scenario.Newest ?? test.Start : null);
        var request = new DataRequest(test.Data, [], now)
        {
            Rows = [.. scenario.Tables.Select(t => new TableRows(t.Schema.Name, t.Read()))],
            DerivesAggregatedReports = test.DerivesReports,
        };
        return new TestSession(package, test, scenario, engine.Open(request, NoProgress.Instance, cancellationToken));
    }

    public CompiledQuery Compile(SourceText query) => _session.Compile(query);

    /// <summary>What the detection raises with a query in place of its own.</summary>
    /// <exception cref="QueryFailedException">The query met a value that one of its functions does not take.</exception>
    public TestRun Run(SourceText query, CancellationToken cancellationToken)
    {
        var compiled = Compile(query);
        if (compiled.IsRefused)
        {
            return new TestRun([], [], [.. compiled.Diagnostics]);
        }

        using var rows = compiled.Run(cancellationToken);
        var columns = rows.EvidenceColumns();
        var builder = AlertBuilder.Create(Package, columns, out var diagnostics);
        if (builder is null)
        {
            return new TestRun([], columns, diagnostics);
        }

        var alerts = ImmutableArray.CreateBuilder<Alert>();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            alerts.Add(builder.Build(rows.ReadCells()));
        }

        return new TestRun(Package.Trigger.Holds(alerts.Count) ? alerts.ToImmutable() : [], columns, diagnostics);
    }

    public void Dispose() => _session.Dispose();

    private sealed class NoProgress : IProgress<string>
    {
        public static readonly NoProgress Instance = new();

        public void Report(string value)
        {
        }
    }
}

/// <summary>The alerts of one run, with the columns of the result, or why there is none.</summary>
public sealed record TestRun(ImmutableArray<Alert> Alerts, ImmutableArray<Column> Columns, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool IsRefused => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
}

using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Testing.Scenarios;
using Tocsin.Engine;
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
    public DetectionRun Run(SourceText query, CancellationToken cancellationToken) =>
        DetectionRun.Of(Package, Compile(query), _session.Data.Now, DetectionRun.MostAlerts, cancellationToken);

    public void Dispose() => _session.Dispose();

    private sealed class NoProgress : IProgress<string>
    {
        public static readonly NoProgress Instance = new();

        public void Report(string value)
        {
        }
    }
}

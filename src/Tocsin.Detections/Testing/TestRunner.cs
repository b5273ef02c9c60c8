using System.Collections.Immutable;
using System.Diagnostics;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Testing.Funnels;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Testing;

/// <summary>Runs tests. Each has a session of its own: its clock and its events are nobody else's.</summary>
/// <param name="engine">Its sessions should take one thread each, for tests run beside one another.</param>
public sealed class TestRunner(IEngine engine)
{
    /// <summary>The results in the order of the tests, each as soon as those before it are there.</summary>
    public IEnumerable<TestResult> Run(DetectionPackage package, ImmutableArray<DetectionTest> tests, CancellationToken cancellationToken) =>
        OrderedWork.Run(tests, t => Run(package, t, cancellationToken), cancellationToken);

    public TestResult Run(DetectionPackage package, DetectionTest test, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var session = TestSession.Open(engine, package, test, cancellationToken);
            var run = session.Run(session.Query, cancellationToken);
            if (Fault(test, run) is { IsEmpty: false } faults)
            {
                return Broken(test, [.. faults.SelectMany(d => new[] { d.Message, d.Hint }.OfType<string>())], watch) with { Diagnostics = faults };
            }

            var check = new ExpectationCheck(test.Expectation, run.Alerts);
            return new TestResult(test, check.Holds ? TestVerdict.Passed : TestVerdict.Failed, check.Differences(), watch.Elapsed)
            {
                Alerts = run.Alerts,
                Funnel = check.MissesAlerts ? FunnelBuilder.Build(session, cancellationToken) : null,
            };
        }
        catch (Exception e) when (e is UnreadableDataException or QueryFailedException or IOException or UnauthorizedAccessException)
        {
            return Broken(test, [.. e.Message.ReplaceLineEndings("\n").Split('\n')], watch);
        }
    }

    /// <summary>Why a test cannot be judged: the query is refused, or the test tells of columns that the query does not yield.</summary>
    internal static ImmutableArray<Diagnostic> Fault(DetectionTest test, DetectionRun run)
    {
        if (run.IsRefused)
        {
            return [.. run.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        }

        var known = string.Join(", ", run.Columns.Select(c => c.Name));
        return [.. ExpectationCheck.MissingColumns(test.Expectation, run.Columns).Select(c => DetectionDescriptors.NoSuchColumn.At(test.Source, test.Expectation.Span, c, known))];
    }

    private static TestResult Broken(DetectionTest test, ImmutableArray<string> reasons, Stopwatch watch) =>
        new(test, TestVerdict.Broken, reasons, watch.Elapsed);
}

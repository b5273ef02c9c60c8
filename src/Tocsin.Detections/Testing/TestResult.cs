using System.Collections.Immutable;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Testing.Funnels;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Testing;

/// <summary>What came of a test.</summary>
/// <param name="Differences">Lines that say what was expected and what came; none where the test passed.</param>
public sealed record TestResult(DetectionTest Test, TestVerdict Verdict, ImmutableArray<string> Differences, TimeSpan Elapsed)
{
    public ImmutableArray<Alert> Alerts { get; init; } = [];

    /// <summary>The way of the rows through the query, where an expected alert did not come.</summary>
    public Funnel? Funnel { get; init; }

    /// <summary>Why a broken test could not run.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];
}

public enum TestVerdict
{
    Passed,
    Failed,

    /// <summary>It could not run: the query is refused, data cannot be read, or it expects what the detection cannot give.</summary>
    Broken,
}

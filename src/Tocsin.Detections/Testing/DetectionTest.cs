using System.Collections.Immutable;
using Tocsin.Detections.Parameters;
using Tocsin.Detections.Testing.Scenarios;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing;

/// <summary>A test of a detection: telemetry with a clock, and what the detection must make of it.</summary>
public sealed record DetectionTest
{
    public required string Name { get; init; }

    public required TestKind Kind { get; init; }

    /// <summary>The YAML; its name is the file's path.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The attack test or false positive of the reference that this is, or null.</summary>
    public string? Covers { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What the times of events count from, in UTC.</summary>
    public DateTime Start { get; init; }

    /// <summary>When the detection runs, or null for the newest event.</summary>
    public DateTime? Now { get; init; }

    /// <summary>Values of tuning parameters.</summary>
    public ImmutableArray<ParameterSetting> Settings { get; init; } = [];

    /// <summary>Files of events, as paths.</summary>
    public ImmutableArray<string> Data { get; init; } = [];

    /// <summary>Whether the hourly reports that Defender would have written are made from the connections of data files.</summary>
    public bool DerivesReports { get; init; }

    public ImmutableArray<ScenarioEvents> Events { get; init; } = [];

    public required Expectation Expectation { get; init; }
}

public enum TestKind
{
    /// <summary>The detection must raise alerts.</summary>
    Attack,

    /// <summary>The detection must stay silent, or say no more than is expected.</summary>
    Benign,
}

public static class TestKinds
{
    public static string Name(this TestKind kind) => kind switch
    {
        TestKind.Attack => "attack",
        TestKind.Benign => "benign",
    };
}

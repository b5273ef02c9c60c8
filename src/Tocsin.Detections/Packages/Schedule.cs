using System.Collections.Immutable;

namespace Tocsin.Detections.Packages;

/// <summary>How often the query runs, over how much time before each run.</summary>
public sealed record Schedule(TimeSpan Frequency, TimeSpan Period);

/// <summary>How many rows a run must give for there to be alerts.</summary>
public sealed record Trigger(TriggerOperator Operator, long Threshold)
{
    public static Trigger AnyRow { get; } = new(TriggerOperator.GreaterThan, 0);

    public bool Holds(long rows) => Operator switch
    {
        TriggerOperator.GreaterThan => rows > Threshold,
        TriggerOperator.LessThan => rows < Threshold,
        TriggerOperator.Equal => rows == Threshold,
        TriggerOperator.NotEqual => rows != Threshold,
    };
}

/// <summary>Sentinel's operators (https://learn.microsoft.com/azure/sentinel/sentinel-analytic-rules-creation).</summary>
public enum TriggerOperator
{
    GreaterThan,
    LessThan,
    Equal,
    NotEqual,
}

public static class TriggerOperators
{
    /// <summary>Sentinel's short names, as its community repository's rules have them.</summary>
    public static string Name(this TriggerOperator value) => value switch
    {
        TriggerOperator.GreaterThan => "gt",
        TriggerOperator.LessThan => "lt",
        TriggerOperator.Equal => "eq",
        TriggerOperator.NotEqual => "ne",
    };
}

/// <summary>An alert about the same entities is not raised again within the window.</summary>
/// <param name="By">The kinds of entities that must be the same; none means all of them.</param>
public sealed record Suppression(TimeSpan Window, ImmutableArray<EntityKind> By);

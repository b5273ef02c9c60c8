using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>How far a pipeline has become a rule: conditions on events, then counts over groups of them.</summary>
internal sealed record SigmaDraft(SigmaLogSource Source)
{
    public ImmutableArray<SigmaCondition> Conditions { get; init; } = [];

    public SigmaScope Scope { get; init; } = SigmaScope.Table;

    /// <summary>Whether every row is one event, so that counts of rows are counts of events.</summary>
    public bool RowsAreEvents { get; init; } = true;

    /// <summary>Whether a condition was left out, so that there may be more events than the query has rows.</summary>
    public bool IsWidened { get; init; }

    /// <summary>The summarize stage that grouped the events, or null.</summary>
    public TextSpan? Grouping { get; init; }

    /// <summary>The fields that events of a group share.</summary>
    public ImmutableArray<string> GroupBy { get; init; } = [];

    /// <summary>Keys of the groups that are no field of an event.</summary>
    public ImmutableArray<TextSpan> StrayKeys { get; init; } = [];

    /// <summary>Keys that are the last part of the path by which a correlation groups.</summary>
    public ImmutableArray<TextSpan> PathKeys { get; init; } = [];

    public ImmutableArray<SigmaThreshold> Thresholds { get; init; } = [];

    /// <summary>What must happen too, within the same time and with the same <see cref="JoinedBy"/>.</summary>
    public ImmutableArray<SigmaDraft> Joined { get; init; } = [];

    public ImmutableArray<string> JoinedBy { get; init; } = [];
}

/// <summary>A bound on the number of events, or of values of a field.</summary>
/// <param name="Operator">gt, gte, lt, lte or eq.</param>
internal sealed record SigmaThreshold(string? Field, string Operator, long Value);

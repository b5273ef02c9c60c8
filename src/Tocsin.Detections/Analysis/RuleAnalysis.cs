using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Analysis;

/// <summary>What the text of a detection says of it, without running it.</summary>
public sealed record RuleAnalysis
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required SourceText Query { get; init; }

    public required ImmutableArray<RuleParameter> Parameters { get; init; }

    /// <summary>Numbered from 1 through all pipelines, in the order of the text.</summary>
    public required ImmutableArray<RuleStage> Stages { get; init; }

    /// <summary>What keeps events or results out.</summary>
    public required ImmutableArray<Exclusion> Exclusions { get; init; }

    /// <summary>What events or results must have, times aside.</summary>
    public required ImmutableArray<Indicator> Indicators { get; init; }

    /// <summary>The result's columns in order; none where the query does not bind.</summary>
    public required ImmutableArray<OutputField> OutputFields { get; init; }

    public required ImmutableArray<TableUse> Tables { get; init; }

    public required ImmutableArray<EventCoverage> EventCoverage { get; init; }

    /// <summary>How far back the query looks, or null where its text does not say.</summary>
    public LookBack? LookBack { get; init; }

    /// <summary>What makes the query dear to run.</summary>
    public required ImmutableArray<Diagnostic> CostNotes { get; init; }

    /// <summary>What keeps the query from binding here; stages, exclusions and indicators are there all the same.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>With how many other detections the indicators were compared.</summary>
    public int ComparedWith { get; init; }
}

/// <summary>A let statement of a single value.</summary>
/// <param name="Text">The statement as it stands.</param>
/// <param name="Value">What it comes to, where the text settles it.</param>
/// <param name="Effect">What the package says that changing it does, or null.</param>
public sealed record RuleParameter(string Name, string Text, ConstantValue? Value, string? Effect, TextSpan Span);

/// <summary>One step of a pipeline.</summary>
/// <param name="Kind"><c>source</c>, or the operator's name.</param>
/// <param name="Pipeline">The let statement whose value the step is part of; null for the result.</param>
/// <param name="Text">The text without comments.</param>
/// <param name="Note">What begins here, or null.</param>
public sealed record RuleStage(int Number, string Kind, string? Pipeline, string Text, string? Note, TextSpan Span);

/// <summary>A negation that every row must pass.</summary>
/// <param name="Name">The let statement or allow-list that the values come from, or null.</param>
/// <param name="Note">What else follows from how it is written, or null.</param>
public sealed record Exclusion(string Field, string Kind, ImmutableArray<string> Values, string? Name, string? Note, int Stage, TextSpan Span);

/// <summary>Something that the rule looks for.</summary>
/// <param name="IsAlternative">It stands in an <c>or</c>: it or something else must hold.</param>
public sealed record Indicator(string Field, string Kind, ImmutableArray<IndicatorValue> Values, string? Name, bool IsAlternative, int Stage, TextSpan Span);

/// <param name="Text">The value, or the text of what is compared with where that is no constant.</param>
/// <param name="SharedBy">How many other detections look for the same in the same field.</param>
public sealed record IndicatorValue(string Text, int SharedBy);

/// <param name="Source">The kind of the step that makes it, or <c>source</c> for a column that stays as its table has it.</param>
/// <param name="Stage">The number of that step; 0 where it is part of none.</param>
public sealed record OutputField(string Name, string Type, string Source, int Stage);

/// <summary>A table with the columns that the query names.</summary>
public sealed record TableUse(string Name, ImmutableArray<string> Columns);

/// <summary>A kind of events that becomes rows of a table that the query reads.</summary>
/// <param name="Reaches">Whether such rows can pass the query's conditions on ActionType.</param>
/// <param name="Note">What they need, or why they cannot pass; null where nothing is to be said.</param>
/// <param name="Missing">Columns that the query names and the events do not fill by themselves.</param>
public sealed record EventCoverage(string Provider, string Event, string Title, string Table, bool Reaches, string? Note, ImmutableArray<string> Missing);

/// <param name="Length">The longest time that a condition goes back.</param>
/// <param name="Text">That condition.</param>
public sealed record LookBack(TimeSpan Length, string Text);

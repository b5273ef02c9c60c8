using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Analysis;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Syntax;

namespace Tocsin.Report.Analysis;

/// <summary>A part of an analysis as people read it: a table, or blocks of KQL.</summary>
/// <param name="Intro">What the part means.</param>
internal sealed record AnalysisSection(string Title, string Intro)
{
    public ImmutableArray<string> Headers { get; init; } = [];

    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    /// <summary>Titled pieces of KQL.</summary>
    public ImmutableArray<AnalysisBlock> Blocks { get; init; } = [];

    public bool IsEmpty => Rows.IsEmpty && Blocks.IsEmpty && Intro.Length == 0;

    /// <summary>The parts of an analysis, in order; those with nothing to say are left out.</summary>
    public static ImmutableArray<AnalysisSection> Of(RuleAnalysis analysis) =>
    [
        .. new[]
        {
            Parameters(analysis), Stages(analysis), Exclusions(analysis), Indicators(analysis), OutputFields(analysis), Tables(analysis), Coverage(analysis), Time(analysis), Costs(analysis),
        }.Where(s => !s.IsEmpty),
    ];

    private static AnalysisSection Parameters(RuleAnalysis analysis) => new("Parameters", "")
    {
        Headers = ["Name", "Statement", "Comes to", "Effect"],
        Rows = [.. analysis.Parameters.Select(p => Row(p.Name, Excerpt.OneLine(p.Text), ValueOf(p), p.Effect ?? ""))],
    };

    private static string ValueOf(RuleParameter parameter) => parameter.Value is { } value && !parameter.Text.Contains(value.Text, StringComparison.Ordinal) ? Excerpt.OneLine(value.Text) : "";

    private static AnalysisSection Stages(RuleAnalysis analysis) => new("Stages", "")
    {
        Blocks =
        [
            .. analysis.Stages.Select(s => new AnalysisBlock(
                string.Create(CultureInfo.InvariantCulture, $"Stage {s.Number}: {s.Kind}{(s.Pipeline is null ? "" : $" (of {s.Pipeline})")}"), s.Text, s.Note)),
        ],
    };

    private static AnalysisSection Exclusions(RuleAnalysis analysis) => new(
        "Exclusions", analysis.Exclusions.IsEmpty ? "" : "What the rule leaves out: negations that every row must pass.")
    {
        Headers = ["Field", "Kind", "Excluded values", "Stage", "Note"],
        Rows = [.. analysis.Exclusions.Select(e => Row(e.Field, e.Kind, Named(e.Name, string.Join(", ", e.Values)), Number(e.Stage), e.Note ?? ""))],
    };

    private static AnalysisSection Indicators(RuleAnalysis analysis) => new(
        "Indicators",
        analysis.Indicators.IsEmpty
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"What the rule looks for. A number in brackets counts the other detections, of {analysis.ComparedWith}, that look for the same."))
    {
        Headers = ["Field", "Kind", "Values", "Stage"],
        Rows = [.. analysis.Indicators.Select(i => Row(i.Field, i.IsAlternative ? i.Kind + " (or)" : i.Kind, Named(i.Name, string.Join(", ", i.Values.Select(Shared))), Number(i.Stage)))],
    };

    private static string Shared(IndicatorValue value) => value.SharedBy == 0 ? Excerpt.OneLine(value.Text) : string.Create(CultureInfo.InvariantCulture, $"{Excerpt.OneLine(value.Text)} ({value.SharedBy})");

    private static AnalysisSection OutputFields(RuleAnalysis analysis) => new("Output fields", "")
    {
        Headers = ["Field", "Type", "Source", "Stage"],
        Rows = [.. analysis.OutputFields.Select(f => Row(f.Name, f.Type, f.Source, Number(f.Stage)))],
    };

    private static AnalysisSection Tables(RuleAnalysis analysis) => new("Tables and columns", "")
    {
        Headers = ["Table", "Columns"],
        Rows = [.. analysis.Tables.Select(t => Row(t.Name, string.Join(", ", t.Columns)))],
    };

    private static AnalysisSection Coverage(RuleAnalysis analysis) => new(
        "Event coverage", analysis.EventCoverage.IsEmpty ? "" : "Events that become rows of these tables here, and whether they can pass the rule's conditions on ActionType.")
    {
        Headers = ["Provider", "Event", "Title", "Reaches the rule", "Columns it does not fill"],
        Rows = [.. analysis.EventCoverage.Select(e => Row(e.Provider, e.Event, e.Title, Reaches(e), string.Join(", ", e.Missing)))],
    };

    private static string Reaches(EventCoverage coverage) => (coverage.Reaches, coverage.Note) switch
    {
        (true, null) => "yes",
        (true, var note) => note,
        (false, var note) => $"no: {note}",
    };

    private static AnalysisSection Time(RuleAnalysis analysis) => new(
        "Look-back", analysis.LookBack is { } back ? $"{TimeSpanText.Write(back.Length)} ({Excerpt.OneLine(back.Text)})" : "The query's text does not say how far back it looks.");

    private static AnalysisSection Costs(RuleAnalysis analysis) => new("Cost", analysis.CostNotes.IsEmpty ? "Nothing that would make the query dear was found." : "")
    {
        Headers = ["Place", "Note", "Way out"],
        Rows = [.. analysis.CostNotes.Select(d => Row(d.Position.ToString(), d.Message, d.Hint ?? ""))],
    };

    /// <summary>The places of the columns in which some cell says something.</summary>
    public List<int> FilledColumns() => [.. Enumerable.Range(0, Headers.Length).Where(c => Rows.Any(r => r[c].Length > 0))];

    private static string Named(string? name, string values) => name is null ? values : values.Length == 0 ? name : $"{name}: {values}";

    private static string Number(int stage) => stage == 0 ? "" : stage.ToString(CultureInfo.InvariantCulture);

    private static ImmutableArray<string> Row(params ReadOnlySpan<string> cells) => [.. cells];
}

internal sealed record AnalysisBlock(string Title, string Kql, string? Note);

using System.Collections.Immutable;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>
/// Rules of Sigma, with correlations for what counts events
/// (https://github.com/SigmaHQ/sigma-specification, version 2). What they lack is said in comments, sentence by sentence.
/// </summary>
internal sealed class SigmaExporter : IDetectionExporter
{
    public string Name => "sigma";

    public string Extension => ".yml";

    public ExportResult Export(DetectionPackage package)
    {
        // What does not bind has no meaning to keep.
        var bound = ServiceQuery.Bind(package.Query, ServiceTables.Ours);
        if (bound.Result is null)
        {
            return ExportResult.Refused([], bound.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        }

        var query = RuleQuery.Parse(package.Query);
        var pipeline = new SigmaPipeline(query);
        var result = query.Tree.Root.Statements.OfType<ExpressionStatementSyntax>().Last().Expression;
        if (pipeline.Convert(result) is not { } draft)
        {
            return ExportResult.Refused([], ExportDescriptors.NoLogSource.At(package.Query, result.Span, pipeline.UnknownSource ?? "this query"));
        }

        var notes = Notes(package, query.Tree, pipeline, draft);
        if (draft.Conditions.IsEmpty && draft.Joined.IsEmpty)
        {
            return ExportResult.Refused(notes, ExportDescriptors.NothingLeft.At(package.Query, result.Span));
        }

        var documents = new SigmaRuleWriter(package, query.LongestAgo() ?? package.Schedule?.Period ?? TimeSpan.FromDays(1)).Write(draft);
        var comment = YamlDocument.Comment([$"Made by tocsin from the detection {package.Id}. What the rule does not say of it:", .. notes.Select(n => n.ToString())]);
        return new ExportResult(comment + string.Join("---\n", documents), notes, []);
    }

    private static ImmutableArray<ExportNote> Notes(DetectionPackage package, SyntaxTree query, SigmaPipeline pipeline, SigmaDraft draft)
    {
        var notes = pipeline.Notes.Concat(Groups(query, draft)).ToList();
        var ordered = notes.OrderBy(n => n.Span?.Start ?? 0).ThenBy(n => n.Kind).ToList();
        var metadata = package.Metadata ?? package.Query;
        if (package.Alert.Severity is { } severity)
        {
            ordered.Add(new ExportNote(ExportNoteKind.Lost, metadata, null, $"severity by {severity.Column.Name}", $"a rule has one level, {package.Severity.Name()}."));
        }

        if (package.Alert.Risk is { } risk)
        {
            ordered.Add(new ExportNote(ExportNoteKind.Lost, metadata, null, $"risk {risk.Name}", "a rule has no score."));
        }

        if (package.Suppression is not null)
        {
            ordered.Add(new ExportNote(ExportNoteKind.Lost, metadata, null, "suppression", "a rule has no field for it."));
        }

        if (!package.Parameters.IsEmpty)
        {
            ordered.Add(new ExportNote(ExportNoteKind.Changed, metadata, null, "tuning parameters", "their values stand in the rule."));
        }

        return [.. ordered];
    }

    /// <summary>What becomes of groups of events, here and in what is joined.</summary>
    private static IEnumerable<ExportNote> Groups(SyntaxTree query, SigmaDraft draft)
    {
        if (draft.Grouping is { } grouping)
        {
            var why = draft.Thresholds.IsEmpty
                ? "no condition on a count is left, so every single event is a match, not every group."
                : "a correlation counts within a timespan that moves with the events; the query within the time before each run.";
            yield return ExportNote.At(ExportNoteKind.Changed, query, grouping, why);
        }

        foreach (var key in draft.Thresholds.IsEmpty ? [] : draft.StrayKeys)
        {
            yield return ExportNote.At(ExportNoteKind.Lost, query, key, "it is no field of an event, so groups that differ in it fall together.");
        }

        foreach (var key in draft.Thresholds.IsEmpty ? [] : draft.PathKeys)
        {
            yield return ExportNote.At(ExportNoteKind.Changed, query, key, "a correlation groups by the whole path, so files of one name in different folders count apart.");
        }

        foreach (var note in draft.Joined.SelectMany(j => Groups(query, j)))
        {
            yield return note;
        }
    }
}

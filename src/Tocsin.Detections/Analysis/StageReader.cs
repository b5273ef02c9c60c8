using System.Collections.Immutable;
using System.Text;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Analysis;

/// <summary>The numbered steps of a query.</summary>
internal static class StageReader
{
    private const string SeriesNote = "The stages below score time-series anomalies (make-series, series_decompose_anomalies).";

    public static ImmutableArray<RuleStage> Read(RuleQuery query)
    {
        var stages = ImmutableArray.CreateBuilder<RuleStage>();
        foreach (var pipeline in query.Pipelines.Where(p => !p.IsNested))
        {
            if (pipeline.Source is not ContextualSourceSyntax)
            {
                var kind = pipeline.Source is OperatorSourceSyntax { Operator: var first } ? KindOf(query.Source, first) : "source";
                Add(query, stages, pipeline, kind, pipeline.Source.Span, "");
            }

            foreach (var operation in pipeline.Operators)
            {
                Add(query, stages, pipeline, KindOf(query.Source, operation), operation.Span, "| ");
            }
        }

        return stages.ToImmutable();
    }

    /// <summary>The operator's name as Kusto's documentation has it.</summary>
    public static string KindOf(SourceText source, QueryOperatorSyntax operation) => source.ToString(operation.KeywordSpan) switch
    {
        "filter" => "where",
        "limit" => "take",
        "order" => "sort",
        "mvexpand" => "mv-expand",
        "mvapply" => "mv-apply",
        var word => word,
    };

    /// <summary>The number of the stage that holds the place, or 0.</summary>
    public static int NumberAt(ImmutableArray<RuleStage> stages, int position) =>
        stages.FirstOrDefault(s => s.Span.Start <= position && position < s.Span.End)?.Number ?? 0;

    private static void Add(RuleQuery query, ImmutableArray<RuleStage>.Builder stages, Pipeline pipeline, string kind, TextSpan span, string bar)
    {
        var text = WithoutComments(query.Tree, span);
        var isFirst = !stages.Any(s => s.Note is not null);
        var note = isFirst && (kind == "make-series" || text.Contains("series_decompose", StringComparison.Ordinal) || text.Contains("series_outliers", StringComparison.Ordinal))
            ? SeriesNote
            : null;
        stages.Add(new RuleStage(stages.Count + 1, kind, pipeline.Name, bar + text, note, span));
    }

    /// <summary>The text of a span, its lines kept, comments and the blanks at the ends of lines left out.</summary>
    public static string WithoutComments(SyntaxTree tree, TextSpan span)
    {
        var text = new StringBuilder();
        foreach (var token in tree.Tokens.Where(t => t.Span.Start >= span.Start && t.Span.End <= span.End && t.Kind != TokenKind.EndOfText))
        {
            if (token.Span.Start > span.Start)
            {
                text.Append(Blank(tree.Source.Slice(token.LeadingTrivia)));
            }

            text.Append(token.Text);
        }

        return text.ToString();
    }

    private static string Blank(ReadOnlySpan<char> trivia)
    {
        var blank = new StringBuilder();
        foreach (var line in trivia.EnumerateLines())
        {
            var comment = line.IndexOf("//", StringComparison.Ordinal);
            blank.Append(comment < 0 ? line : "").Append('\n');
        }

        blank.Length--;

        // Lines that held comments alone are gone; the last line's indentation stays.
        var text = blank.ToString();
        var last = text.LastIndexOf('\n');
        return last < 0 ? text : string.Concat("\n", text.AsSpan(last + 1));
    }
}

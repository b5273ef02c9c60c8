using System.Collections.Immutable;
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
        var text = query.Tree.WithoutComments(span);
        var isFirst = !stages.Any(s => s.Note is not null);
        var note = isFirst && (kind == "make-series" || text.Contains("series_decompose", StringComparison.Ordinal) || text.Contains("series_outliers", StringComparison.Ordinal))
            ? SeriesNote
            : null;
        stages.Add(new RuleStage(stages.Count + 1, kind, pipeline.Name, bar + text, note, span));
    }
}

using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A search within text in front of the bound on time.</summary>
internal sealed class SearchBeforeTimeLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7030", DiagnosticSeverity.Warning, "'{0}' reads every text of {1}: no condition on time stands before it.", "Put the condition on time first.");

    public override string Explanation =>
        "contains and matches regex have no index to go by and read every value (https://learn.microsoft.com/kusto/query/best-practices). Behind a bound on time they read a day instead of all that is kept.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.IsTimeBoundElsewhere
        ? []
        : context.Conjuncts
            .Where(c => c.Predicate.Kind is PredicateKind.Contains or PredicateKind.Regex or PredicateKind.Wildcard)
            .Where(c => context.IsTable(c.Pipeline.SourceName) && !TimeBounds.IsBounded(c.Pipeline, context.Query, c.Index + 1) && IsOverRows(c.Pipeline, c.Index))
            .Select(c => At(context, c.Predicate.Span, Quote(context, c.Predicate.Span), c.Pipeline.SourceName!));

    private static bool IsOverRows(Pipeline pipeline, int index) =>
        pipeline.Operators.Take(index).All(o => o is WhereSyntax or ExtendSyntax or ProjectSyntax or ProjectAwaySyntax or ProjectKeepSyntax or ProjectRenameSyntax or ProjectReorderSyntax);
}

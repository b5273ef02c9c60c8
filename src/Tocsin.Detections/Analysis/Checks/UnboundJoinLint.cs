using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A join with a table that is not bounded in time.</summary>
internal sealed class UnboundJoinLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7031", DiagnosticSeverity.Warning, "The right side of the {0} reads {1} without a bound on its time.", "Bound it as the left side is bounded: ({1} | where {2} > ago(…)).");

    public override string Explanation =>
        "Both sides of a join are read on their own; a bound on the left side does not reach the right. Beside the cost, events of last month match those of today.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.IsTimeBoundElsewhere
        ? []
        : context.Query.Pipelines
            .Where(p => p.Outer is JoinSyntax or LookupSyntax && context.IsTable(p.SourceName) && !TimeBounds.IsBounded(p, context.Query))
            .Select(p => At(context, p.Source.Span, StageReader.KindOf(context.Source, p.Outer!), p.SourceName!, TimeBounds.ColumnOf(context.Target, p.SourceName!)));
}

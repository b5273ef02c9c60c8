using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A table that is read from its beginning.</summary>
internal sealed class TimeFilterLint : Lint
{
    public static readonly DiagnosticDescriptor Finding = new(
        "TOC7023", DiagnosticSeverity.Warning, "{0} is read without a bound on its time: all that is kept is searched, and old events alert again and again.",
        "Begin with | where {1} > ago(…).");

    public override DiagnosticDescriptor Descriptor => Finding;

    public override string Explanation =>
        "Tables of events are cut by time: a first condition on it is what makes a query cheap (https://learn.microsoft.com/kusto/query/best-practices). "
        + "A scheduled rule without one depends on the service's own window. Sentinel rules with a queryPeriod have that bound and are not reported.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.IsTimeBoundElsewhere
        ? []
        : context.Query.Pipelines
            .Where(p => context.IsTable(p.SourceName) && p.Outer is not (JoinSyntax or LookupSyntax) && !IsBounded(context, p))
            .Select(p => At(context, p.Source.Span, p.SourceName!, TimeBounds.ColumnOf(context.Target, p.SourceName!)));

    /// <summary>By itself, by the union around it, or by all that use it.</summary>
    public static bool IsBounded(LintContext context, Pipeline pipeline)
    {
        if (TimeBounds.IsBounded(pipeline, context.Query))
        {
            return true;
        }

        if (pipeline.Outer is UnionSyntax or FindSyntax or SearchSyntax)
        {
            var around = context.Query.Pipelines.FirstOrDefault(p => p.Source is OperatorSourceSyntax source && source.Operator == pipeline.Outer);
            return around is not null && (TimeBounds.IsBounded(around, context.Query) || IsBoundedByUsers(context, around));
        }

        return !pipeline.IsNested && IsBoundedByUsers(context, pipeline);
    }

    private static bool IsBoundedByUsers(LintContext context, Pipeline pipeline)
    {
        var users = pipeline.Name is null ? [] : context.Query.Pipelines.Where(p => pipeline.Name.Equals(p.SourceName, StringComparison.Ordinal)).ToList();
        return users.Count > 0 && users.TrueForAll(u => TimeBounds.IsBounded(u, context.Query));
    }
}

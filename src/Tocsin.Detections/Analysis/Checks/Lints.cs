using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>All lints, in the order of their ids.</summary>
internal static class Lints
{
    public static ImmutableArray<Lint> All { get; } =
    [
        new AdditionalFieldsLint(),
        new NeverTrueLint(),
        new EmptyListLint(),
        new ReversedBetweenLint(),
        new AlwaysTrueLint(),
        new UnusedLetLint(),
        new TermListLint(),
        new AverageLint(),
        new PrivateAddressLint(),
        new TimeFilterLint(),
        new JoinKindLint(),
        new SearchBeforeTimeLint(),
        new UnboundJoinLint(),
        new LeadingWildcardLint(),
        new EveryTableLint(),
    ];

    public static IEnumerable<Diagnostic> Run(RuleQuery query, CheckTarget target, bool isTimeBoundElsewhere)
    {
        var context = new LintContext(query, target, isTimeBoundElsewhere);
        return All.SelectMany(l => l.Check(context)).OrderBy(d => d.Span.Start).ThenBy(d => d.Id, StringComparer.Ordinal);
    }

    /// <summary>Whether a finding is about what a query costs: TOC703x, and time that is not bounded.</summary>
    public static bool IsAboutCost(DiagnosticDescriptor descriptor) =>
        descriptor.Id.StartsWith("TOC703", StringComparison.Ordinal) || descriptor == TimeFilterLint.Finding;
}

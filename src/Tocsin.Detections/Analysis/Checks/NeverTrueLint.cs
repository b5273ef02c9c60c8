using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A condition that no row can pass.</summary>
internal sealed class NeverTrueLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7010", DiagnosticSeverity.Error, "No row passes '{0}'{1}: the rule can never fire.", "Correct one of the two conditions, or join them with 'or'.");

    public override string Explanation =>
        "Conditions on one column that exclude each other (two equalities with different values, a list and a value outside of it, ranges that do not overlap), "
        + "or a comparison that is false whatever the data: the rule runs, costs and stays silent.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => ConditionWalk.Settled(context.Query)
        .Where(s => !s.Truth && s.Predicate is not { Kind: PredicateKind.In, Values.IsEmpty: true })
        .Select(s => At(context, s.Predicate.Span, Quote(context, s.Predicate.Span), s.Earlier is null ? "" : $" after '{Quote(context, s.Earlier.Span)}'"));
}

using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A list without values.</summary>
internal sealed class EmptyListLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7011", DiagnosticSeverity.Error, "The list of '{0}' is empty: no row passes, the rule can never fire.", "Fill the list, or leave the condition out.");

    public override string Explanation =>
        "Nothing is in an empty list, so in, has_any and has_all over one never hold. An empty allow-list (!in) keeps nothing out and is no mistake: it waits to be filled.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.Conjuncts
        .Where(c => c.Predicate is { Kind: PredicateKind.In or PredicateKind.AnyTerm or PredicateKind.AllTerms, IsNegated: false, Other: null, Values.IsEmpty: true })
        .Select(c => At(context, c.Predicate.Span, Quote(context, c.Predicate.Span)));
}

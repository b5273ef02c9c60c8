using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A condition that keeps nothing out.</summary>
internal sealed class AlwaysTrueLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7013", DiagnosticSeverity.Warning, "'{0}' is always true here: {1}.", "Leave it out, or compare what was meant.");

    public override string Explanation =>
        "The comparison was meant to keep something out and does not: a count of distinct values of a grouping key is one in every group, a count of a group is never "
        + "zero, an earlier condition asks for the same or more, or both sides are the same column.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        foreach (var settled in ConditionWalk.Settled(context.Query).Where(s => s.Truth && s.Predicate is not { Kind: PredicateKind.In, Values.IsEmpty: true }))
        {
            var text = Quote(context, settled.Predicate.Span);
            var reason = settled.Earlier is { } earlier
                ? $"'{Quote(context, earlier.Span)}' ({context.Source.PositionAt(earlier.Span.Start)}) says as much"
                : "it follows from how the value is computed";
            yield return At(context, settled.Predicate.Span, text, reason);
        }

        foreach (var (_, _, predicate) in context.Conjuncts)
        {
            if (predicate is { Other: NameExpressionSyntax other, Column: { } column, IsNegated: false, Kind: PredicateKind.Equal or PredicateKind.LessOrEqual or PredicateKind.GreaterOrEqual }
                && other.Name.Text.Equals(column, StringComparison.Ordinal))
            {
                yield return At(context, predicate.Span, Quote(context, predicate.Span), "both sides are the same column");
            }
        }
    }
}

using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A pattern that begins with anything at all.</summary>
internal sealed class LeadingWildcardLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7032", DiagnosticSeverity.Warning, "The pattern \"{0}\" begins with a wildcard: {1}.", "{2}");

    public override string Explanation =>
        "A pattern that may begin anywhere cannot be looked up in the index of terms. In regular expressions a leading .* is needless besides: a match may begin anywhere anyway.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        foreach (var node in context.Query.Tree.Root.DescendantsAndSelf())
        {
            switch (node)
            {
                case SearchSyntax search:
                    foreach (var literal in search.Condition.DescendantsAndSelf().OfType<LiteralSyntax>().Where(l => l.Value is string { Length: > 1 } s && s[0] == '*'))
                    {
                        yield return At(context, literal.Span, (string)literal.Value!, "every value is read", "Search for whole terms, or for prefixes (term*).");
                    }

                    break;
                case BinarySyntax { Operator: BinaryOperator.MatchesRegex, Right: LiteralSyntax { Value: string pattern } right } when pattern.StartsWith(".*", StringComparison.Ordinal) || pattern.StartsWith("^.*", StringComparison.Ordinal):
                    yield return At(context, right.Span, pattern, "the whole text is tried", "Leave it out: a match may begin anywhere.");
                    break;
                case BinarySyntax { Operator: BinaryOperator.Has or BinaryOperator.NotHas or BinaryOperator.Contains or BinaryOperator.NotContains, Right: LiteralSyntax { Value: string { Length: > 1 } term } right } when term[0] == '*':
                    yield return At(context, right.Span, term, "here * is no wildcard but a star that the text must hold", "Leave the stars out.");
                    break;
            }
        }
    }
}

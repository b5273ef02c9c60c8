using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A join that does not say its kind.</summary>
internal sealed class JoinKindLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7024", DiagnosticSeverity.Warning, "A join without a kind is innerunique: of the left rows with one key, one is kept, and which is not said.",
        "Write kind=inner for every pair, kind=leftsemi for left rows that have a match, or kind=innerunique if it is meant.");

    public override string Explanation =>
        "The default kind drops left rows with equal keys before it joins (https://learn.microsoft.com/kusto/query/join-innerunique). Evidence is lost, and runs over the same data may differ.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.Operators
        .Where(o => o.Operator is JoinSyntax join && !join.Parameters.Any(p => p.Name.Text.Equals("kind", StringComparison.Ordinal)))
        .Select(o => At(context, o.Operator.KeywordSpan));
}

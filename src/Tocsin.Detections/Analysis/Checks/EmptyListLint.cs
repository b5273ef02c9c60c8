using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A list without values.</summary>
internal sealed class EmptyListLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7011", DiagnosticSeverity.Error, "The list of '{0}' is empty: the condition is {1} for every row.", "Fill the list, or leave the condition out.");

    public override string Explanation => "Nothing is in an empty list, so in, has_any and has_all over one never hold, and their negations always do.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => SyntaxChildren.DescendantsAndSelf(context.Query.Tree.Root)
        .OfType<ListOperatorSyntax>()
        .Where(l => context.Query.Constants.Items(l.Right) is { IsEmpty: true })
        .Select(l => At(context, l.Span, Quote(context, l), l.Operator is ListOperator.NotIn or ListOperator.NotInTilde ? "true" : "false"));
}

using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>AdditionalFields taken for what only one of the services has it as.</summary>
internal sealed class AdditionalFieldsLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7004", DiagnosticSeverity.Information, "AdditionalFields is dynamic in Sentinel but a string in Defender XDR, where '{0}' does not bind.",
        "parse_json(AdditionalFields) reads both.");

    public override string Explanation =>
        "The column holds JSON: as a dynamic value in Log Analytics, as text in advanced hunting. A property taken from it directly works in Sentinel alone.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.Target != CheckTarget.Sentinel
        ? []
        : context.Query.Tree.Root.DescendantsAndSelf()
            .Where(n => n is PathSyntax { Target: NameExpressionSyntax { Name.Text: "AdditionalFields" } } or ElementSyntax { Target: NameExpressionSyntax { Name.Text: "AdditionalFields" } })
            .Select(n => At(context, n.Span, Quote(context, n.Span)));
}

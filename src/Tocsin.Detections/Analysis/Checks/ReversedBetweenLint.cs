using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A range whose lower bound is above its upper one.</summary>
internal sealed class ReversedBetweenLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7012", DiagnosticSeverity.Error, "The bounds of '{0}' are the wrong way round: the condition is {1} for every row.", "Write between ({2} .. {3}).");

    public override string Explanation => "between (a .. b) asks for a or more and b or less; with a above b nothing is both.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        foreach (var between in context.Query.Tree.Root.DescendantsAndSelf().OfType<BetweenSyntax>())
        {
            var (low, high) = (context.Query.Constants.Evaluate(between.Low), context.Query.Constants.Evaluate(between.High));
            if (low?.Number > high?.Number && low!.Type == high!.Type)
            {
                yield return At(context, between.Span, Quote(context, between.Span), between.IsNegated ? "true" : "false", Quote(context, between.High.Span), Quote(context, between.Low.Span));
            }
        }
    }
}

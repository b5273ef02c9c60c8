using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>search, find and union over all tables there are.</summary>
internal sealed class EveryTableLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7033", DiagnosticSeverity.Warning, "{0} reads every table of the workspace.", "Name the tables: {1}.");

    public override string Explanation => "A rule that reads all tables costs as much as all of them, and changes its meaning with every table that is added.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        foreach (var node in context.Query.Tree.Root.DescendantsAndSelf().OfType<OperatorSourceSyntax>())
        {
            switch (node.Operator)
            {
                case SearchSyntax { In.IsEmpty: true } search:
                    yield return At(context, search.KeywordSpan, "search", "search in (DeviceNetworkEvents, …) …");
                    break;
                case FindSyntax { In.IsEmpty: true } find:
                    yield return At(context, find.KeywordSpan, "find", "find in (DeviceNetworkEvents, …) where …");
                    break;
                case UnionSyntax union when union.Tables.Any(t => t is StarSyntax or WildcardNameSyntax { Pattern: "*" }):
                    yield return At(context, union.KeywordSpan, "union *", "union DeviceNetworkEvents, …");
                    break;
            }
        }
    }
}

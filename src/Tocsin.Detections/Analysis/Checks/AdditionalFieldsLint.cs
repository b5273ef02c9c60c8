using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A column that holds JSON, such as AdditionalFields, taken for what only one of the services has it as.</summary>
internal sealed class AdditionalFieldsLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7004", DiagnosticSeverity.Information, "{1} is dynamic in Sentinel but a string in Defender XDR, where '{0}' does not bind.",
        "parse_json({1}) reads both.");

    public override string Explanation =>
        "The column (AdditionalFields of most tables, LoggedOnUsers of DeviceInfo) holds JSON: as a dynamic value in Log Analytics, as text in advanced hunting. A property taken from it directly works in Sentinel alone.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        if (context.Target != CheckTarget.Sentinel)
        {
            return [];
        }

        var columns = context.Query.Pipelines.Select(p => p.SourceName).OfType<string>().Where(n => context.IsTable(n)).Distinct(StringComparer.Ordinal)
            .Select(PublishedTables.Find).OfType<PublishedTable>()
            .SelectMany(t => t.Columns.Where(c => c is { DefenderXdr: KqlType.String, Sentinel: KqlType.Dynamic }))
            .Select(c => c.Name)
            .ToHashSet(StringComparer.Ordinal);
        return context.Query.Tree.Root.DescendantsAndSelf()
            .Select(n => (Node: n, Name: TakenApart(n)))
            .Where(n => n.Name is not null && columns.Contains(n.Name))
            .Select(n => At(context, n.Node.Span, Quote(context, n.Node.Span), n.Name!));
    }

    /// <summary>The name that a property or an element is taken of.</summary>
    private static string? TakenApart(SyntaxNode node) => node switch
    {
        PathSyntax { Target: NameExpressionSyntax path } => path.Name.Text,
        ElementSyntax { Target: NameExpressionSyntax element } => element.Name.Text,
        _ => null,
    };
}

using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A let statement that nothing uses.</summary>
internal sealed class UnusedLetLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7014", DiagnosticSeverity.Warning, "'{0}' is never used: changing it changes nothing.", "Use it, or leave it out.");

    public override string Explanation =>
        "A threshold that is declared and not applied looks like a condition of the rule and is none; who tunes it tunes nothing.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.Query.Lets
        .Where(l => !context.Query.Tree.Tokens.Any(t => t.Span.Start != l.Name.Span.Start && Names(t, l.Name.Text)))
        .Select(l => At(context, l.Name.Span, l.Name.Text));

    private static bool Names(SyntaxToken token, string name) => token.Kind switch
    {
        TokenKind.Word => token.Text.Equals(name, StringComparison.Ordinal),
        TokenKind.StringLiteral => token.Text.AsSpan().Trim("'\"").SequenceEqual(name),
        _ => false,
    };
}

using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Formatting;

/// <summary>A formatted query, or the reasons why it could not be read.</summary>
public sealed record FormattedQuery(string? Text, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Writes queries in one canonical layout: an operator a line, lists and conditions that do not fit one item a line. Only
/// blanks between tokens change; tokens and comments stay as they are and in their order.
/// </summary>
public static class KqlFormatter
{
    /// <summary>Lines are broken where they would be longer, if a place to break is there.</summary>
    public const int Width = 120;

    public const int Indent = 4;

    /// <summary>Text with syntax errors is not touched.</summary>
    /// <exception cref="InvalidOperationException">The result would not mean the same: a fault of the formatter.</exception>
    public static FormattedQuery Format(SourceText source)
    {
        var tree = SyntaxTree.Parse(source);
        if (tree.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return new FormattedQuery(null, tree.Diagnostics);
        }

        var text = LayoutPrinter.Print(tree);
        if (!IsSame(tree, SyntaxTree.Parse(new SourceText(text, source.Name))))
        {
            throw new InvalidOperationException($"{source.Name} would not mean the same once formatted.");
        }

        return new FormattedQuery(text, []);
    }

    /// <summary>The same tokens and comments in the same order, read as the same tree.</summary>
    private static bool IsSame(SyntaxTree before, SyntaxTree after) =>
        before.Tokens.Select(t => (t.Kind, t.Text)).SequenceEqual(after.Tokens.Select(t => (t.Kind, t.Text)))
        && CommentsOf(before).SequenceEqual(CommentsOf(after), StringComparer.Ordinal)
        && SyntaxPrinter.PrintShape(before.Root).Equals(SyntaxPrinter.PrintShape(after.Root), StringComparison.Ordinal);

    private static IEnumerable<string> CommentsOf(SyntaxTree tree) => tree.Tokens.SelectMany(t => TokenTrivia.Read(tree.Source, t).Comments).Select(c => c.Text);
}

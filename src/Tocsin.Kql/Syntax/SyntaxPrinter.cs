using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tocsin.Kql.Syntax;

/// <summary>
/// The tree as indented text, one node a line with its span. It keeps a stack of its own: chains of thousands of
/// operators lean as deep as they are long.
/// </summary>
public static class SyntaxPrinter
{
    private const int DeepestIndent = 60;

    public static string Print(SyntaxTree tree) => Print(tree.Root);

    public static string Print(SyntaxNode root) => Print(root, withSpans: true);

    /// <summary>The tree without its places: the same for texts that differ in blanks and comments alone.</summary>
    public static string PrintShape(SyntaxNode root) => Print(root, withSpans: false);

    private static string Print(SyntaxNode root, bool withSpans)
    {
        var text = new StringBuilder();
        var outliner = new SyntaxOutliner();
        var pending = new Stack<(SyntaxBranch Branch, int Depth)>();
        pending.Push((new SyntaxBranch(null, root), 0));
        while (pending.TryPop(out var next))
        {
            var outline = outliner.Visit(next.Branch.Node);
            AppendLine(text, next.Branch, outline.Label, next.Depth, withSpans);
            for (var i = outline.Children.Length - 1; i >= 0; i--)
            {
                pending.Push((outline.Children[i], next.Depth + 1));
            }
        }

        return text.ToString();
    }

    /// <summary>Beyond a depth the level is written as a number: the text stays linear in the tree.</summary>
    private static void AppendLine(StringBuilder text, SyntaxBranch branch, string label, int depth, bool withSpans)
    {
        text.Append(' ', 2 * Math.Min(depth, DeepestIndent));
        if (depth > DeepestIndent)
        {
            text.Append(CultureInfo.InvariantCulture, $"({depth}) ");
        }

        if (branch.Role is { } role)
        {
            text.Append(role).Append(": ");
        }

        text.Append(label);
        if (withSpans)
        {
            text.Append(CultureInfo.InvariantCulture, $" [{branch.Node.Span.Start}..{branch.Node.Span.End})");
        }

        text.Append('\n');
    }
}

/// <summary>A child with the part that it plays, where the order alone does not tell.</summary>
internal readonly record struct SyntaxBranch(string? Role, SyntaxNode Node);

internal sealed record SyntaxOutline(string Label, ImmutableArray<SyntaxBranch> Children);

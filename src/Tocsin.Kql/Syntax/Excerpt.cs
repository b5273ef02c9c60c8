using System.Text;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary>Parts of a query as messages and reports show them.</summary>
public static class Excerpt
{
    /// <summary>The text of a span on one line, without comments; an ellipsis stands for what is beyond <paramref name="longest"/>.</summary>
    public static string OneLine(this SyntaxTree tree, TextSpan span, int longest = int.MaxValue)
    {
        var text = new StringBuilder();
        foreach (var token in TokensIn(tree, span))
        {
            text.Append(token.IsAdjacent || text.Length == 0 ? "" : " ").Append(token.Text);
        }

        return text.Length <= longest ? text.ToString() : text.ToString(0, longest).TrimEnd() + "…";
    }

    /// <summary>Any text on one line.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The text of a span, its lines kept, comments and the blanks at the ends of lines left out.</summary>
    public static string WithoutComments(this SyntaxTree tree, TextSpan span)
    {
        var text = new StringBuilder();
        foreach (var token in TokensIn(tree, span))
        {
            if (token.Span.Start > span.Start)
            {
                text.Append(Blank(tree.Source.Slice(token.LeadingTrivia)));
            }

            text.Append(token.Text);
        }

        return text.ToString();
    }

    private static IEnumerable<SyntaxToken> TokensIn(SyntaxTree tree, TextSpan span) =>
        tree.Tokens.Where(t => t.Span.Start >= span.Start && t.Span.End <= span.End && t.Kind != TokenKind.EndOfText);

    private static string Blank(ReadOnlySpan<char> trivia)
    {
        var blank = new StringBuilder();
        foreach (var line in trivia.EnumerateLines())
        {
            var comment = line.IndexOf("//", StringComparison.Ordinal);
            blank.Append(comment < 0 ? line : "").Append('\n');
        }

        blank.Length--;

        // Lines that held comments alone are gone; the last line's indentation stays.
        var text = blank.ToString();
        var last = text.LastIndexOf('\n');
        return last < 0 ? text : string.Concat("\n", text.AsSpan(last + 1));
    }
}

using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Report.Catalogue;

/// <summary>Marks the tokens of a query, as the lexer of the language finds them.</summary>
internal static class KqlHighlighter
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "let", "by", "on", "and", "or", "in", "has", "contains", "startswith", "endswith", "matches", "regex", "between", "asc", "desc", "nulls", "first", "last",
        "to", "typeof", "kind", "true", "false", "dynamic", "has_any", "has_all", "has_cs", "contains_cs", "hasprefix", "hassuffix", "with", "step", "from",
    };

    // Operators that begin a subquery, behind a parenthesis rather than a bar.
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "where", "project", "extend", "summarize", "sort", "order", "take", "limit", "top", "union", "print", "mv-expand", "mv-apply",
    };

    public static HtmlText Highlight(SourceText query)
    {
        var html = new HtmlText().Open("pre", ("class", "kql"), ("tabindex", "0")).Open("code");
        var tokens = SyntaxTree.Parse(query).Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            Trivia(html, query.ToString(tokens[i].LeadingTrivia));
            if (tokens[i].Kind == TokenKind.EndOfText)
            {
                break;
            }

            var text = query.ToString(tokens[i].Span);
            if (ClassOf(tokens[i], i > 0 ? tokens[i - 1] : null, i + 1 < tokens.Length ? tokens[i + 1].Kind : TokenKind.EndOfText) is { } name)
            {
                html.Element("span", text, ("class", name));
            }
            else
            {
                html.Text(text);
            }
        }

        return html.Close().CloseLine();
    }

    /// <summary>White space, and comments to the ends of their lines.</summary>
    private static void Trivia(HtmlText html, string trivia)
    {
        var rest = trivia.ReplaceLineEndings("\n");
        for (var comment = rest.IndexOf("//", StringComparison.Ordinal); comment >= 0; comment = rest.IndexOf("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('\n', comment) is >= 0 and var line ? line : rest.Length;
            html.Text(rest[..comment]).Element("span", rest[comment..end], ("class", "c"));
            rest = rest[end..];
        }

        html.Text(rest);
    }

    private static string? ClassOf(SyntaxToken token, SyntaxToken? before, TokenKind after) => token.Kind switch
    {
        TokenKind.StringLiteral => "s",
        TokenKind.IntLiteral or TokenKind.LongLiteral or TokenKind.RealLiteral or TokenKind.DecimalLiteral or TokenKind.DateTimeLiteral
            or TokenKind.TimeSpanLiteral or TokenKind.GuidLiteral => "n",
        TokenKind.BoolLiteral or TokenKind.OperatorWord => "k",
        TokenKind.Word when before is { Kind: TokenKind.Bar } => "k",
        TokenKind.Word when before is { Kind: TokenKind.OpenParen } && Operators.Contains(token.Text) => "k",
        TokenKind.Word when Keywords.Contains(token.Text) => "k",
        TokenKind.Word when after == TokenKind.OpenParen => "f",
        TokenKind.Bar => "o",
        _ => null,
    };
}

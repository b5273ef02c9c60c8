using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Formatting;

/// <summary>Tokens, comments and line ends, and what fits.</summary>
internal sealed partial class LayoutPrinter
{
    /// <summary>Operators whose items stand each on a line where they do not fit on one.</summary>
    private static readonly HashSet<string> ListOperators = new(StringComparer.Ordinal)
    {
        "extend", "project", "project-away", "project-keep", "project-rename", "project-reorder", "summarize", "distinct", "print", "serialize",
        "sort", "order", "make-series", "union",
    };

    private int _placed = -1;

    /// <summary>Whether the tokens fit on the present line behind what stands there, with nothing in them that ends a line.</summary>
    private bool Fits(int start, int end)
    {
        if (_breaks[end] - _breaks[start + 1] + (_tokens[start].Text.Contains('\n', StringComparison.Ordinal) ? 1 : 0) > 0)
        {
            return false;
        }

        var isPlaced = _placed == start;
        var width = _widths[end] - _widths[start] - (isPlaced && _spacing.HasBlankBefore(start) ? 1 : 0);
        return (isPlaced || _trivia[start].Comments.IsEmpty) && _column + width <= KqlFormatter.Width;
    }

    /// <summary>The first index in the range that the condition holds for, brackets skipped; the end where there is none.</summary>
    private int Next(int start, int end, Func<int, bool> isWanted)
    {
        for (var i = start; i < end; i++)
        {
            if (isWanted(i))
            {
                return i;
            }

            if (_partners[i] > i)
            {
                i = _partners[i];
            }
        }

        return end;
    }

    /// <summary>Where the items of a list operator begin, if there are several.</summary>
    private int? ListStart(int start, int end)
    {
        var keyword = _tokens[start].Kind == TokenKind.Bar ? start + 1 : start;
        if (keyword + 1 >= end || !ListOperators.Contains(_tokens[keyword].Text))
        {
            return null;
        }

        var items = _tokens[keyword + 1].Is("by") && _tokens[keyword].Text is "sort" or "order" ? keyword + 2 : keyword + 1;
        return Next(items, end, i => _tokens[i].Kind == TokenKind.Comma || _tokens[i].Is("by")) < end ? items : null;
    }

    /// <summary>The loosest operator of the range outside of brackets: or, and, then plus and minus.</summary>
    private Func<int, bool>? ChainOperator(int start, int end)
    {
        ReadOnlySpan<Func<int, bool>> levels =
        [
            i => _tokens[i].Is("or"),
            i => _tokens[i].Is("and"),
            i => _tokens[i].Kind is TokenKind.Plus or TokenKind.Minus && _spacing.HasBlankBefore(i + 1),
        ];
        foreach (var level in levels)
        {
            if (Next(start, end, level) < end)
            {
                return level;
            }
        }

        return null;
    }

    /// <summary>Values without names or calls: literals, perhaps with a sign, between commas.</summary>
    private bool IsPlainList(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_tokens[i].Kind is TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace or TokenKind.Colon or TokenKind.Equal or TokenKind.Bar
                || _tokens[i].Is("and") || _tokens[i].Is("or")
                || (i > start && !_trivia[i].Comments.IsEmpty)
                || (i > start && _tokens[i - 1].Kind != TokenKind.Comma && _tokens[i].Kind != TokenKind.Comma && _tokens[i - 1].Kind is not (TokenKind.Minus or TokenKind.Plus)))
            {
                return false;
            }
        }

        return _trivia[start].Comments.IsEmpty;
    }

    private void PrintFlat(int start, int end, int indent)
    {
        for (var i = start; i < end; i++)
        {
            PrintToken(i, indent);
        }
    }

    /// <summary>Writes a token; comments before it that have no place yet end the line first.</summary>
    private void PrintToken(int index, int indent)
    {
        if (_placed != index)
        {
            if (_trivia[index].Comments.IsEmpty)
            {
                Append(_spacing.HasBlankBefore(index) && _column > 0 ? " " : "");
            }
            else
            {
                NewLine(index, indent, keepsBlankLine: false);
            }
        }

        Append(_tokens[index].Text);
    }

    /// <summary>Begins the line of a token, with the comments before it.</summary>
    private void NewLine(int index, int indent, bool keepsBlankLine)
    {
        foreach (var comment in _trivia[index].Comments)
        {
            PrintComment(comment, indent, keepsBlankLine);
        }

        BreakLine(indent, keepsBlankLine && _trivia[index].HasBlankLineBefore);
        _placed = index;
    }

    private void PrintComment(Comment comment, int indent, bool keepsBlankLine)
    {
        if (comment.IsTrailing && _text.Length > 0)
        {
            Append(" ");
        }
        else
        {
            BreakLine(indent, keepsBlankLine && comment.HasBlankLineBefore);
        }

        Append(comment.Text);
    }

    private void BreakLine(int indent, bool withBlankLine)
    {
        if (_text.Length == 0)
        {
            return;
        }

        _text.Append(withBlankLine ? "\n\n" : "\n").Append(' ', indent);
        _column = indent;
    }

    private void Append(string text)
    {
        _text.Append(text);
        var lineEnd = text.LastIndexOf('\n');
        _column = lineEnd < 0 ? _column + text.Length : text.Length - lineEnd - 1;
    }
}

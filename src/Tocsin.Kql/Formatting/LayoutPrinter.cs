using System.Collections.Immutable;
using System.Text;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Formatting;

/// <summary>
/// Lays the tokens of a query out. A range of tokens that fits stays on its line; one that does not is broken at its bars,
/// then at the commas of an operator's list, then at and/or, then inside of its brackets. All of it follows from tokens and comments alone,
/// so that formatted text is formatted to itself.
/// </summary>
internal sealed partial class LayoutPrinter
{
    private readonly ImmutableArray<SyntaxToken> _tokens;
    private readonly ImmutableArray<TokenTrivia> _trivia;
    private readonly TokenSpacing _spacing;
    private readonly int[] _partners;
    private readonly int[] _widths;
    private readonly int[] _breaks;
    private readonly HashSet<int> _subqueries;
    private readonly StringBuilder _text = new();
    private int _column;

    private LayoutPrinter(SyntaxTree tree)
    {
        _tokens = tree.Tokens;
        _trivia = [.. tree.Tokens.Select(t => TokenTrivia.Read(tree.Source, t))];
        _spacing = new TokenSpacing(tree);
        _partners = Brackets.Pair(_tokens);
        _subqueries = [.. tree.Root.DescendantsAndSelf().OfType<PipelineSyntax>().Where(p => p.Source is ContextualSourceSyntax).Select(p => p.Span.Start)];
        _widths = new int[_tokens.Length + 1];
        _breaks = new int[_tokens.Length + 1];
        for (var i = 0; i < _tokens.Length; i++)
        {
            _widths[i + 1] = _widths[i] + _tokens[i].Text.Length + (_spacing.HasBlankBefore(i) ? 1 : 0);
            _breaks[i + 1] = _breaks[i] + (_trivia[i].Comments.IsEmpty ? 0 : 1) + (_tokens[i].Text.Contains('\n', StringComparison.Ordinal) ? 1 : 0);
        }
    }

    public static string Print(SyntaxTree tree)
    {
        var printer = new LayoutPrinter(tree);
        printer.PrintQuery();
        return printer._text.ToString();
    }

    private int End => _tokens.Length - 1;

    private void PrintQuery()
    {
        PrintStatements(0, End, 0);
        foreach (var comment in _trivia[End].Comments)
        {
            PrintComment(comment, 0, keepsBlankLine: true);
        }

        if (_text.Length > 0)
        {
            _text.Append('\n');
        }
    }

    /// <summary>Statements with their semicolons, each from a line of its own.</summary>
    private void PrintStatements(int start, int end, int indent)
    {
        while (start < end)
        {
            var next = Next(start, end, i => _tokens[i].Kind == TokenKind.Semicolon);
            PrintPipeline(start, Math.Min(next + 1, end), indent, keepsBlankLine: indent == 0);
            start = next + 1;
        }
    }

    private void PrintPipeline(int start, int end, int indent, bool keepsBlankLine)
    {
        for (var from = start; from < end;)
        {
            var to = Next(from + 1, end, i => _tokens[i].Kind == TokenKind.Bar);
            NewLine(from, indent, keepsBlankLine && from == start);
            PrintClause(from, to, indent, mayBeList: true);
            from = to;
        }
    }

    /// <summary>Part of a query whose first token's place is chosen already.</summary>
    private void PrintClause(int start, int end, int indent, bool mayBeList)
    {
        if (Fits(start, end))
        {
            PrintFlat(start, end, indent);
        }
        else if (mayBeList && ListStart(start, end) is { } items)
        {
            PrintList(start, items, end, indent);
        }
        else if (ChainOperator(start + 1, end) is { } isOperator)
        {
            PrintChain(start, end, indent, isOperator);
        }
        else
        {
            PrintRange(start, end, indent);
        }
    }

    /// <summary><c>| project</c> and then each item on a line; by begins a line of its own.</summary>
    private void PrintList(int start, int items, int end, int indent)
    {
        PrintFlat(start, items, indent);
        var inner = indent + KqlFormatter.Indent;
        for (var from = items; from < end;)
        {
            var isBy = _tokens[from].Is("by");
            var to = isBy ? end : Next(from, end, i => _tokens[i].Kind == TokenKind.Comma || (i > from && _tokens[i].Is("by")));
            to = to < end && _tokens[to].Kind == TokenKind.Comma ? to + 1 : to;
            NewLine(from, inner, keepsBlankLine: false);
            if (isBy && !Fits(from, to))
            {
                PrintToken(from, inner);
                PrintItems(from + 1, to, inner + KqlFormatter.Indent);
            }
            else
            {
                PrintClause(from, to, inner, mayBeList: false);
            }

            from = to;
        }
    }

    /// <summary>What stands between commas, each from a line of its own; a condition of case() with its value, where both fit.</summary>
    private void PrintItems(int start, int end, int indent, bool isCase = false)
    {
        for (var from = start; from < end;)
        {
            var to = AfterComma(from, end);
            NewLine(from, indent, keepsBlankLine: false);
            if (isCase && to < end && Fits(from, AfterComma(to, end)))
            {
                to = AfterComma(to, end);
            }

            PrintClause(from, to, indent, mayBeList: false);
            from = to;
        }
    }

    private int AfterComma(int start, int end) => Math.Min(Next(start, end, i => _tokens[i].Kind == TokenKind.Comma) + 1, end);

    /// <summary>Conditions and sums: each operator begins a line.</summary>
    private void PrintChain(int start, int end, int indent, Func<int, bool> isOperator)
    {
        for (var from = start; from < end;)
        {
            var to = Next(from + 1, end, isOperator);
            if (from > start)
            {
                NewLine(from, indent + KqlFormatter.Indent, keepsBlankLine: false);
                PrintClause(from, to, indent + KqlFormatter.Indent, mayBeList: false);
            }
            else
            {
                PrintClause(from, to, indent, mayBeList: false);
            }

            from = to;
        }
    }

    /// <summary>Token after token; brackets that do not fit are opened.</summary>
    private void PrintRange(int start, int end, int indent)
    {
        for (var i = start; i < end; i++)
        {
            var close = _partners[i];
            if (close <= i || close >= end)
            {
                PrintToken(i, indent + KqlFormatter.Indent);
                continue;
            }

            var following = close + 1 < end && _tokens[close + 1].Kind is TokenKind.Comma or TokenKind.Semicolon ? close + 2 : close + 1;
            if (Fits(i, following))
            {
                PrintFlat(i, close + 1, indent + KqlFormatter.Indent);
            }
            else
            {
                PrintOpened(i, close, indent);
            }

            i = close;
        }
    }

    /// <summary>A pair of brackets with its content on lines of its own; a bracket alone inside of another is opened with it.</summary>
    private void PrintOpened(int open, int close, int indent)
    {
        PrintToken(open, indent + KqlFormatter.Indent);
        var inner = indent + KqlFormatter.Indent;
        if (_partners[open + 1] == close - 1 && open + 1 < close && _trivia[open + 1].Comments.IsEmpty && _trivia[close].Comments.IsEmpty)
        {
            PrintOpened(open + 1, close - 1, indent);
            PrintToken(close, indent);
            return;
        }

        if (open + 1 < close)
        {
            if (Next(open + 1, close, i => _tokens[i].Kind == TokenKind.Semicolon) < close)
            {
                PrintStatements(open + 1, close, inner);
            }
            else if (_subqueries.Contains(_tokens[open].Span.Start) || Next(open + 1, close, i => _tokens[i].Kind == TokenKind.Bar) < close)
            {
                PrintPipeline(open + 1, close, inner, keepsBlankLine: false);
            }
            else if (IsPlainList(open + 1, close))
            {
                PrintFilled(open + 1, close, inner);
            }
            else
            {
                PrintItems(open + 1, close, inner, isCase: open > 0 && _tokens[open - 1].Is("case"));
            }

            NewLine(close, indent, keepsBlankLine: false);
        }

        PrintToken(close, indent);
    }

    /// <summary>As many values a line as fit.</summary>
    private void PrintFilled(int start, int end, int indent)
    {
        for (var from = start; from < end;)
        {
            var to = AfterComma(from, end);
            if (from == start || !Fits(from, to))
            {
                NewLine(from, indent, keepsBlankLine: false);
            }

            PrintFlat(from, to, indent);
            from = to;
        }
    }
}

using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Formatting;

/// <summary>Whether a blank stands between two tokens of a line.</summary>
internal sealed class TokenSpacing
{
    private readonly SyntaxTree _tree;
    private readonly HashSet<int> _joined = [];
    private readonly HashSet<int> _signs = [];
    private readonly HashSet<int> _spacedColons = [];
    private readonly HashSet<int> _tightColons = [];
    private readonly List<TextSpan> _verbatim = [];
    private readonly List<TextSpan> _dynamics = [];

    public TokenSpacing(SyntaxTree tree)
    {
        _tree = tree;
        foreach (var node in tree.Root.DescendantsAndSelf())
        {
            Note(node);
        }
    }

    /// <summary>Whether a token, by its index, is set off from the one before it.</summary>
    public bool HasBlankBefore(int index)
    {
        if (index == 0)
        {
            return false;
        }

        ref readonly var token = ref _tree.Tokens.ItemRef(index);
        ref readonly var before = ref _tree.Tokens.ItemRef(index - 1);
        if (_joined.Contains(token.Span.Start))
        {
            return false;
        }

        return IsWithin(_verbatim, before.Span.Start) && IsWithin(_verbatim, token.Span.Start)
            ? !token.IsAdjacent
            : !IsTightAfter(before, index - 1) && !IsTightBefore(token);
    }

    private bool IsTightAfter(in SyntaxToken token, int index) => token.Kind switch
    {
        TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.Dot => true,
        TokenKind.OpenBrace => IsWithin(_dynamics, token.Span.Start),
        TokenKind.Minus or TokenKind.Plus => _signs.Contains(token.Span.Start) || (index > 0 && IsWithin(_dynamics, token.Span.Start)),
        TokenKind.Colon => _tightColons.Contains(token.Span.Start),
        _ => false,
    };

    private bool IsTightBefore(in SyntaxToken token) => token.Kind switch
    {
        TokenKind.Comma or TokenKind.Semicolon or TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.Dot => true,
        TokenKind.CloseBrace => IsWithin(_dynamics, token.Span.Start),
        TokenKind.Colon => !_spacedColons.Contains(token.Span.Start),
        _ => false,
    };

    private static bool IsWithin(List<TextSpan> spans, int position) => spans.Exists(s => s.Start <= position && position < s.End);

    private void Note(SyntaxNode node)
    {
        switch (node)
        {
            case CallSyntax call:
                JoinAfter(call.Function.Span.End, TokenKind.OpenParen);
                break;
            case ToScalarSyntax or MaterializeSyntax or TypeOfSyntax or InlineExternalTableSyntax:
                JoinSecond(node.Span, TokenKind.OpenParen);
                break;
            case DataTableSyntax or ExternalDataSyntax:
                JoinSecond(node.Span, TokenKind.OpenParen);
                JoinBracketOfValues(node.Span);
                break;
            case ElementSyntax element:
                JoinAfter(element.Target.Span.End, TokenKind.OpenBracket);
                break;
            case LiteralSyntax { Type: KqlType.Dynamic }:
                JoinSecond(node.Span, TokenKind.OpenParen);
                _dynamics.Add(node.Span);
                break;
            case LiteralSyntax or UnarySyntax:
                _signs.Add(node.Span.Start);
                break;
            case OperatorParameterSyntax parameter:
                JoinSetting(parameter);
                break;
            case WildcardNameSyntax:
                JoinAll(node.Span);
                break;
            case GraphOperatorSyntax or PatternStatementSyntax:
                _verbatim.Add(node.Span);
                break;
            case BinarySyntax { Operator: BinaryOperator.Colon } binary:
                _spacedColons.Add(binary.OperatorSpan.Start);
                break;
            case EvaluateSyntax { Schema: { } schema }:
                NoteColon(_spacedColons, IndexAt(schema.Span.Start) - 1);
                break;
            case ColumnDeclarationSyntax column:
                NoteColon(_tightColons, IndexAt(column.Name.Span.End));
                break;
            case ParameterSyntax parameter:
                NoteColon(_tightColons, IndexAt(parameter.Name.Span.End));
                break;
            case ParseCaptureSyntax capture:
                NoteColon(_tightColons, IndexAt(capture.Name.Span.End));
                break;
            case TypedColumnSyntax column:
                NoteColon(_tightColons, IndexAt(column.Name.Span.End));
                break;
        }
    }

    private void NoteColon(HashSet<int> colons, int index)
    {
        if (index >= 0 && index < _tree.Tokens.Length && _tree.Tokens[index].Kind == TokenKind.Colon)
        {
            colons.Add(_tree.Tokens[index].Span.Start);
        }
    }

    /// <summary>The first token that begins at a position or behind it.</summary>
    private int IndexAt(int position)
    {
        var (low, high) = (0, _tree.Tokens.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tree.Tokens[middle].Span.Start < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void JoinAfter(int position, TokenKind kind)
    {
        var index = IndexAt(position);
        if (index < _tree.Tokens.Length && _tree.Tokens[index].Kind == kind)
        {
            _joined.Add(_tree.Tokens[index].Span.Start);
        }
    }

    private void JoinSecond(TextSpan span, TokenKind kind) => JoinAfter(span.Start + 1, kind);

    /// <summary><c>datatable(a:long)[…]</c>: the bracket behind the schema's closing one.</summary>
    private void JoinBracketOfValues(TextSpan span)
    {
        for (var i = IndexAt(span.Start); i + 1 < _tree.Tokens.Length && _tree.Tokens[i].Span.Start < span.End; i++)
        {
            if (_tree.Tokens[i].Kind == TokenKind.CloseParen && _tree.Tokens[i + 1].Kind == TokenKind.OpenBracket)
            {
                _joined.Add(_tree.Tokens[i + 1].Span.Start);
                return;
            }
        }
    }

    /// <summary><c>kind=inner</c>: no blanks about the equals sign of a setting.</summary>
    private void JoinSetting(OperatorParameterSyntax parameter)
    {
        var index = IndexAt(parameter.Name.Span.End);
        if (_tree.Tokens[index].Kind == TokenKind.Equal)
        {
            _joined.Add(_tree.Tokens[index].Span.Start);
            _joined.Add(_tree.Tokens[index + 1].Span.Start);
        }
    }

    private void JoinAll(TextSpan span)
    {
        for (var i = IndexAt(span.Start) + 1; i < _tree.Tokens.Length && _tree.Tokens[i].Span.Start < span.End; i++)
        {
            _joined.Add(_tree.Tokens[i].Span.Start);
        }
    }
}

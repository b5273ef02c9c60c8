using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Reads a query by recursive descent. It reports and goes on: after an error reading resumes at the next bar,
/// semicolon or closing bracket, and one place in the text gets one message.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>
    /// How deep brackets, subqueries and function bodies may nest. Passes over the tree recurse as deep as the
    /// parser does, so the bound keeps all of them within a stack of one megabyte.
    /// </summary>
    public const int MaxDepth = 500;

    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly ImmutableArray<SyntaxToken> _tokens;
    private int _position;
    private int _depth;
    private int _lastErrorPosition = -1;
    private bool _hasGivenUp;
    private int _furthestEnd;

    private Parser(SourceText source)
    {
        _source = source;
        _diagnostics = new DiagnosticBag(source);
        _tokens = Lexer.Tokenize(_diagnostics);
    }

    public static SyntaxTree Parse(SourceText source)
    {
        var parser = new Parser(source);
        var root = parser.ParseQuery();
        var diagnostics = parser._diagnostics.Items.OrderBy(d => d.Span.Start).ToImmutableArray();
        return new SyntaxTree(source, root, parser._tokens, diagnostics);
    }

    private ref readonly SyntaxToken Current => ref _tokens.ItemRef(_position);

    private TokenKind Kind => Current.Kind;

    private ref readonly SyntaxToken Peek(int ahead = 1) => ref _tokens.ItemRef(Math.Min(_position + ahead, _tokens.Length - 1));

    private bool At(string word) => Current.Is(word);

    private SyntaxToken Next()
    {
        var token = Current;
        if (token.Kind != TokenKind.EndOfText)
        {
            _position++;
        }

        return token;
    }

    private bool TryTake(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        Next();
        return true;
    }

    private bool TryTake(string word)
    {
        if (!At(word))
        {
            return false;
        }

        Next();
        return true;
    }

    private bool Expect(TokenKind kind, string text)
    {
        if (TryTake(kind))
        {
            return true;
        }

        ReportExpected($"'{text}'");
        return false;
    }

    private bool Expect(string word)
    {
        if (TryTake(word))
        {
            return true;
        }

        ReportExpected($"'{word}'");
        return false;
    }

    /// <summary>
    /// Reads the bracket that closes <paramref name="open"/>. What stands before it in error is reported and skipped;
    /// where it is missing to the end of the statement, the message points at the bracket that opened.
    /// </summary>
    private void Close(TextSpan open, TokenKind kind)
    {
        if (TryTake(kind))
        {
            return;
        }

        var text = kind switch
        {
            TokenKind.CloseParen => ")",
            TokenKind.CloseBracket => "]",
            _ => "}",
        };
        if (Kind is TokenKind.EndOfText or TokenKind.Semicolon)
        {
            ReportUnclosed(open, text);
            return;
        }

        ReportExpected($"'{text}'");
        while (Kind == TokenKind.Bar || !AtEndOfClause)
        {
            TryTake(TokenKind.Bar);
            SkipToEndOfClause();
        }

        TryTake(kind);
    }

    /// <summary>One message for the innermost bracket; those around it are open for the same reason.</summary>
    private void ReportUnclosed(TextSpan open, string text)
    {
        if (!_hasGivenUp && _lastErrorPosition != _position)
        {
            _lastErrorPosition = _position;
            _diagnostics.Report(SyntaxDescriptors.Unclosed, open, _source.ToString(open), text);
        }
    }

    private void ReportExpected(string what) => ReportHere(SyntaxDescriptors.Expected, what, DescribeCurrent());

    /// <summary>Reports at the current token, unless the token already has a message or is itself a reported mistake.</summary>
    private void ReportHere(DiagnosticDescriptor descriptor, params object[] arguments)
    {
        if (_hasGivenUp || _lastErrorPosition == _position)
        {
            return;
        }

        _lastErrorPosition = _position;
        if (Kind is not (TokenKind.Bad or TokenKind.RawGuid))
        {
            _diagnostics.Report(descriptor, Current.Span, arguments);
        }
    }

    private void ReportAt(TextSpan span, DiagnosticDescriptor descriptor, params object[] arguments)
    {
        if (!_hasGivenUp)
        {
            _diagnostics.Report(descriptor, span, arguments);
        }
    }

    private string DescribeCurrent() => Describe(Current);

    private static string Describe(in SyntaxToken token)
    {
        const int longest = 40;
        return token.Kind switch
        {
            TokenKind.EndOfText => "the end of the text",
            _ when token.Text.Length > longest => $"'{token.Text[..longest]}…'",
            _ => $"'{token.Text}'",
        };
    }

    /// <summary>Guards every construct that can hold itself. A false answer means that parsing is over.</summary>
    private bool TryEnter()
    {
        if (_depth < MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth++;
            return true;
        }

        ReportHere(SyntaxDescriptors.NestedTooDeeply, MaxDepth);
        _hasGivenUp = true;
        _position = _tokens.Length - 1;
        return false;
    }

    private void Leave() => _depth--;

    /// <summary>
    /// From the start to the end of the last token, or to where a part was missed after it: a node's span holds
    /// the spans of its parts.
    /// </summary>
    private TextSpan SpanFrom(int start)
    {
        _furthestEnd = Math.Max(Math.Max(start, PreviousEnd), _furthestEnd);
        return TextSpan.FromBounds(start, _furthestEnd);
    }

    /// <summary>The place of a part that is not there.</summary>
    private TextSpan EmptySpan() => SpanFrom(Current.Span.Start);

    private int PreviousEnd => _position > 0 ? _tokens[_position - 1].Span.End : 0;

    private MissingExpressionSyntax Missing() => new(EmptySpan());

    private bool AtEndOfClause => Kind is TokenKind.EndOfText or TokenKind.Bar or TokenKind.Semicolon
        or TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace;

    /// <summary>Skips to the next bar, semicolon or unmatched closing bracket.</summary>
    private void SkipToEndOfClause()
    {
        while (!AtEndOfClause)
        {
            SkipBalanced();
        }
    }

    /// <summary>Skips one token, or a bracket with all that it holds.</summary>
    private void SkipBalanced()
    {
        var depth = 0;
        do
        {
            depth += Kind switch
            {
                TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace => 1,
                TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace => -1,
                _ => 0,
            };
            Next();
        }
        while (depth > 0 && Kind is not (TokenKind.EndOfText or TokenKind.Semicolon));
    }

    /// <summary>Items between commas; there is at least one.</summary>
    private ImmutableArray<T> ParseList<T>(Func<T> parseItem)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        do
        {
            items.Add(parseItem());
        }
        while (TryTake(TokenKind.Comma) || TryResumeList());

        return items.DrainToImmutable();
    }

    /// <summary>Where a comma is forgotten between two items, says so and reads on.</summary>
    private bool TryResumeList()
    {
        if (_lastErrorPosition == _position || !StartsItem(Current))
        {
            return false;
        }

        ReportExpected("','");
        return true;
    }

    private static bool StartsItem(in SyntaxToken token) => token.Kind switch
    {
        TokenKind.Word => !Keywords.IsReserved(token.Text) && !IsClauseWord(token.Text),
        TokenKind.BoolLiteral or TokenKind.IntLiteral or TokenKind.LongLiteral or TokenKind.RealLiteral
            or TokenKind.DecimalLiteral or TokenKind.DateTimeLiteral or TokenKind.TimeSpanLiteral
            or TokenKind.GuidLiteral or TokenKind.StringLiteral => true,
        _ => false,
    };

    /// <summary>Words that open the next part of an operator rather than an item of a list.</summary>
    private static bool IsClauseWord(string word) => word is "on" or "with" or "step" or "limit" or "from" or "default"
        or "id" or "bin" or "nulls" or "range" or "order" or "partition" or "declare" or "kind";
}

using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Splits a text into tokens whose spans, with the trivia before them, tile the text. It never fails: what it
/// cannot read is a <see cref="TokenKind.Bad"/> token and a diagnostic.
/// </summary>
internal sealed partial class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly ImmutableArray<SyntaxToken>.Builder _tokens = ImmutableArray.CreateBuilder<SyntaxToken>();
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _wordLookup;
    private int _position;

    private Lexer(DiagnosticBag diagnostics)
    {
        _source = diagnostics.Source;
        _text = _source.Text;
        _diagnostics = diagnostics;
        _wordLookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static ImmutableArray<SyntaxToken> Tokenize(DiagnosticBag diagnostics)
    {
        var lexer = new Lexer(diagnostics);
        lexer.Run();
        return lexer._tokens.DrainToImmutable();
    }

    private char Current => At(_position);

    private char At(int position) => position < _text.Length ? _text[position] : '\0';

    private void Run()
    {
        while (true)
        {
            var triviaStart = _position;
            SkipTrivia();
            var trivia = TextSpan.FromBounds(triviaStart, _position);
            if (_position >= _text.Length)
            {
                _tokens.Add(new SyntaxToken(TokenKind.EndOfText, trivia, new TextSpan(_position, 0), string.Empty));
                return;
            }

            var start = _position;
            var kind = ScanToken();
            var span = TextSpan.FromBounds(start, _position);
            _tokens.Add(new SyntaxToken(kind, trivia, span, Intern(_text.AsSpan(span.Start, span.Length))));
        }
    }

    /// <summary>White space, <c>//</c> comments, and client directives (<c>#connect …</c>) before the query.</summary>
    private void SkipTrivia()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (IsSpace(c))
            {
                _position++;
            }
            else if (c == '/' && At(_position + 1) == '/')
            {
                _position = EndOfLine(_position);
            }
            else if (c == '#' && _tokens.Count == 0)
            {
                var span = TextSpan.FromBounds(_position, EndOfLine(_position));
                _diagnostics.Report(SyntaxDescriptors.ClientDirective, span, _source.ToString(span));
                _position = span.End;
            }
            else
            {
                return;
            }
        }
    }

    private TokenKind ScanToken()
    {
        var c = Current;
        if (StartsString(out var prefix))
        {
            return ScanString(prefix);
        }

        if (IsWordStart(c))
        {
            return IsGuidAt(_position) ? TakeRawGuid() : ScanWord();
        }

        return char.IsAsciiDigit(c) ? ScanNumber() : ScanPunctuation(c);
    }

    private TokenKind ScanPunctuation(char c)
    {
        var next = At(_position + 1);
        if (c == '!' && IsWordStart(next))
        {
            return ScanNegatedOperator();
        }

        return (c, next) switch
        {
            ('.', '.') => Take(2, TokenKind.DotDot),
            ('=', '=') => Take(2, TokenKind.EqualEqual),
            ('=', '~') => Take(2, TokenKind.EqualTilde),
            ('=', '>') => Take(2, TokenKind.FatArrow),
            ('!', '=') => Take(2, TokenKind.NotEqual),
            ('!', '~') => Take(2, TokenKind.NotEqualTilde),
            ('<', '>') => Take(2, TokenKind.NotEqual),
            ('<', '=') => Take(2, TokenKind.LessOrEqual),
            ('>', '=') => Take(2, TokenKind.GreaterOrEqual),
            _ => ScanSingle(c),
        };
    }

    private TokenKind ScanSingle(char c)
    {
        var kind = c switch
        {
            '(' => TokenKind.OpenParen,
            ')' => TokenKind.CloseParen,
            '[' => TokenKind.OpenBracket,
            ']' => TokenKind.CloseBracket,
            '{' => TokenKind.OpenBrace,
            '}' => TokenKind.CloseBrace,
            '|' => TokenKind.Bar,
            ',' => TokenKind.Comma,
            ';' => TokenKind.Semicolon,
            ':' => TokenKind.Colon,
            '.' => TokenKind.Dot,
            '+' => TokenKind.Plus,
            '-' => TokenKind.Minus,
            '*' => TokenKind.Asterisk,
            '/' => TokenKind.Slash,
            '%' => TokenKind.Percent,
            '=' => TokenKind.Equal,
            '<' => TokenKind.Less,
            '>' => TokenKind.Greater,
            _ => TokenKind.Bad,
        };
        return kind == TokenKind.Bad ? ScanBad() : Take(1, kind);
    }

    /// <summary>One message for a run of characters that start nothing: random bytes give one, not thousands.</summary>
    private TokenKind ScanBad()
    {
        var start = _position;
        do
        {
            _position += char.IsSurrogatePair(Current, At(_position + 1)) ? 2 : 1;
        }
        while (_position < _text.Length && IsBad(Current));

        var span = TextSpan.FromBounds(start, _position);
        _diagnostics.Report(SyntaxDescriptors.UnexpectedCharacter, span, Describe(_text.AsSpan(start, Math.Min(span.Length, 20))), HintFor(_text[start]));
        return TokenKind.Bad;
    }

    /// <summary>What stands in KQL for a character of other languages, or of a text that a word processor went over.</summary>
    private static string HintFor(char character) => character switch
    {
        '&' => "Write and.",
        '!' => "Write not(…).",
        '\u201C' or '\u201D' or '\u2018' or '\u2019' => "Quotes are written \" or '.",
        '\u2013' or '\u2014' => "A minus is written -.",
        _ => string.Empty,
    };

    private TokenKind ScanNegatedOperator()
    {
        var end = EndOfWord(_position + 1);
        if (!Keywords.IsNegatable(_text.AsSpan(_position + 1, end - _position - 1)))
        {
            return ScanBad();
        }

        _position = end;
        if (Current == '~' && _text.AsSpan(0, _position).EndsWith("!in", StringComparison.Ordinal))
        {
            _position++;
        }

        return TokenKind.OperatorWord;
    }

    private TokenKind ScanWord()
    {
        var start = _position;
        _position = EndOfWord(start);
        var word = _text.AsSpan(start, _position - start);
        if (word is "in" && Current == '~')
        {
            _position++;
            return TokenKind.OperatorWord;
        }

        if (word is "true" or "false" or "True" or "False" or "TRUE" or "FALSE")
        {
            return TokenKind.BoolLiteral;
        }

        if (Current == '(' && TypedLiteralKind(word) is { } kind)
        {
            return ScanTypedLiteral(start, kind);
        }

        if (Current == '-')
        {
            ExtendHyphenated(start);
        }

        return TokenKind.Word;
    }

    /// <summary>Takes the longest word with hyphens that KQL knows, such as <c>graph-to-table</c>.</summary>
    private void ExtendHyphenated(int start)
    {
        const int mostParts = 4;
        var end = _position;
        for (var part = 1; part < mostParts && At(end) == '-' && IsWordStart(At(end + 1)); part++)
        {
            end = EndOfWord(end + 1);
            if (Keywords.IsHyphenated(_text[start..end]))
            {
                _position = end;
            }
        }
    }

    private TokenKind Take(int length, TokenKind kind)
    {
        _position += length;
        return kind;
    }

    private int EndOfWord(int position)
    {
        do
        {
            position++;
        }
        while (IsWordPart(At(position)));

        return position;
    }

    private int EndOfLine(int position)
    {
        while (position < _text.Length && _text[position] is not ('\r' or '\n'))
        {
            position++;
        }

        return position;
    }

    private string Intern(ReadOnlySpan<char> text)
    {
        if (!_wordLookup.TryGetValue(text, out var word))
        {
            word = text.ToString();
            _words[word] = word;
        }

        return word;
    }

    /// <summary>Unicode's spaces, and the marks of no width that text brings along from web pages.</summary>
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\u200B' or '\u180E';

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c is '_' or '$';

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsBad(char c) => !IsSpace(c) && !IsWordPart(c)
        && c is not ('$' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or ',' or ';' or ':' or '.' or '+' or '-' or '*'
            or '/' or '%' or '=' or '<' or '>' or '!' or '\'' or '"' or '@' or '`' or '~');

    private static string Describe(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c))
            {
                return "U+" + ((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return $"'{text}'";
    }
}

using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

public enum TokenKind
{
    EndOfText,

    /// <summary>A character that starts no token, or an unfinished one; a diagnostic was reported.</summary>
    Bad,

    /// <summary>A name or a keyword. KQL's keywords are contextual: the parser tells them apart by text and place.</summary>
    Word,

    /// <summary>An operator that is spelt with <c>!</c> or <c>~</c> and letters: <c>!has</c>, <c>in~</c>, <c>!between</c>.</summary>
    OperatorWord,
    BoolLiteral,
    IntLiteral,
    LongLiteral,
    RealLiteral,
    DecimalLiteral,
    DateTimeLiteral,
    TimeSpanLiteral,
    GuidLiteral,

    /// <summary>Eight-four-four-four-twelve hexadecimal digits without <c>guid(…)</c>; never legal, kept for the message.</summary>
    RawGuid,
    StringLiteral,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Bar,
    Comma,
    Semicolon,
    Colon,
    Dot,
    DotDot,
    Plus,
    Minus,
    Asterisk,
    Slash,
    Percent,
    Equal,
    EqualEqual,
    EqualTilde,
    NotEqual,
    NotEqualTilde,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    FatArrow,
}

/// <summary>
/// A token and the white space and comments before it. The spans of trivia and tokens tile the text: the last
/// token is <see cref="TokenKind.EndOfText"/>, which holds the trivia at the end.
/// </summary>
public readonly record struct SyntaxToken(TokenKind Kind, TextSpan LeadingTrivia, TextSpan Span, string Text)
{
    /// <summary>True where nothing stands between this token and the one before it.</summary>
    public bool IsAdjacent => LeadingTrivia.Length == 0;

    public bool Is(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.Ordinal);
}

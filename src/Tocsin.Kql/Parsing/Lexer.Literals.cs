using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Parsing;

/// <summary>Numbers, guids, literals with a type name (<c>datetime(…)</c>) and strings.</summary>
internal sealed partial class Lexer
{
    /// <summary>No closing parenthesis stands before here: remembered, so that a line of <c>int(int(int(</c> is read once.</summary>
    private int _endOfUnclosed;

    private const string MultilineBackticks = "```";
    private const string MultilineTildes = "~~~";

    private static TokenKind? TypedLiteralKind(ReadOnlySpan<char> word) => word switch
    {
        "bool" => TokenKind.BoolLiteral,
        "int" or "int32" => TokenKind.IntLiteral,
        "long" or "int64" => TokenKind.LongLiteral,
        "real" or "double" => TokenKind.RealLiteral,
        "decimal" => TokenKind.DecimalLiteral,
        "datetime" or "date" => TokenKind.DateTimeLiteral,
        "timespan" or "time" => TokenKind.TimeSpanLiteral,
        "guid" => TokenKind.GuidLiteral,
        _ => null,
    };

    /// <summary>From the opening parenthesis to the first closing one on the line, whatever stands between; without it, to the clause's end.</summary>
    private TokenKind ScanTypedLiteral(int start, TokenKind kind)
    {
        if (_position >= _endOfUnclosed)
        {
            var end = _position;
            while (end < _text.Length && _text[end] is not (')' or '\r' or '\n'))
            {
                end++;
            }

            if (At(end) == ')')
            {
                _position = end + 1;
                return kind;
            }

            _endOfUnclosed = end;
        }

        var head = _source.ToString(TextSpan.FromBounds(start, _position + 1));
        _position++;
        while (_position < _endOfUnclosed && Current is not ('|' or ',' or ';'))
        {
            _position++;
        }

        _diagnostics.Report(SyntaxDescriptors.UnterminatedLiteral, TextSpan.FromBounds(start, _position), head);
        return TokenKind.Bad;
    }

    /// <summary>
    /// Longs, reals and timespans with a unit. Digits that run into letters are a name: KQL's names may start
    /// with a digit.
    /// </summary>
    private TokenKind ScanNumber()
    {
        var start = _position;
        if (IsGuidAt(start))
        {
            return TakeRawGuid();
        }

        if (Current == '0' && At(start + 1) == 'x' && char.IsAsciiHexDigit(At(start + 2)))
        {
            var end = start + 2;
            while (char.IsAsciiHexDigit(At(end)))
            {
                end++;
            }

            return EndNumber(start, end, TokenKind.LongLiteral);
        }

        var digits = SkipDigits(start);
        if (At(digits) == '.' && At(digits + 1) != '.' && TryScanFraction(digits) is { } kind)
        {
            return kind;
        }

        if (TrySkipExponent(digits) is { } exponent)
        {
            return EndNumber(start, exponent, TokenKind.RealLiteral);
        }

        var unit = EndOfWord(digits - 1);
        return TimeSpanText.IsUnit(_text.AsSpan(digits, unit - digits))
            ? EndNumber(start, unit, TokenKind.TimeSpanLiteral)
            : EndNumber(start, digits, TokenKind.LongLiteral);
    }

    /// <summary>After the digits before a point: <c>1.5</c>, <c>1.</c>, <c>1.5e3</c>, <c>1.5h</c>; null for <c>1.name</c>.</summary>
    private TokenKind? TryScanFraction(int point)
    {
        var digits = SkipDigits(point + 1);
        var end = TrySkipExponent(digits) ?? digits;
        var kind = TokenKind.RealLiteral;
        if (end == digits && digits > point + 1)
        {
            var unit = EndOfWord(digits - 1);
            if (TimeSpanText.IsUnit(_text.AsSpan(digits, unit - digits)))
            {
                end = unit;
                kind = TokenKind.TimeSpanLiteral;
            }
        }

        if (IsWordPart(At(end)))
        {
            return null;
        }

        _position = end;
        return kind;
    }

    private TokenKind EndNumber(int start, int end, TokenKind kind)
    {
        if (IsWordPart(At(end)))
        {
            _position = EndOfWord(start);
            return TokenKind.Word;
        }

        _position = end;
        return kind;
    }

    private int SkipDigits(int position)
    {
        while (char.IsAsciiDigit(At(position)))
        {
            position++;
        }

        return position;
    }

    private int? TrySkipExponent(int position)
    {
        if (At(position) is not ('e' or 'E'))
        {
            return null;
        }

        var digits = At(position + 1) is '+' or '-' ? position + 2 : position + 1;
        var end = SkipDigits(digits);
        return end > digits ? end : null;
    }

    private TokenKind TakeRawGuid()
    {
        var span = new TextSpan(_position, GuidLength);
        _diagnostics.Report(SyntaxDescriptors.RawGuid, span, _source.ToString(span));
        return Take(GuidLength, TokenKind.RawGuid);
    }

    private const int GuidLength = 36;

    private bool IsGuidAt(int position)
    {
        for (var i = 0; i < GuidLength; i++)
        {
            var c = At(position + i);
            if (i is 8 or 13 or 18 or 23 ? c != '-' : !char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return !IsWordPart(At(position + GuidLength));
    }

    /// <summary>True at a quote or at a prefix (<c>@</c>, <c>h</c>, <c>H</c>) before one; gives the prefix's length.</summary>
    private bool StartsString(out int prefix)
    {
        prefix = 0;
        if (Current is 'h' or 'H')
        {
            prefix++;
        }

        if (At(_position + prefix) == '@')
        {
            prefix++;
        }

        var isVerbatim = prefix > 0 && At(_position + prefix - 1) == '@';
        return At(_position + prefix) is '\'' or '"' || (!isVerbatim && MultilineQuoteAt(_position + prefix) is not null);
    }

    private string? MultilineQuoteAt(int position)
    {
        var rest = _text.AsSpan(Math.Min(position, _text.Length));
        return rest.StartsWith(MultilineBackticks, StringComparison.Ordinal) ? MultilineBackticks
            : rest.StartsWith(MultilineTildes, StringComparison.Ordinal) ? MultilineTildes
            : null;
    }

    private TokenKind ScanString(int prefix)
    {
        var start = _position;
        var isVerbatim = prefix > 0 && _text[_position + prefix - 1] == '@';
        _position += prefix;
        if (MultilineQuoteAt(_position) is { } quote)
        {
            ScanMultilineString(start, quote);
        }
        else if (isVerbatim)
        {
            ScanVerbatimString(start);
        }
        else
        {
            ScanPlainString(start);
        }

        return TokenKind.StringLiteral;
    }

    private void ScanMultilineString(int start, string quote)
    {
        _position += quote.Length;
        var end = _text.IndexOf(quote, _position, StringComparison.Ordinal);
        if (end < 0)
        {
            _position = _text.Length;
            _diagnostics.Report(SyntaxDescriptors.UnterminatedMultilineString, new TextSpan(start, quote.Length), quote);
            return;
        }

        _position = end + quote.Length;
    }

    /// <summary>A doubled quote stands for one; backslashes are themselves.</summary>
    private void ScanVerbatimString(int start)
    {
        var quote = _text[_position++];
        while (_position < _text.Length && Current is not ('\r' or '\n'))
        {
            if (Current != quote)
            {
                _position++;
            }
            else if (At(_position + 1) == quote)
            {
                _position += 2;
            }
            else
            {
                _position++;
                return;
            }
        }

        ReportUnterminated(start, quote);
    }

    private void ScanPlainString(int start)
    {
        var quote = _text[_position++];
        while (_position < _text.Length && Current is not ('\r' or '\n'))
        {
            if (Current == quote)
            {
                _position++;
                return;
            }

            if (Current == '\\')
            {
                ScanEscape();
            }
            else
            {
                _position++;
            }
        }

        ReportUnterminated(start, quote);
    }

    private void ScanEscape()
    {
        var length = StringText.EscapeLength(_text.AsSpan(_position));
        if (length > 0)
        {
            _position += length;
            return;
        }

        var next = At(_position + 1);
        var span = new TextSpan(_position, next is '\0' or '\r' or '\n' ? 1 : 2);
        _diagnostics.Report(SyntaxDescriptors.BadEscape, span, _source.ToString(span));
        _position = span.End;
    }

    private void ReportUnterminated(int start, char quote) =>
        _diagnostics.Report(SyntaxDescriptors.UnterminatedString, TextSpan.FromBounds(start, _position), quote);
}

using System.Globalization;
using System.Text;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// The values of string literals (https://learn.microsoft.com/kusto/query/scalar-data-types/string): plain with
/// escapes, verbatim, multi-line, and obfuscated (<c>h'…'</c>), which have the value of the string they hide.
/// </summary>
public static class StringText
{
    /// <summary>The value of one literal as it stands in the text; what is broken in it is taken as it stands.</summary>
    public static string Decode(ReadOnlySpan<char> literal)
    {
        if (literal.Length > 0 && literal[0] is 'h' or 'H')
        {
            literal = literal[1..];
        }

        if (literal.StartsWith("```", StringComparison.Ordinal) || literal.StartsWith("~~~", StringComparison.Ordinal))
        {
            return TrimQuotes(literal, 3).ToString();
        }

        if (literal.Length > 1 && literal[0] == '@')
        {
            var quote = literal[1].ToString();
            return TrimQuotes(literal[1..], 1).ToString().Replace(quote + quote, quote, StringComparison.Ordinal);
        }

        return Unescape(TrimQuotes(literal, 1));
    }

    /// <summary>The length of the escape sequence that the text starts with, or 0 if it is none.</summary>
    public static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\\')
        {
            return 0;
        }

        return text[1] switch
        {
            '\\' or '\'' or '"' or 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' => 2,
            'x' => HexDigits(text, 2),
            'u' => HexDigits(text, 4),
            'U' => HexDigits(text, 8),
            >= '0' and <= '7' => OctalLength(text),
            _ => 0,
        };
    }

    private static int HexDigits(ReadOnlySpan<char> text, int count)
    {
        if (text.Length < count + 2)
        {
            return 0;
        }

        foreach (var c in text.Slice(2, count))
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return 0;
            }
        }

        return count == 8 && !Rune.IsValid(int.Parse(text.Slice(2, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) ? 0 : count + 2;
    }

    private static int OctalLength(ReadOnlySpan<char> text)
    {
        const int mostDigits = 3;
        var length = 1;
        while (length <= mostDigits && length < text.Length && text[length] is >= '0' and <= '7')
        {
            length++;
        }

        return length;
    }

    private static ReadOnlySpan<char> TrimQuotes(ReadOnlySpan<char> literal, int length)
    {
        var quote = literal[..Math.Min(length, literal.Length)];
        var inner = literal[quote.Length..];
        return inner.EndsWith(quote, StringComparison.Ordinal) ? inner[..^quote.Length] : inner;
    }

    private static string Unescape(ReadOnlySpan<char> inner)
    {
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }

        var value = new StringBuilder(inner.Length);
        while (inner.Length > 0)
        {
            var length = EscapeLength(inner);
            if (length == 0)
            {
                value.Append(inner[0]);
                inner = inner[1..];
            }
            else
            {
                AppendEscape(value, inner[..length]);
                inner = inner[length..];
            }
        }

        return value.ToString();
    }

    private static void AppendEscape(StringBuilder value, ReadOnlySpan<char> escape)
    {
        if (escape[1] == 'U')
        {
            value.Append(char.ConvertFromUtf32(ParseHex(escape[2..])));
            return;
        }

        value.Append(escape[1] switch
        {
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' or 'u' => (char)ParseHex(escape[2..]),
            >= '0' and <= '7' => (char)ParseOctal(escape[1..]),
            var quoted => quoted,
        });
    }

    private static int ParseHex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int ParseOctal(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 8) + (digit - '0');
        }

        return value;
    }
}

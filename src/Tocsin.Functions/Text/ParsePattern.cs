using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>What stands at one place of the pattern of <c>parse</c>.</summary>
public enum ParsePart
{
    /// <summary>A text that must be there.</summary>
    Literal,

    /// <summary>Anything, left out.</summary>
    Skip,

    /// <summary>Anything, kept.</summary>
    Text,

    /// <summary>What ends where an integer ends.</summary>
    Integer,

    /// <summary>What ends where a number ends.</summary>
    Number,

    /// <summary>What ends where a word of letters, digits and hyphens ends: bool, guid.</summary>
    Word,
}

/// <summary>
/// The pattern of <c>parse</c> with <c>kind=simple</c> and <c>kind=relaxed</c>: literals in order, and what lies between
/// them. The whole text must match, so that what a pattern has no place for makes it fail. Source: parse-operator.md.
/// </summary>
public sealed class ParsePattern
{
    private readonly (ParsePart Part, byte[] Literal)[] _parts;

    /// <summary>Prepares a pattern.</summary>
    /// <param name="parts">The parts in order; the text of those that are no literal does not matter.</param>
    public ParsePattern(IEnumerable<(ParsePart Part, byte[] Literal)> parts)
    {
        _parts = [.. parts];
        Captures = _parts.Count(p => IsCapture(p.Part));
    }

    /// <summary>How many parts are kept.</summary>
    public int Captures { get; }

    /// <summary>Finds the parts that are kept; false where the text does not match.</summary>
    public bool TryMatch(ReadOnlySpan<byte> text, Span<Range> captures)
    {
        int position = 0;
        int capture = -1;
        int captureStart = 0;
        int captured = 0;
        bool skips = false;
        for (int i = 0; i < _parts.Length; i++)
        {
            (ParsePart part, byte[] literal) = _parts[i];
            if (part == ParsePart.Skip)
            {
                if (capture >= 0)
                {
                    position = captureStart + LengthOf(_parts[capture].Part, text[captureStart..]);
                    captures[captured++] = captureStart..position;
                    capture = -1;
                }

                skips = true;
            }
            else if (part != ParsePart.Literal)
            {
                (capture, captureStart) = (i, position);
            }
            else
            {
                bool isLoose = skips || capture >= 0;
                int found = Find(text, position, literal, isLoose, isLast: i == _parts.Length - 1);
                if (found < 0)
                {
                    return false;
                }

                if (capture >= 0)
                {
                    captures[captured++] = captureStart..found;
                }

                (position, capture, skips) = (found + literal.Length, -1, false);
            }
        }

        if (capture >= 0)
        {
            captures[captured] = captureStart..text.Length;
            return true;
        }

        return skips || position == text.Length;
    }

    /// <summary>Where a literal is: at the position, after it, or, as the last part, at the end of the text.</summary>
    private static int Find(ReadOnlySpan<byte> text, int position, byte[] literal, bool isLoose, bool isLast)
    {
        ReadOnlySpan<byte> rest = text[position..];
        if (!isLoose)
        {
            return rest.StartsWith(literal) ? position : -1;
        }

        if (isLast)
        {
            return rest.EndsWith(literal) ? text.Length - literal.Length : -1;
        }

        int found = rest.IndexOf(literal);
        return found < 0 ? -1 : position + found;
    }

    private static bool IsCapture(ParsePart part) => part is not (ParsePart.Literal or ParsePart.Skip);

    private static int LengthOf(ParsePart part, ReadOnlySpan<byte> text) => part switch
    {
        ParsePart.Integer => IntegerLength(text),
        ParsePart.Number => NumberLength(text),
        ParsePart.Word => WordLength(text),
        _ => text.Length,
    };

    private static int IntegerLength(ReadOnlySpan<byte> text)
    {
        int sign = text is [(byte)'-', ..] ? 1 : 0;
        int digits = DigitsLength(text[sign..]);
        return digits == 0 ? 0 : sign + digits;
    }

    private static int NumberLength(ReadOnlySpan<byte> text)
    {
        int length = IntegerLength(text);
        if (length < text.Length && text[length] == '.' && DigitsLength(text[(length + 1)..]) is var decimals and > 0)
        {
            length += 1 + decimals;
        }

        if (length > 0 && length < text.Length && text[length] is (byte)'e' or (byte)'E')
        {
            ReadOnlySpan<byte> exponent = text[(length + 1)..];
            int sign = exponent is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
            int digits = DigitsLength(exponent[sign..]);
            length += digits == 0 ? 0 : 1 + sign + digits;
        }

        return length;
    }

    private static int DigitsLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static int WordLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == '-'))
        {
            length++;
        }

        return length;
    }

    /// <summary>Reads a pattern as the compiler writes it: each part a letter, a literal's text behind it.</summary>
    public static ParsePattern FromParts(IEnumerable<byte[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new ParsePattern(parts.Select(p => ((char)p[0]) switch
        {
            'L' => (ParsePart.Literal, p[1..]),
            '*' => (ParsePart.Skip, []),
            'I' => (ParsePart.Integer, []),
            'N' => (ParsePart.Number, []),
            'W' => (ParsePart.Word, []),
            'T' => (ParsePart.Text, Array.Empty<byte>()),
            var other => throw new ArgumentException($"'{other}' is no part of a pattern ({Encoding.UTF8.GetString(p)}).", nameof(parts)),
        }));
    }
}

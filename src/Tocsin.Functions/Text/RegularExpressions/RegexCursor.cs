using System.Globalization;
using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>A place in a pattern, and what its escapes have in common inside and outside of brackets.</summary>
internal sealed class RegexCursor(string pattern)
{
    public int Place { get; private set; }

    public int Length => pattern.Length;

    public bool AtEnd => Place >= pattern.Length;

    public char Current => AtEnd ? '\0' : pattern[Place];

    public char Next => Place + 1 < pattern.Length ? pattern[Place + 1] : '\0';

    public bool StartsWith(string text) => string.CompareOrdinal(pattern, Place, text, 0, text.Length) == 0;

    /// <summary>Where the text comes next, at the cursor or behind; negative where it does not.</summary>
    public int IndexOf(string text) => pattern.IndexOf(text, Place, StringComparison.Ordinal);

    public string Text(int start, int end) => pattern[start..Math.Max(start, end)];

    public void Advance(int count = 1) => Place += count;

    public bool Take(char value)
    {
        if (AtEnd || Current != value)
        {
            return false;
        }

        Place++;
        return true;
    }

    public string TakeUntil(char end, string what)
    {
        int close = pattern.IndexOf(end, Place);
        if (close < 0)
        {
            throw Error($"{what} is not closed with {end}");
        }

        string text = pattern[Place..close];
        Place = close + 1;
        return text;
    }

    /// <summary>
    /// Reads {n}, {n,} or {n,m}; false, with nothing read, where the brace begins something else. Blanks and leading zeros
    /// within are left out by regex.md's engine and no repetition to RE2.
    /// </summary>
    public bool TryTakeBounds(bool isVerbose, out int low, out int? high)
    {
        (low, high) = (0, null);
        int close = pattern.IndexOf('}', Place);
        string[] parts = close < 0 ? [] : pattern[(Place + 1)..close].Split(',');
        if (parts.Length is < 1 or > 2 || !IsNumber(parts[0]) || (parts.Length == 2 && parts[1].Trim().Length > 0 && !IsNumber(parts[1])))
        {
            return false;
        }

        if (!isVerbose && Array.Exists(parts, part => part.Length > 1 && (part[0] == '0' || part.AsSpan().ContainsAnyExceptInRange('0', '9'))))
        {
            throw Error($"{pattern[Place..(close + 1)]} is a repetition in Kusto's documentation, and text in RE2; write the numbers without zeros and blanks before them, or \\{{");
        }

        (low, Place) = (Number(parts[0]), close + 1);
        high = parts.Length == 1 ? low : parts[1].Trim().Length == 0 ? null : Number(parts[1]);
        return true;
    }

    private static bool IsNumber(string text) => text.Trim() is { Length: > 0 } number && !number.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : int.MaxValue;

    /// <summary>Reads one code point as it stands; half of a pair is U+FFFD, as in any text.</summary>
    public int TakeCodePoint()
    {
        int value = char.IsHighSurrogate(Current) && char.IsLowSurrogate(Next) ? char.ConvertToUtf32(Current, Next)
            : char.IsSurrogate(Current) ? Rune.ReplacementChar.Value
            : Current;
        Place += value > char.MaxValue ? 2 : 1;
        return value;
    }

    /// <summary>Reads what follows a backslash where it means one code point; null, with nothing read, where it means a class or an assertion.</summary>
    public int? TakeEscapedCodePoint()
    {
        if (AtEnd)
        {
            throw Error("a backslash ends the pattern");
        }

        char escape = Current;
        if (escape is >= ' ' and <= '~' && !char.IsAsciiLetterOrDigit(escape) && escape is not ('<' or '>'))
        {
            Place++;
            return escape;
        }

        int? control = escape switch
        {
            'a' => 0x07,
            'f' => 0x0C,
            't' => 0x09,
            'n' => 0x0A,
            'r' => 0x0D,
            'v' => 0x0B,
            _ => null,
        };
        if (control is not null)
        {
            Place++;
            return control;
        }

        return escape switch
        {
            >= '0' and <= '7' => Octal(),
            'x' => Hex(2),
            'u' => Hex(4),
            'U' => Hex(8),
            _ => null,
        };
    }

    public RegexSyntaxException Error(string message) => new(message, Place);

    private int Octal()
    {
        int value = 0;
        for (int digits = 0; digits < 3 && Current is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + (Current - '0');
            Place++;
        }

        return value;
    }

    private int Hex(int digits)
    {
        Place++;
        string text;
        if (Take('{'))
        {
            text = TakeUntil('}', "a code point");
        }
        else
        {
            text = pattern[Place..Math.Min(Place + digits, pattern.Length)];
            Place += text.Length;
            text = text.Length == digits ? text : string.Empty;
        }

        if (!int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || value is < 0 or > CodePointSet.Max or (>= 0xD800 and <= 0xDFFF))
        {
            throw Error("no code point");
        }

        return value;
    }
}

namespace Tocsin.Kql.Parsing;

/// <summary>A place in a short text that is read from left to right.</summary>
internal ref struct TextCursor(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next character, or NUL at the end.</summary>
    public readonly char Current => _rest.IsEmpty ? '\0' : _rest[0];

    public bool TryTake(char c)
    {
        if (Current != c || IsAtEnd)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    public bool TrySkipSpaces()
    {
        var trimmed = _rest.TrimStart(' ');
        var isSpace = trimmed.Length < _rest.Length;
        _rest = trimmed;
        return isSpace;
    }

    public ReadOnlySpan<char> TakeDigits() => Take(char.IsAsciiDigit);

    public ReadOnlySpan<char> TakeLetters() => Take(char.IsAsciiLetter);

    /// <summary>Adds the digits after a decimal point of seconds; there are one to seven.</summary>
    public bool TryTakeFraction(ref long ticks)
    {
        var digits = TakeDigits();
        const int mostDigits = 7;
        if (digits.Length is 0 or > mostDigits)
        {
            return false;
        }

        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in digits)
        {
            unit /= 10;
            ticks += (digit - '0') * unit;
        }

        return true;
    }

    private ReadOnlySpan<char> Take(Func<char, bool> isWanted)
    {
        var length = 0;
        while (length < _rest.Length && isWanted(_rest[length]))
        {
            length++;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

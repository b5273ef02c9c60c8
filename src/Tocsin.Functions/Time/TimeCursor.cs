using Tocsin.Functions.Text;

namespace Tocsin.Functions.Time;

/// <summary>A place in the text of a datetime or timespan.</summary>
internal ref struct TimeCursor
{
    private readonly ReadOnlySpan<byte> _text;
    private int _place;

    public TimeCursor(ReadOnlySpan<byte> text)
    {
        _text = text.Trim(" \t\r\n\v\f"u8);
        _place = 0;
    }

    public readonly bool AtEnd => _place == _text.Length;

    public readonly byte Current => _place < _text.Length ? _text[_place] : (byte)0;

    public readonly ReadOnlySpan<byte> Rest => _text[_place..];

    public readonly byte Peek(int distance) => _place + distance < _text.Length ? _text[_place + distance] : (byte)0;

    public void Advance(int count) => _place += count;

    public bool TryByte(byte value)
    {
        if (Current != value || AtEnd)
        {
            return false;
        }

        _place++;
        return true;
    }

    public bool SkipSpaces()
    {
        int start = _place;
        while (Current == ' ')
        {
            _place++;
        }

        return _place > start;
    }

    /// <summary>Reads at least <paramref name="min"/> and at most <paramref name="max"/> digits; a digit more is a failure.</summary>
    public bool TryNumber(int min, int max, out int value)
    {
        value = 0;
        int digits = 0;
        while ((uint)(Current - '0') <= 9)
        {
            if (++digits > max)
            {
                return false;
            }

            value = (value * 10) + (Current - '0');
            _place++;
        }

        return digits >= min;
    }

    /// <summary>Reads the digits behind a point as ticks of a second; what is finer than a tick is dropped where allowed.</summary>
    public bool TryFraction(bool allowFiner, out int ticks)
    {
        ticks = 0;
        int digits = 0;
        while ((uint)(Current - '0') <= 9)
        {
            if (digits < 7)
            {
                ticks = (ticks * 10) + (Current - '0');
            }

            digits++;
            _place++;
        }

        for (int i = digits; i < 7; i++)
        {
            ticks *= 10;
        }

        return digits > 0 && (allowFiner || digits <= 7);
    }

    /// <summary>Reads ASCII letters.</summary>
    public ReadOnlySpan<byte> Word()
    {
        int start = _place;
        while (AsciiText.IsLetter(Current))
        {
            _place++;
        }

        return _text[start.._place];
    }
}

using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// Whether a text is one JSON value (RFC 8259). Said without exceptions, because <c>parse_json</c> meets plenty of
/// text that is none.
/// </summary>
internal ref struct JsonValidator
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _text;
    private int _place;

    private JsonValidator(ReadOnlySpan<byte> text)
    {
        _text = text;
    }

    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        // One bit a level: set where it is a bag.
        Span<ulong> bags = stackalloc ulong[(DynamicDepth.Limit / 64) + 1];
        return new JsonValidator(text).Run(bags);
    }

    private bool Run(scoped Span<ulong> bags)
    {
        int depth = 0;
        while (true)
        {
            SkipSpace();
            if (Current is (byte)'{' or (byte)'[')
            {
                bool bag = Current == '{';
                if (++depth > DynamicDepth.Limit)
                {
                    return false;
                }

                ulong bit = 1UL << (depth % 64);
                bags[depth / 64] = bag ? bags[depth / 64] | bit : bags[depth / 64] & ~bit;
                _place++;
                SkipSpace();
                if (Current != (bag ? '}' : ']'))
                {
                    if (bag && !PropertyName())
                    {
                        return false;
                    }

                    continue;
                }
            }
            else if (!Scalar())
            {
                return false;
            }
            else if (depth == 0)
            {
                return AtEnd();
            }

            if (!Close(bags, ref depth))
            {
                return false;
            }

            if (depth == 0)
            {
                return AtEnd();
            }
        }
    }

    /// <summary>After a value: closes what ends here and stops before the next value, or at the end of the outermost.</summary>
    private bool Close(scoped Span<ulong> bags, ref int depth)
    {
        while (depth > 0)
        {
            bool bag = (bags[depth / 64] >> (depth % 64) & 1) != 0;
            SkipSpace();
            byte next = Current;
            _place++;
            if (next == ',')
            {
                return !bag || PropertyName();
            }

            if (next != (bag ? '}' : ']'))
            {
                return false;
            }

            depth--;
        }

        return true;
    }

    private readonly byte Current => _place < _text.Length ? _text[_place] : (byte)0;

    private bool AtEnd()
    {
        SkipSpace();
        return _place == _text.Length;
    }

    private void SkipSpace()
    {
        while (Current is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _place++;
        }
    }

    private bool PropertyName()
    {
        SkipSpace();
        if (!String())
        {
            return false;
        }

        SkipSpace();
        return Current == ':' && ++_place > 0;
    }

    private bool Scalar() => Current switch
    {
        (byte)'"' => String(),
        (byte)'t' => Word("true"u8),
        (byte)'f' => Word("false"u8),
        (byte)'n' => Word("null"u8),
        _ => Number(),
    };

    private bool Word(ReadOnlySpan<byte> word)
    {
        bool found = _text[_place..].StartsWith(word);
        _place += word.Length;
        return found;
    }

    private bool String()
    {
        if (Current != '"')
        {
            return false;
        }

        _place++;
        while (_text[_place..].IndexOfAny(StringStops) is var stop and >= 0)
        {
            _place += stop + 1;
            byte found = _text[_place - 1];
            if (found != '\\')
            {
                return found == '"';
            }

            if (!Escape())
            {
                return false;
            }
        }

        return false;
    }

    private bool Escape()
    {
        byte escape = Current;
        _place++;
        if (escape != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(escape);
        }

        for (int i = 0; i < 4; i++, _place++)
        {
            if (!char.IsAsciiHexDigit((char)Current))
            {
                return false;
            }
        }

        return true;
    }

    private bool Number()
    {
        if (Current == '-')
        {
            _place++;
        }

        if (Current == '0')
        {
            _place++;
        }
        else if (!Digits())
        {
            return false;
        }

        if (Current == '.')
        {
            _place++;
            if (!Digits())
            {
                return false;
            }
        }

        if (Current is (byte)'e' or (byte)'E')
        {
            _place++;
            if (Current is (byte)'+' or (byte)'-')
            {
                _place++;
            }

            return Digits();
        }

        return true;
    }

    private bool Digits()
    {
        int start = _place;
        while ((uint)(Current - '0') <= 9)
        {
            _place++;
        }

        return _place > start;
    }
}

using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>
/// The keys and delimiters of <c>parse-kv</c>, prepared once. With delimiters a pair is what lies between two of the pair
/// delimiters; without, every character that is no letter and no digit separates. The first value of a key counts; white
/// space around keys and values does not. Source: parse-kv-operator.md.
/// </summary>
public sealed class KeyValuePattern
{
    private readonly byte[][] _keys;
    private readonly byte[] _pair;
    private readonly byte[] _assign;
    private readonly (byte[] Open, byte[] Close)[] _quotes;
    private readonly byte[][] _escapes;
    private readonly bool _isGreedy;

    /// <summary>Prepares a pattern.</summary>
    /// <param name="keys">The wanted keys.</param>
    /// <param name="pair">What separates pairs; empty where no delimiters are given.</param>
    /// <param name="assign">What separates a key from its value; empty where no delimiters are given.</param>
    /// <param name="quotes">One character that opens and closes, or two.</param>
    /// <param name="escapes">Characters that take the meaning from the one behind, within quotes.</param>
    /// <param name="isGreedy">A value goes on over pair delimiters up to the next key.</param>
    public KeyValuePattern(IEnumerable<string> keys, string pair, string assign, IEnumerable<string> quotes, IEnumerable<string> escapes, bool isGreedy)
    {
        ArgumentNullException.ThrowIfNull(quotes);
        _keys = [.. keys.Select(Encoding.UTF8.GetBytes)];
        _pair = Encoding.UTF8.GetBytes(pair);
        _assign = Encoding.UTF8.GetBytes(assign);
        _quotes = [.. quotes.Select(Quote)];
        _escapes = [.. escapes.Select(Encoding.UTF8.GetBytes)];
        _isGreedy = isGreedy;
    }

    /// <summary>How many keys are wanted.</summary>
    public int Count => _keys.Length;

    /// <summary>Finds the values of the wanted keys; an empty range with <paramref name="found"/> false is a key that the text lacks.</summary>
    public void Match(ReadOnlySpan<byte> text, Span<KeyValueMatch> found)
    {
        found.Clear();
        if (_assign.Length == 0)
        {
            MatchTokens(text, found);
        }
        else
        {
            MatchDelimited(text, found);
        }
    }

    /// <summary>Copies a quoted value without the characters that escape others; returns its length.</summary>
    public int Unescape(ReadOnlySpan<byte> value, Span<byte> output)
    {
        int written = 0;
        while (!value.IsEmpty)
        {
            int escape = EscapeLength(value);
            if (escape > 0 && escape < value.Length)
            {
                value = value[escape..];
            }

            output[written++] = value[0];
            value = value[1..];
        }

        return written;
    }

    private static (byte[] Open, byte[] Close) Quote(string quote)
    {
        Rune[] runes = [.. quote.EnumerateRunes()];
        return (Encoding.UTF8.GetBytes(runes[0].ToString()), Encoding.UTF8.GetBytes(runes[^1].ToString()));
    }

    private void MatchDelimited(ReadOnlySpan<byte> text, Span<KeyValueMatch> found)
    {
        int position = 0;
        while (TryReadKey(text, ref position, out Range key))
        {
            KeyValueMatch value = ReadValue(text, ref position);
            Keep(text[key], value, found);
        }
    }

    /// <summary>A key is what stands before the next assignment, behind the last pair delimiter, or quoted.</summary>
    private bool TryReadKey(ReadOnlySpan<byte> text, ref int position, out Range key)
    {
        key = default;
        while (true)
        {
            position = SkipSpaceAndPairs(text, position);
            if (TryReadQuoted(text, position, out KeyValueMatch quoted, out int end))
            {
                int assign = SkipSpace(text, end);
                if (text[assign..].StartsWith(_assign))
                {
                    // A key may be declared with the quotes that are around it.
                    (key, position) = (KeyOf(text[position..end]) < 0 ? quoted.Range : position..end, assign + _assign.Length);
                    return true;
                }

                position = end;
                continue;
            }

            int length = text[position..].IndexOf(_assign);
            if (length < 0)
            {
                return false;
            }

            ReadOnlySpan<byte> before = text.Slice(position, length);
            int keyEnd = position + TrimEnd(before);
            int start = text[position..keyEnd].LastIndexOf(_pair);
            start = start < 0 ? position : position + start + _pair.Length;
            start = SkipSpace(text[..keyEnd], start);
            (key, position) = (start..keyEnd, position + length + _assign.Length);
            return true;
        }
    }

    private KeyValueMatch ReadValue(ReadOnlySpan<byte> text, ref int position)
    {
        int start = SkipSpace(text, position);
        if (TryReadQuoted(text, start, out KeyValueMatch quoted, out int end))
        {
            position = end;
            return quoted;
        }

        int length = _isGreedy ? GreedyLength(text[start..]) : text[start..].IndexOf(_pair);
        int valueEnd = length < 0 ? text.Length : start + length;
        position = valueEnd;
        return new KeyValueMatch(start..(start + TrimEnd(text[start..valueEnd])), IsFound: true, IsQuoted: false);
    }

    /// <summary>Up to the pair delimiter before the next assignment; -1 for the rest of the text.</summary>
    private int GreedyLength(ReadOnlySpan<byte> text)
    {
        int assign = text.IndexOf(_assign);
        while (assign >= 0)
        {
            int pair = text[..TrimEnd(text[..assign])].LastIndexOf(_pair);
            if (pair >= 0)
            {
                return pair;
            }

            int next = text[(assign + _assign.Length)..].IndexOf(_assign);
            assign = next < 0 ? -1 : assign + _assign.Length + next;
        }

        return -1;
    }

    /// <summary>Without delimiters: a wanted key that stands as a word or in quotes, then the next word or quoted text.</summary>
    private void MatchTokens(ReadOnlySpan<byte> text, Span<KeyValueMatch> found)
    {
        int position = 0;
        while (position < text.Length)
        {
            int key = TokenKey(text, ref position);
            if (key < 0)
            {
                continue;
            }

            while (position < text.Length && !IsWord(text[position]) && !IsQuote(text[position..]))
            {
                position++;
            }

            if (TryReadQuoted(text, position, out KeyValueMatch value, out int end))
            {
                position = end;
            }
            else
            {
                int start = position;
                position = position < text.Length && !IsWord(text[position]) ? position + 1 : WordEnd(text, position);
                value = new KeyValueMatch(start..position, IsFound: true, IsQuoted: false);
            }

            Keep(_keys[key], value, found);
        }
    }

    /// <summary>The wanted key that begins here, perhaps in quotes; -1 where none does. The position goes behind it, or behind what is none.</summary>
    private int TokenKey(ReadOnlySpan<byte> text, ref int position)
    {
        int key = position > 0 && IsWord(text[position - 1]) ? -1 : KeyAt(text, position);
        if (key >= 0)
        {
            position += _keys[key].Length;
        }
        else if (IsWord(text[position]))
        {
            position = WordEnd(text, position);
        }
        else if (TryReadQuoted(text, position, out KeyValueMatch quoted, out int end))
        {
            position = end;
            key = KeyOf(text[quoted.Range]);
        }
        else
        {
            position++;
        }

        return key;
    }

    private int KeyOf(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (text.SequenceEqual(_keys[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private int KeyAt(ReadOnlySpan<byte> text, int position)
    {
        int best = -1;
        for (int i = 0; i < _keys.Length; i++)
        {
            byte[] key = _keys[i];
            bool isLonger = best < 0 || key.Length > _keys[best].Length;
            if (isLonger && text[position..].StartsWith(key) && (position + key.Length == text.Length || !IsWord(text[position + key.Length])))
            {
                best = i;
            }
        }

        return best;
    }

    private void Keep(ReadOnlySpan<byte> key, KeyValueMatch value, Span<KeyValueMatch> found)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (!found[i].IsFound && key.SequenceEqual(_keys[i]))
            {
                found[i] = value;
            }
        }
    }

    private bool TryReadQuoted(ReadOnlySpan<byte> text, int position, out KeyValueMatch value, out int end)
    {
        (value, end) = (default, position);
        foreach ((byte[] open, byte[] close) in _quotes)
        {
            if (!text[position..].StartsWith(open))
            {
                continue;
            }

            int start = position + open.Length;
            for (int i = start; i < text.Length;)
            {
                int escape = EscapeLength(text[i..]);
                if (escape > 0)
                {
                    i += escape + 1;
                }
                else if (text[i..].StartsWith(close))
                {
                    (value, end) = (new KeyValueMatch(start..i, IsFound: true, IsQuoted: true), i + close.Length);
                    return true;
                }
                else
                {
                    i++;
                }
            }
        }

        return false;
    }

    private bool IsQuote(ReadOnlySpan<byte> text)
    {
        foreach ((byte[] open, _) in _quotes)
        {
            if (text.StartsWith(open))
            {
                return true;
            }
        }

        return false;
    }

    private int EscapeLength(ReadOnlySpan<byte> text)
    {
        foreach (byte[] escape in _escapes)
        {
            if (text.StartsWith(escape))
            {
                return escape.Length;
            }
        }

        return 0;
    }

    private int SkipSpaceAndPairs(ReadOnlySpan<byte> text, int position)
    {
        while (true)
        {
            int next = SkipSpace(text, position);
            next += _pair.Length > 0 && text[next..].StartsWith(_pair) ? _pair.Length : 0;
            if (next == position)
            {
                return position;
            }

            position = next;
        }
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && char.IsWhiteSpace((char)text[position]) && text[position] < 0x80)
        {
            position++;
        }

        return position;
    }

    private static int TrimEnd(ReadOnlySpan<byte> text)
    {
        int length = text.Length;
        while (length > 0 && text[length - 1] < 0x80 && char.IsWhiteSpace((char)text[length - 1]))
        {
            length--;
        }

        return length;
    }

    private static int WordEnd(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && IsWord(text[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>Bytes above ASCII belong to letters of other scripts.</summary>
    private static bool IsWord(byte unit) => unit >= 0x80 || char.IsAsciiLetterOrDigit((char)unit);
}

/// <summary>The value of a key: where it lies, and whether quotes were around it.</summary>
public readonly record struct KeyValueMatch(Range Range, bool IsFound, bool IsQuoted);

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Text;

/// <summary>
/// The needles of <c>has_any</c>, <c>has_all</c> and <c>has_any_index</c>, prepared once. <c>has_any</c> goes through
/// the text once and looks up the terms that may be one, so its time hardly grows with the number of needles: the first
/// run of ASCII letters and digits of a needle is always a whole such run of any text that has the needle.
/// </summary>
public sealed class TermSet
{
    private const ulong FoldCase = 0x2020202020202020;

    private readonly byte[][] _needles;
    private readonly TermPattern[] _patterns;
    private readonly TermPattern[] _withoutTerm;
    private readonly Entry[] _entries;
    private readonly int[] _heads;
    private readonly int _shift;
    private readonly TermFilter _filter;
    private readonly bool _hasEmpty;

    /// <summary>Prepares the needles; they are compared without regard to the case of ASCII letters.</summary>
    public TermSet(IReadOnlyList<ReadOnlyMemory<byte>> needles)
    {
        ArgumentNullException.ThrowIfNull(needles);
        _needles = [.. needles.Select(needle => AsciiText.ToLower(needle.Span))];
        _patterns = [.. _needles.Select(needle => new TermPattern(needle))];
        _hasEmpty = _needles.Any(needle => needle.Length == 0);
        _withoutTerm = [.. _needles.Where(needle => FirstTerm(needle).Length == 0).Select(needle => new TermPattern(needle))];
        int bits = Math.Max(4, 33 - BitOperations.LeadingZeroCount((uint)_needles.Length));
        _shift = 64 - bits;
        _heads = new int[1 << bits];
        List<Entry> entries = [default];
        List<ReadOnlyMemory<byte>> fromFirstTerm = [];
        for (int i = 0; i < _needles.Length; i++)
        {
            (int offset, int length) = FirstTerm(_needles[i]);
            if (length > 0)
            {
                ulong key = AsciiSearch.LoadWord(_needles[i].AsSpan(offset, length));
                ref int head = ref _heads[Slot(Fold(key, length))];
                entries.Add(new Entry(Fold(key, length), length, offset, i, head));
                head = entries.Count - 1;
                fromFirstTerm.Add(_needles[i].AsMemory(offset));
            }
        }

        _entries = [.. entries];
        _filter = new TermFilter(fromFirstTerm);
    }

    /// <summary><c>has_any</c>: at least one needle is in the text.</summary>
    public bool HasAny(ReadOnlySpan<byte> text)
    {
        if (_hasEmpty)
        {
            return true;
        }

        foreach (TermPattern pattern in _withoutTerm)
        {
            if (pattern.IsMatch(text))
            {
                return true;
            }
        }

        return _entries.Length > 1 && HasTerm(text);
    }

    /// <summary><c>has_all</c>: every needle is in the text.</summary>
    public bool HasAll(ReadOnlySpan<byte> text)
    {
        foreach (TermPattern pattern in _patterns)
        {
            if (!pattern.IsMatch(text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>has_any_index</c>: the place in the list of the first needle that is in the text, or -1.</summary>
    public int IndexOfAny(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < _patterns.Length; i++)
        {
            if (_patterns[i].IsMatch(text))
            {
                return i;
            }
        }

        return -1;
    }

    private bool HasTerm(ReadOnlySpan<byte> text)
    {
        uint carry = 0;
        int place = 0;
        for (; text.Length - place >= TermFilter.Reach; place += TermFilter.Block)
        {
            uint candidates = _filter.Candidates(text, place, ref carry);
            if (candidates != 0 && IsAnyNeedle(text, place, candidates))
            {
                return true;
            }
        }

        // What is left is looked at with zeros behind it.
        Span<byte> tail = stackalloc byte[2 * TermFilter.Reach];
        tail.Clear();
        text[place..].CopyTo(tail);
        for (int i = 0; place + i < text.Length; i += TermFilter.Block)
        {
            uint candidates = _filter.Candidates(tail, i, ref carry);
            if (candidates != 0 && IsAnyNeedle(text, place + i, candidates))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAnyNeedle(ReadOnlySpan<byte> text, int origin, uint candidates)
    {
        for (; candidates != 0; candidates &= candidates - 1)
        {
            int start = origin + BitOperations.TrailingZeroCount(candidates);
            int end = start + 1;
            while (end < text.Length && AsciiText.IsTermByte(text[end]))
            {
                end++;
            }

            if (LookUp(text, start, end - start))
            {
                return true;
            }
        }

        return false;
    }

    private bool LookUp(ReadOnlySpan<byte> text, int start, int length)
    {
        ulong key = Fold(AsciiSearch.LoadWord(text.Slice(start, text.Length - start >= sizeof(ulong) ? sizeof(ulong) : length)), length);
        for (int i = _heads[Slot(key)]; i != 0; i = _entries[i].Next)
        {
            ref readonly Entry entry = ref _entries[i];
            if (entry.Key == key && entry.Length == length && IsAround(text, start - entry.Offset, _needles[entry.Needle]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAround(ReadOnlySpan<byte> text, int place, byte[] needle) =>
        place >= 0
        && place + needle.Length <= text.Length
        && AsciiText.EqualsIgnoreCase(text.Slice(place, needle.Length), needle)
        && !(Terms.BeginsWithTerm(needle) && Terms.EndsWithTerm(text[..place]))
        && !(Terms.EndsWithTerm(needle) && Terms.BeginsWithTerm(text[(place + needle.Length)..]));

    /// <summary>Lowers the letters of a word of term characters (0x20 is set in digits anyway) and drops what is behind the term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong word, int length) =>
        length >= sizeof(ulong) ? word | FoldCase : (word | FoldCase) & ((1UL << (8 * length)) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> _shift);

    private static (int Offset, int Length) FirstTerm(ReadOnlySpan<byte> needle)
    {
        int start = 0;
        while (start < needle.Length && !AsciiText.IsTermByte(needle[start]))
        {
            start++;
        }

        int end = start;
        while (end < needle.Length && AsciiText.IsTermByte(needle[end]))
        {
            end++;
        }

        return (start, end - start);
    }

    /// <summary>A needle by the first eight bytes of its first term; <paramref name="Next"/> chains the entries of one slot.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(ulong Key, int Length, int Offset, int Needle, int Next);
}

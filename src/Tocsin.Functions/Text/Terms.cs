using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Text;

/// <summary>Term search with a needle that differs from row to row; a constant one is prepared as a <see cref="TermPattern"/>.</summary>
public static class Terms
{
    /// <summary><c>has</c>, <c>hasprefix</c>, <c>hassuffix</c> and their <c>_cs</c> forms.</summary>
    public static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, TermMatch match = TermMatch.Whole, bool ignoreCase = true) =>
        needle.IsEmpty || IsMatch(
            text,
            needle,
            ignoreCase,
            match != TermMatch.Suffix && AsciiText.IsTermByte(needle[0]),
            match != TermMatch.Prefix && AsciiText.IsTermByte(needle[^1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsMatch(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, bool ignoreCase, bool edgeBefore, bool edgeAfter)
    {
        int place = IndexOf(text, needle, 0, ignoreCase);
        while (place >= 0)
        {
            if ((!edgeBefore || IsEdge(text, place - 1)) && (!edgeAfter || IsEdge(text, place + needle.Length)))
            {
                return true;
            }

            place = IndexOf(text, needle, place + 1, ignoreCase);
        }

        return false;
    }

    /// <summary>True where the text has no term character: outside of it, or on a delimiter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsEdge(ReadOnlySpan<byte> text, int place) =>
        (uint)place >= (uint)text.Length || !AsciiText.IsTermByte(text[place]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, int from, bool ignoreCase)
    {
        if (ignoreCase)
        {
            return AsciiSearch.IndexOfIgnoreCase(text, needle, from);
        }

        if (from > text.Length)
        {
            return -1;
        }

        int found = text[from..].IndexOf(needle);
        return found < 0 ? -1 : found + from;
    }
}

using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>Where terms begin and end, and the search for a text at those places.</summary>
internal static class Terms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsMatch(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, bool ignoreCase, bool edgeBefore, bool edgeAfter)
    {
        int place = IndexOf(text, needle, 0, ignoreCase);
        while (place >= 0)
        {
            if ((!edgeBefore || !EndsWithTerm(text[..place])) && (!edgeAfter || !BeginsWithTerm(text[(place + needle.Length)..])))
            {
                return true;
            }

            place = IndexOf(text, needle, place + 1, ignoreCase);
        }

        return false;
    }

    /// <summary>Whether the first character is one of those that terms are made of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool BeginsWithTerm(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (text[0] < 0x80 ? AsciiText.IsTermByte(text[0]) : Rune.DecodeFromUtf8(text, out Rune first, out _) == OperationStatus.Done && IsTerm(first));

    /// <summary>Whether the last character is one of those that terms are made of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool EndsWithTerm(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (text[^1] < 0x80 ? AsciiText.IsTermByte(text[^1]) : Rune.DecodeLastFromUtf8(text, out Rune last, out _) == OperationStatus.Done && IsTerm(last));

    /// <summary>Letters and digits of any script, as measured on Kusto: <c>'éa' has 'a'</c> is false.</summary>
    private static bool IsTerm(Rune character) =>
        Rune.IsLetter(character) || Rune.GetUnicodeCategory(character) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

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

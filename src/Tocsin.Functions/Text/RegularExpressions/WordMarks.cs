using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>
/// A way to write text so that RE2, to which only ASCII makes words, finds Unicode's word boundaries: a letter beyond ASCII
/// stands between two underscores, _é_, and an underscore itself as a code point that no text has, between two likewise.
/// A pattern for such text matches the three together, so that both neighbours of a boundary are ASCII's.
/// </summary>
public static class WordMarks
{
    private const int Underscore = 0xFFFF;

    private static readonly Lazy<CodePointSet> Marked = new(() => UnicodeClasses.WordSet.Except(CodePointSet.Of((0, 0x7F))));
    private static readonly Lazy<CodePointSet> Plain = new(() => UnicodeClasses.Everything.Except(Marked.Value).Except(CodePointSet.Of(('_', '_'), (Underscore, Underscore))));

    private static ReadOnlySpan<byte> MarkedUnderscore => "_\uFFFF_"u8;

    /// <summary>Writes a text with its marks.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> target = output.GetSpan(text.Length * 5);
        int written = 0;
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            if (rune.Value == '_')
            {
                MarkedUnderscore.CopyTo(target[written..]);
                written += MarkedUnderscore.Length;
            }
            else if (!rune.IsAscii && IsWord(rune))
            {
                target[written++] = (byte)'_';
                text[..length].CopyTo(target[written..]);
                written += length;
                target[written++] = (byte)'_';
            }
            else
            {
                text[..length].CopyTo(target[written..]);
                written += length;
            }

            text = text[length..];
        }

        output.Advance(written);
    }

    /// <summary>Writes a text without its marks.</summary>
    public static void Remove(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> target = output.GetSpan(text.Length);
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '_' || i + 1 == text.Length)
            {
                target[written++] = text[i];
                continue;
            }

            i++;
            _ = Rune.DecodeFromUtf8(text[i..], out Rune rune, out int length);
            if (rune.Value == Underscore)
            {
                target[written++] = (byte)'_';
            }
            else
            {
                text.Slice(i, length).CopyTo(target[written..]);
                written += length;
            }

            i += length;
        }

        output.Advance(written);
    }

    /// <summary>Writes a class of one code point for marked text.</summary>
    internal static void WriteClass(CodePointSet set, StringBuilder output)
    {
        CodePointSet marked = set.Intersect(Marked.Value).Union(set.Contains('_') ? CodePointSet.Of((Underscore, Underscore)) : CodePointSet.Empty);
        CodePointSet plain = set.Intersect(Plain.Value);
        if (marked.IsEmpty)
        {
            WriteRanges(plain, output);
            return;
        }

        output.Append("(?:");
        if (!plain.IsEmpty)
        {
            WriteRanges(plain, output);
            output.Append('|');
        }

        output.Append('_');
        WriteRanges(marked, output);
        output.Append("_)");
    }

    private static void WriteRanges(CodePointSet set, StringBuilder output)
    {
        if (set.Single is { } value)
        {
            CodePointSet.WriteCodePoint(value, output);
        }
        else if (set.IsEmpty)
        {
            output.Append(CodePointSet.Nothing);
        }
        else
        {
            output.Append('[');
            set.Write(output);
            output.Append(']');
        }
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => false,
    };
}

using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>
/// Positions in strings. Kusto counts code points: <c>strlen("😀")</c> is 1. Text without any byte above 0x7F is cut by
/// bytes. Sources: substring-function.md, reverse-function.md, indexof-function.md.
/// </summary>
public static class CodePoints
{
    /// <summary>The code points of a text.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte unit in text)
        {
            count += IsStart(unit) ? 1 : 0;
        }

        return count;
    }

    /// <summary><c>substring(text, start, length)</c>: a negative start counts from the end, a negative length gives nothing.</summary>
    public static ReadOnlySpan<byte> Substring(ReadOnlySpan<byte> text, long start, long length = long.MaxValue)
    {
        if (length <= 0)
        {
            return default;
        }

        if (start < 0)
        {
            start = Math.Max(0, start + Count(text));
        }

        int first = Skip(text, 0, start);
        return text[first..Skip(text, first, length)];
    }

    /// <summary>The byte at which <paramref name="count"/> code points after <paramref name="from"/> have passed, or the end.</summary>
    public static int Skip(ReadOnlySpan<byte> text, int from, long count)
    {
        int place = from;
        for (; place < text.Length; place++)
        {
            if (IsStart(text[place]) && --count < 0)
            {
                break;
            }
        }

        return place;
    }

    /// <summary><c>reverse(text)</c></summary>
    public static void Reverse(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int end = text.Length;
        for (int place = text.Length - 1; place >= 0; place--)
        {
            if (IsStart(text[place]))
            {
                output.Write(text[place..end]);
                end = place;
            }
        }
    }

    /// <summary>
    /// <c>indexof(text, sought, start, length, occurrence)</c>: the position of an occurrence within the stretch, or -1;
    /// null where the occurrence or the length makes no sense.
    /// </summary>
    public static long? IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought, long start, long length, long occurrence)
    {
        if (length < -1 || occurrence <= 0)
        {
            return null;
        }

        long first = start < 0 ? Math.Max(0, start + Count(text)) : start;
        int from = Skip(text, 0, first);
        int to = length == -1 ? text.Length : Skip(text, from, length);
        while (true)
        {
            int found = from > to ? -1 : text[from..to].IndexOf(sought);
            if (found < 0)
            {
                return -1;
            }

            if (--occurrence == 0)
            {
                return Count(text[..(from + found)]);
            }

            from = Skip(text, from + found, 1);
        }
    }

    /// <summary>The code point at the beginning of a text; what is no UTF-8 is U+FFFD.</summary>
    public static int First(ReadOnlySpan<byte> text, out int length)
    {
        Rune.DecodeFromUtf8(text, out Rune rune, out length);
        return rune.Value;
    }

    private static bool IsStart(byte unit) => (unit & 0xC0) != 0x80;
}

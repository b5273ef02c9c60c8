using System.Buffers;

namespace Tocsin.Functions.Text;

/// <summary>Functions that make strings of strings. Sources: strrep-function.md, split-function.md.</summary>
public static class TextFunctions
{
    /// <summary>The most repetitions of <c>strrep</c>; beyond, it repeats so often.</summary>
    public const int MaxRepetitions = 1024;

    /// <summary><c>strrep(text, count, delimiter)</c></summary>
    public static void Repeat(ReadOnlySpan<byte> text, long count, ReadOnlySpan<byte> delimiter, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (long i = 0; i < Math.Min(count, MaxRepetitions); i++)
        {
            if (i > 0)
            {
                output.Write(delimiter);
            }

            output.Write(text);
        }
    }

    /// <summary>
    /// The next part of <c>split(text, delimiter)</c>, which begins at <paramref name="place"/>; false after the last.
    /// An empty delimiter cuts nothing.
    /// </summary>
    public static bool NextPart(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiter, ref int place, out ReadOnlySpan<byte> part)
    {
        if (place < 0)
        {
            part = default;
            return false;
        }

        var rest = text[place..];
        int end = delimiter.IsEmpty ? -1 : rest.IndexOf(delimiter);
        part = end < 0 ? rest : rest[..end];
        place = end < 0 ? -1 : place + end + delimiter.Length;
        return true;
    }

    /// <summary><c>strcmp(left, right)</c>: -1, 0 or 1, by code points.</summary>
    public static long Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Math.Sign(left.SequenceCompareTo(right));
}

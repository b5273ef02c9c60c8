using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>
/// The lookups and rewrites of <c>replace_strings</c>, prepared once. The first lookup takes all its matches, the next one
/// those in what is left, and so on; what was written is not searched again. A rewrite that is no string leaves its
/// match as it is. Source: replace-strings-function.md.
/// </summary>
public sealed class TextReplacement
{
    private readonly (byte[] Lookup, byte[]? Rewrite)[] _pairs;

    /// <summary>Prepares two dynamic arrays.</summary>
    public TextReplacement(ReadOnlySpan<byte> lookups, ReadOnlySpan<byte> rewrites)
    {
        List<(byte[], byte[]?)> pairs = [];
        long index = 0;
        foreach (ReadOnlySpan<byte> lookup in DynamicArray.Elements(lookups))
        {
            if (TextOf(lookup) is { Length: > 0 } text)
            {
                pairs.Add((text, TextOf(DynamicPath.Element(rewrites, index))));
            }

            index++;
        }

        _pairs = [.. pairs];
    }

    /// <summary>Writes the text with its replacements.</summary>
    public void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Write(text, 0, output);
    }

    /// <summary><c>replace_string(text, lookup, rewrite)</c></summary>
    public static void Replace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lookup, ReadOnlySpan<byte> rewrite, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!lookup.IsEmpty && text.IndexOf(lookup) is var place and >= 0)
        {
            output.Write(text[..place]);
            output.Write(rewrite);
            text = text[(place + lookup.Length)..];
        }

        output.Write(text);
    }

    private static byte[]? TextOf(ReadOnlySpan<byte> value)
    {
        if (DynamicText.KindOf(value) != DynamicKind.String)
        {
            return null;
        }

        using DynamicString text = new(value);
        return text.Text.ToArray();
    }

    /// <summary>Writes a stretch that the lookups before have left.</summary>
    private void Write(ReadOnlySpan<byte> text, int pair, IBufferWriter<byte> output)
    {
        if (pair < _pairs.Length)
        {
            (byte[] lookup, byte[]? rewrite) = _pairs[pair];
            while (text.IndexOf(lookup) is var place and >= 0)
            {
                Write(text[..place], pair + 1, output);
                output.Write(rewrite ?? lookup);
                text = text[(place + lookup.Length)..];
            }

            Write(text, pair + 1, output);
        }
        else
        {
            output.Write(text);
        }
    }
}

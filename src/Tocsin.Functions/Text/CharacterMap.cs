using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>
/// The two lists of <c>translate</c>, prepared once: each character of the first becomes the one at its place in the
/// second, the last of the second standing for what the second lacks; with an empty second list it is left out.
/// Source: translate-function.md; a character that stands several times in the first list counts where it stands last, as
/// recorded answers show (https://github.com/microsoft/just-another-kusto-hacker).
/// </summary>
public sealed class CharacterMap
{
    private readonly Dictionary<Rune, Rune?> _map = [];

    /// <summary>Prepares the two lists.</summary>
    public CharacterMap(string search, string replacement)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(replacement);
        Rune[] replacements = [.. replacement.EnumerateRunes()];
        int i = 0;
        foreach (Rune rune in search.EnumerateRunes())
        {
            _map[rune] = replacements.Length == 0 ? null : replacements[Math.Min(i, replacements.Length - 1)];
            i++;
        }
    }

    /// <summary>Writes the text with its characters replaced.</summary>
    public void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            if (!_map.TryGetValue(rune, out Rune? replacement))
            {
                output.Write(text[..length]);
            }
            else if (replacement is { } other)
            {
                output.Advance(other.EncodeToUtf8(output.GetSpan(4)));
            }

            text = text[length..];
        }
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Patterns;

/// <summary>
/// <c>reduce</c> (reduce-operator.md): brings texts together that share terms. The page does not say how, and its examples do
/// not follow from the paper that it names; here a text, the frequent ones first, joins the group of as many terms that has
/// the greatest part of its terms in the same places, if that part reaches the threshold, and what they do not share
/// becomes <c>*</c>. A text that stands once and is like no other is among the <c>others</c>, as in the page's third example.
/// </summary>
public sealed class TextGroups
{
    /// <summary>The most texts that are read.</summary>
    public const int MaxTexts = 100_000;

    /// <summary>How many terms are kept of groups' first texts.</summary>
    private const int MaxTerms = 5_000_000;

    /// <summary>How many groups may be looked at in all, for each term anew.</summary>
    private const long MaxVisits = 2_000_000_000;

    private static readonly byte[] Others = [.. "others"u8];

    private readonly List<(string Text, long Count)> _texts = [];
    private readonly List<TextGroup> _groups = [];
    private readonly Dictionary<(int Length, int Place, string Term), List<int>> _byTerm = [];

    // Of each group, how many terms it shares with the text that is looked at.
    private readonly int[] _shared = new int[MaxTexts];
    private int _terms;
    private long _visits;

    private TextGroups()
    {
    }

    /// <summary>Reads an array of texts that differ, each followed by how often it stands; false where there are more than <see cref="MaxTexts"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> texts, [NotNullWhen(true)] out TextGroups? groups)
    {
        groups = new TextGroups();
        string? text = null;
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(texts))
        {
            if (text is null)
            {
                using var decoded = new DynamicString(element);
                text = Encoding.UTF8.GetString(decoded.Text);
                continue;
            }

            groups._texts.Add((text, DynamicConversions.ToLong(element) ?? 0));
            text = null;
            if (groups._texts.Count > MaxTexts)
            {
                groups = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Writes the groups as an array of <c>[pattern, count, representative]</c>, the greatest first; false where they have
    /// too many terms, or finding them takes too long.
    /// </summary>
    /// <param name="threshold">Which part of its terms a text shares with its group at least, from 0 to 1.</param>
    /// <param name="separators">Characters that separate terms beside those that are neither ASCII letters nor digits.</param>
    /// <param name="output">Takes the groups.</param>
    public bool TryWrite(double threshold, string separators, IBufferWriter<byte> output)
    {
        foreach ((string text, long count) in _texts.OrderByDescending(t => t.Count).ThenBy(t => t.Text, StringComparer.Ordinal))
        {
            Join(TextTerms.Of(text, separators), count, threshold);
            if (_visits > MaxVisits || _terms > MaxTerms)
            {
                return false;
            }
        }

        Write(separators, output);
        return true;
    }

    private void Join(TextTerms text, long count, double threshold)
    {
        if (Nearest(text, threshold) is not { } nearest)
        {
            for (int place = 0; place < text.Count; place++)
            {
                Having(text, place).Add(_groups.Count);
            }

            _groups.Add(new TextGroup(text, count));
            _terms += text.Count;
            return;
        }

        foreach (int place in _groups[nearest].Add(text, count))
        {
            Having(_groups[nearest].Representative, place).Remove(nearest);
        }
    }

    /// <summary>The groups that have a text's term in its place, among those of as many terms.</summary>
    private List<int> Having(TextTerms text, int place)
    {
        (int, int, string) key = (text.Count, place, text.Term(place));
        if (!_byTerm.TryGetValue(key, out List<int>? groups))
        {
            groups = [];
            _byTerm.Add(key, groups);
        }

        return groups;
    }

    /// <summary>The group that shares the most terms with a text, the first of equal ones; null where those are too few.</summary>
    private int? Nearest(TextTerms text, double threshold)
    {
        int nearest = -1;
        for (int place = 0; place < text.Count; place++)
        {
            if (!_byTerm.TryGetValue((text.Count, place, text.Term(place)), out List<int>? groups))
            {
                continue;
            }

            _visits += groups.Count;
            foreach (int group in CollectionsMarshal.AsSpan(groups))
            {
                int shared = ++_shared[group];
                int most = nearest < 0 ? 0 : _shared[nearest];
                nearest = shared > most || (shared == most && group < nearest) ? group : nearest;
            }
        }

        int best = nearest < 0 ? 0 : _shared[nearest];
        Forget(text);
        return best > 0 && (double)best / text.Count >= threshold ? nearest : null;
    }

    private void Forget(TextTerms text)
    {
        for (int place = 0; place < text.Count; place++)
        {
            foreach (int group in CollectionsMarshal.AsSpan(_byTerm.GetValueOrDefault((text.Count, place, text.Term(place)))))
            {
                _shared[group] = 0;
            }
        }
    }

    private void Write(string separators, IBufferWriter<byte> output)
    {
        var writer = new DynamicWriter(output);
        writer.BeginArray();
        foreach (TextGroup group in _groups.Where(g => !g.IsSingle).OrderByDescending(g => g.Count).ThenBy(g => g.Representative.Text, StringComparer.Ordinal))
        {
            Write(ref writer, Encoding.UTF8.GetBytes(group.Pattern(separators)), group.Count, Encoding.UTF8.GetBytes(group.Representative.Text));
        }

        if (_groups.Count(g => g.IsSingle) is > 0 and var others)
        {
            Write(ref writer, Others, others, []);
        }

        writer.EndArray();
    }

    private static void Write(ref DynamicWriter writer, ReadOnlySpan<byte> pattern, long count, ReadOnlySpan<byte> representative)
    {
        writer.BeginArray();
        writer.WriteString(pattern);
        writer.WriteLong(count);
        writer.WriteString(representative);
        writer.EndArray();
    }
}

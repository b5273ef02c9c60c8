using System.Text;

namespace Tocsin.Functions.Patterns;

/// <summary>Texts of as many terms, and which of those and of the gaps around them all have in common.</summary>
internal sealed class TextGroup(TextTerms representative, long count)
{
    private readonly bool[] _sharesTerm = [.. Enumerable.Repeat(true, representative.Count)];
    private readonly bool[] _sharesGap = [.. Enumerable.Repeat(true, representative.Count + 1)];

    /// <summary>The first of its texts, than which none is more frequent.</summary>
    public TextTerms Representative => representative;

    public long Count { get; private set; } = count;

    /// <summary>Whether it is a text that stands once.</summary>
    public bool IsSingle => Count == 1;

    /// <summary>Adds a text; the places of the terms that it does not share with all texts before.</summary>
    public List<int> Add(TextTerms text, long times)
    {
        Count += times;
        var lost = new List<int>();
        for (int place = 0; place <= text.Count; place++)
        {
            _sharesGap[place] &= text.Gap(place).Equals(representative.Gap(place), StringComparison.Ordinal);
            if (place < text.Count && _sharesTerm[place] && !text.Term(place).Equals(representative.Term(place), StringComparison.Ordinal))
            {
                _sharesTerm[place] = false;
                lost.Add(place);
            }
        }

        return lost;
    }

    /// <summary>
    /// The representative with one <c>*</c> for what the texts do not share, and, as in the page's first and last examples, for
    /// the given separators beside it.
    /// </summary>
    public string Pattern(string separators)
    {
        var pattern = new StringBuilder();
        for (int place = 0; place <= representative.Count; place++)
        {
            string gap = representative.Gap(place);
            bool isBeside = (place > 0 && !_sharesTerm[place - 1]) || (place < representative.Count && !_sharesTerm[place]);
            bool isAny = !_sharesGap[place] || (isBeside && gap.Length > 0 && gap.All(c => separators.Contains(c, StringComparison.Ordinal)));
            Append(pattern, gap, isAny);
            if (place < representative.Count)
            {
                Append(pattern, representative.Term(place), !_sharesTerm[place]);
            }
        }

        return pattern.ToString();
    }

    private static void Append(StringBuilder pattern, string text, bool isAny)
    {
        if (!isAny)
        {
            pattern.Append(text);
        }
        else if (pattern.Length == 0 || pattern[^1] != '*')
        {
            pattern.Append('*');
        }
    }
}

namespace Tocsin.Functions.Patterns;

/// <summary>A text cut into terms and what stands between them.</summary>
internal sealed class TextTerms
{
    private readonly List<string> _terms = [];
    private readonly List<string> _gaps = [string.Empty];

    private TextTerms(string text) => Text = text;

    public string Text { get; }

    /// <summary>How many terms there are.</summary>
    public int Count => _terms.Count;

    /// <summary>Terms are of ASCII letters and digits, save those that are said to separate (reduce-operator.md, Characters).</summary>
    public static TextTerms Of(string text, string separators)
    {
        var result = new TextTerms(text);
        int start = 0;
        for (int at = 1; at <= text.Length; at++)
        {
            bool isTerm = IsTerm(text[start]);
            if (at < text.Length && IsTerm(text[at]) == isTerm)
            {
                continue;
            }

            if (isTerm)
            {
                result._terms.Add(text[start..at]);
                result._gaps.Add(string.Empty);
            }
            else
            {
                result._gaps[^1] = text[start..at];
            }

            start = at;
        }

        return result;

        bool IsTerm(char character) => char.IsAsciiLetterOrDigit(character) && !separators.Contains(character, StringComparison.Ordinal);
    }

    public string Term(int place) => _terms[place];

    /// <summary>What stands before a term, or behind the last.</summary>
    public string Gap(int place) => _gaps[place];
}

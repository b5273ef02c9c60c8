namespace Tocsin.Functions.Text;

/// <summary>
/// The needle of <c>has</c>, <c>hasprefix</c>, <c>hassuffix</c> and their <c>_cs</c> forms, prepared once.
/// Terms are maximal runs of letters and digits of any script; a needle may hold other characters, which then match
/// themselves. An end of the needle that is not a term character needs no end of a term beside it (shown on Kusto in
/// MicrosoftDocs/dataexplorer-docs issue 1005).
/// An empty needle is in every text. Needles of less than three characters match whole terms too: Kusto then scans
/// instead of asking its index. Source: datatypes-string-operators.md.
/// </summary>
public readonly struct TermPattern
{
    private readonly byte[] _needle;
    private readonly bool _ignoreCase;
    private readonly bool _edgeBefore;
    private readonly bool _edgeAfter;

    /// <summary>Prepares a needle.</summary>
    public TermPattern(ReadOnlySpan<byte> needle, TermMatch match = TermMatch.Whole, bool ignoreCase = true)
    {
        _needle = ignoreCase ? AsciiText.ToLower(needle) : needle.ToArray();
        _ignoreCase = ignoreCase;
        _edgeBefore = match != TermMatch.Suffix && Terms.BeginsWithTerm(needle);
        _edgeAfter = match != TermMatch.Prefix && Terms.EndsWithTerm(needle);
    }

    /// <summary>Whether the text holds the needle.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) =>
        Terms.IsMatch(text, _needle, _ignoreCase, _edgeBefore, _edgeAfter);
}

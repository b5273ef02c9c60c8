namespace Tocsin.Functions.Text;

/// <summary>
/// The right-hand side of <c>contains</c>, <c>startswith</c>, <c>endswith</c> or <c>=~</c>, prepared once.
/// Ignoring case folds ASCII letters only (datatypes-string-operators.md).
/// </summary>
public readonly struct TextPattern
{
    private readonly byte[] _needle;
    private readonly TextMatch _match;
    private readonly bool _ignoreCase;

    /// <summary>Prepares a needle.</summary>
    public TextPattern(ReadOnlySpan<byte> needle, TextMatch match, bool ignoreCase = true)
    {
        _needle = ignoreCase ? AsciiText.ToLower(needle) : needle.ToArray();
        _match = match;
        _ignoreCase = ignoreCase;
    }

    /// <summary>Whether the text satisfies the comparison.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => IsMatch(text, _needle, _match, _ignoreCase);

    /// <summary>The same for a needle that differs from row to row.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle, TextMatch match, bool ignoreCase) =>
        match switch
        {
            TextMatch.Contains => ignoreCase ? AsciiSearch.IndexOfIgnoreCase(text, needle) >= 0 : text.IndexOf(needle) >= 0,
            TextMatch.StartsWith => text.Length >= needle.Length && Same(text[..needle.Length], needle, ignoreCase),
            TextMatch.EndsWith => text.Length >= needle.Length && Same(text[^needle.Length..], needle, ignoreCase),
            TextMatch.Equals => Same(text, needle, ignoreCase),
            _ => throw new ArgumentOutOfRangeException(nameof(match)),
        };

    private static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool ignoreCase) =>
        ignoreCase ? AsciiText.EqualsIgnoreCase(left, right) : left.SequenceEqual(right);
}

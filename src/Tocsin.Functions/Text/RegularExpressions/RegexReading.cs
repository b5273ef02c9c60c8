namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>
/// How a pattern is read. Kusto's regular expressions were RE2's; now they are those of regex.md. What only one of the two
/// takes means what it means there; so a pattern that regex.md does not take is read as RE2 does.
/// </summary>
[Flags]
internal enum RegexReading
{
    /// <summary>As regex.md has it.</summary>
    Documented = 0,

    /// <summary>A brace that begins no repetition is a character, as in RE2.</summary>
    LiteralBraces = 1,

    /// <summary>A bracket in a class is a character, and there are no set operations, as in RE2.</summary>
    FlatClasses = 2,

    /// <summary>For text that <see cref="WordMarks"/> wrote.</summary>
    MarkedWords = 4,
}

using System.Globalization;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>The named classes of regex.md: Perl's in their Unicode meaning, POSIX's, general categories and scripts.</summary>
internal static class UnicodeClasses
{
    /// <summary>RE2's spelling of \w between brackets: Alphabetic, M, Nd, Pc and Join_Control.</summary>
    public const string Word =
        @"\p{L}\p{Nl}\p{M}\p{Nd}\p{Pc}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}\x{200C}\x{200D}";

    private static readonly (string Long, string Short, UnicodeCategory[] Categories)[] Categories =
    [
        ("letter", "L", [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter, UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter]),
        ("uppercaseletter", "Lu", [UnicodeCategory.UppercaseLetter]),
        ("lowercaseletter", "Ll", [UnicodeCategory.LowercaseLetter]),
        ("titlecaseletter", "Lt", [UnicodeCategory.TitlecaseLetter]),
        ("modifierletter", "Lm", [UnicodeCategory.ModifierLetter]),
        ("otherletter", "Lo", [UnicodeCategory.OtherLetter]),
        ("mark", "M", [UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark]),
        ("nonspacingmark", "Mn", [UnicodeCategory.NonSpacingMark]),
        ("spacingmark", "Mc", [UnicodeCategory.SpacingCombiningMark]),
        ("enclosingmark", "Me", [UnicodeCategory.EnclosingMark]),
        ("number", "N", [UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber]),
        ("decimalnumber", "Nd", [UnicodeCategory.DecimalDigitNumber]),
        ("letternumber", "Nl", [UnicodeCategory.LetterNumber]),
        ("othernumber", "No", [UnicodeCategory.OtherNumber]),
        ("punctuation", "P", [UnicodeCategory.ConnectorPunctuation, UnicodeCategory.DashPunctuation, UnicodeCategory.OpenPunctuation, UnicodeCategory.ClosePunctuation, UnicodeCategory.InitialQuotePunctuation, UnicodeCategory.FinalQuotePunctuation, UnicodeCategory.OtherPunctuation]),
        ("connectorpunctuation", "Pc", [UnicodeCategory.ConnectorPunctuation]),
        ("dashpunctuation", "Pd", [UnicodeCategory.DashPunctuation]),
        ("openpunctuation", "Ps", [UnicodeCategory.OpenPunctuation]),
        ("closepunctuation", "Pe", [UnicodeCategory.ClosePunctuation]),
        ("initialpunctuation", "Pi", [UnicodeCategory.InitialQuotePunctuation]),
        ("finalpunctuation", "Pf", [UnicodeCategory.FinalQuotePunctuation]),
        ("otherpunctuation", "Po", [UnicodeCategory.OtherPunctuation]),
        ("symbol", "S", [UnicodeCategory.MathSymbol, UnicodeCategory.CurrencySymbol, UnicodeCategory.ModifierSymbol, UnicodeCategory.OtherSymbol]),
        ("mathsymbol", "Sm", [UnicodeCategory.MathSymbol]),
        ("currencysymbol", "Sc", [UnicodeCategory.CurrencySymbol]),
        ("modifiersymbol", "Sk", [UnicodeCategory.ModifierSymbol]),
        ("othersymbol", "So", [UnicodeCategory.OtherSymbol]),
        ("separator", "Z", [UnicodeCategory.SpaceSeparator, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator]),
        ("spaceseparator", "Zs", [UnicodeCategory.SpaceSeparator]),
        ("lineseparator", "Zl", [UnicodeCategory.LineSeparator]),
        ("paragraphseparator", "Zp", [UnicodeCategory.ParagraphSeparator]),
        ("control", "Cc", [UnicodeCategory.Control]),
        ("format", "Cf", [UnicodeCategory.Format]),
    ];

    private static readonly string[] Scripts =
    [
        "Arabic", "Armenian", "Bengali", "Bopomofo", "Cherokee", "Common", "Coptic", "Cyrillic", "Devanagari", "Ethiopic", "Georgian",
        "Greek", "Gujarati", "Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Inherited", "Kannada", "Katakana", "Khmer", "Lao", "Latin",
        "Malayalam", "Mongolian", "Myanmar", "Oriya", "Runic", "Sinhala", "Syriac", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan",
    ];

    /// <summary>Letters by their use, Other_Uppercase and Other_Lowercase of PropList.txt.</summary>
    private static readonly CodePointSet OtherUppercase = CodePointSet.Of(
        (0x2160, 0x216F), (0x24B6, 0x24CF), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189));

    private static readonly CodePointSet OtherLowercase = CodePointSet.Of(
        (0xAA, 0xAA), (0xBA, 0xBA), (0x2B0, 0x2B8), (0x2C0, 0x2C1), (0x2E0, 0x2E4), (0x345, 0x345), (0x37A, 0x37A), (0x10FC, 0x10FC),
        (0x1D2C, 0x1D6A), (0x1D78, 0x1D78), (0x1D9B, 0x1DBF), (0x2071, 0x2071), (0x207F, 0x207F), (0x2090, 0x209C), (0x2170, 0x217F),
        (0x24D0, 0x24E9), (0x2C7C, 0x2C7D), (0xA69C, 0xA69D), (0xA770, 0xA770), (0xA7F2, 0xA7F4), (0xA7F8, 0xA7F9), (0xAB5C, 0xAB5F),
        (0xAB69, 0xAB69), (0x10780, 0x10780), (0x10783, 0x10785), (0x10787, 0x107B0), (0x107B2, 0x107BA), (0x1E030, 0x1E06D));

    private static readonly Lazy<CodePointSet> LazyWordSet = new(() => CodePointSet.Of(
        Categories.Where(entry => entry.Short is "L" or "Nl" or "M" or "Nd" or "Pc").SelectMany(entry => entry.Categories))
        .Union(CodePointSet.Of((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189), (0x200C, 0x200D))));

    public static CodePointSet Space { get; } = CodePointSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000));

    public static CodePointSet AsciiSpace { get; } = CodePointSet.Of((0x09, 0x0D), (0x20, 0x20));

    public static CodePointSet AsciiWord { get; } = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    public static CodePointSet AsciiDigit { get; } = CodePointSet.Of(('0', '9'));

    public static CodePointSet Digit => CodePointSet.Of([UnicodeCategory.DecimalDigitNumber]);

    public static CodePointSet WordSet => LazyWordSet.Value;

    public static CodePointSet Everything { get; } = CodePointSet.Empty.Complement();

    /// <summary>The set of a POSIX name between [: and :].</summary>
    public static CodePointSet? Posix(string name) => name switch
    {
        "alnum" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        "alpha" => CodePointSet.Of(('A', 'Z'), ('a', 'z')),
        "ascii" => CodePointSet.Of((0, 0x7F)),
        "blank" => CodePointSet.Of(('\t', '\t'), (' ', ' ')),
        "cntrl" => CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
        "digit" => AsciiDigit,
        "graph" => CodePointSet.Of(('!', '~')),
        "lower" => CodePointSet.Of(('a', 'z')),
        "print" => CodePointSet.Of((' ', '~')),
        "punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        "space" => AsciiSpace,
        "upper" => CodePointSet.Of(('A', 'Z')),
        "word" => AsciiWord,
        "xdigit" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
        _ => null,
    };

    /// <summary>The class of \p{name}: RE2's name of it where it has one, and its set. Case, spaces, hyphens and underscores do not count.</summary>
    public static (string? Re2Name, Func<CodePointSet> Set)? Property(string name)
    {
        string loose = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        foreach ((string longName, string shortName, UnicodeCategory[] categories) in Categories)
        {
            if (string.Equals(longName, loose, StringComparison.Ordinal) || string.Equals(shortName, loose, StringComparison.OrdinalIgnoreCase))
            {
                return (shortName, () => CodePointSet.Of(categories));
            }
        }

        if (Array.Find(Scripts, script => script.Equals(loose, StringComparison.OrdinalIgnoreCase)) is { } script)
        {
            return (script, () => UnicodeScripts.Of(script));
        }

        return loose switch
        {
            "whitespace" => (null, () => Space),
            "ascii" => (null, () => CodePointSet.Of((0, 0x7F))),
            "any" => (null, () => Everything),
            "uppercase" => (null, () => CodePointSet.Of([UnicodeCategory.UppercaseLetter]).Union(OtherUppercase)),
            "lowercase" => (null, () => CodePointSet.Of([UnicodeCategory.LowercaseLetter]).Union(OtherLowercase)),
            _ => null,
        };
    }
}

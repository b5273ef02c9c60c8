using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>
/// Kusto's regular expressions for RE2. Kusto's are those of regex.md: Unicode classes behind \d, \w and \s, set operations in
/// classes, \u and octal escapes, verbose mode. What only RE2 takes, a brace that stands for itself for one, is taken
/// as RE2 takes it: rules were written for it. What the two understand differently, and what neither takes, is refused.
/// Named groups lose their names: KQL counts groups.
/// </summary>
public sealed partial class RegexTranslator
{
    private const int MaxDepth = 250;

    private readonly RegexCursor _cursor;
    private readonly RegexReading _reading;
    private readonly bool _hasWordSides;
    private readonly StringBuilder _output = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Flags _flags = new() { Unicode = true };
    private string? _dispute;
    private bool _hasDot;
    private bool _hasWordBoundary;

    private RegexTranslator(string pattern, RegexReading reading)
    {
        _cursor = new RegexCursor(pattern);
        _reading = reading;
        _hasWordSides = pattern.Contains(@"\b{", StringComparison.Ordinal);
    }

    private bool IsMarked => _reading.HasFlag(RegexReading.MarkedWords);

    /// <summary>Translates a pattern, or says what is wrong with it.</summary>
    public static RegexTranslation Translate(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Choose(pattern).Translation;
    }

    /// <summary>
    /// The pattern for texts that <see cref="WordMarks"/> wrote, in which RE2's word boundaries are Unicode's; null where the
    /// pattern asks for none, is not valid, or can match nothing, which it would do within a marked letter.
    /// </summary>
    public static string? TranslateMarked(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        (RegexTranslation translation, RegexReading reading) = Choose(pattern);
        if (translation is not { Error: null, HasWordBoundary: true })
        {
            return null;
        }

        RegexTranslator translator = new(pattern, reading | RegexReading.MarkedWords);
        return translator.Read() is { Error: null, Re2: { } marked } && !translator.CanBeEmpty ? marked : null;
    }

    private static (RegexTranslation Translation, RegexReading Reading) Choose(string pattern)
    {
        RegexTranslator documented = new(pattern, RegexReading.Documented);
        RegexTranslation translation = documented.Read();
        if (translation.Error is null && documented._dispute is null)
        {
            return (translation, RegexReading.Documented);
        }

        const RegexReading inRe2 = RegexReading.LiteralBraces | RegexReading.FlatClasses;
        RegexTranslation flat = new RegexTranslator(pattern, inRe2).Read();
        if (translation.Error is null)
        {
            return flat.Error is null && flat.Re2 != translation.Re2
                ? (new RegexTranslation(null, documented._dispute, 0, false), RegexReading.Documented)
                : (translation, RegexReading.Documented);
        }

        RegexTranslation braces = new RegexTranslator(pattern, RegexReading.LiteralBraces).Read();
        return flat.Error is not null || (braces.Error is null && flat.Re2 == braces.Re2) ? (braces, RegexReading.LiteralBraces)
            : braces.Error is not null ? (flat, inRe2)
            : (new RegexTranslation(null, "classes with brackets or set operations inside mean something else in RE2, as which a pattern with a bare { is read; write \\{", 0, false), inRe2);
    }

    private RegexTranslation Read()
    {
        try
        {
            Run();
        }
        catch (RegexSyntaxException fault)
        {
            return new RegexTranslation(null, fault.Message, Math.Min(fault.Position, _cursor.Length), false);
        }

        // Engines differ in whether a point matches a line's end unless told.
        return new RegexTranslation((_hasDot ? "(?-s)" : string.Empty) + _output, null, 0, _hasWordBoundary);
    }

    private void Run()
    {
        while (!_cursor.AtEnd)
        {
            if (_flags.Verbose && SkipVerbose())
            {
                continue;
            }

            Item();
        }

        if (_groups.Count > 0)
        {
            throw _cursor.Error("a group is not closed");
        }

        EndAlternative();
    }

    private bool SkipVerbose()
    {
        if (char.IsWhiteSpace(_cursor.Current))
        {
            _cursor.Advance();
            return true;
        }

        if (_cursor.Current != '#')
        {
            return false;
        }

        while (!_cursor.AtEnd && _cursor.Current != '\n')
        {
            _cursor.Advance();
        }

        return true;
    }

    private void Item()
    {
        switch (_cursor.Current)
        {
            case '(':
                OpenGroup();
                break;
            case ')':
                CloseGroup();
                break;
            case '[':
                Class();
                break;
            case '\\':
                _cursor.Advance();
                Escape();
                break;
            case '*' or '+' or '?' or '{':
                Repetition();
                break;
            case '.':
                Point();
                break;
            case '|':
                _cursor.Advance();
                EndAlternative();
                _output.Append('|');
                BeginAlternative();
                break;
            case '^' or '$':
                Anchor(_cursor.Current);
                _cursor.Advance();
                break;
            default:
                Literal(_cursor.TakeCodePoint());
                break;
        }
    }

    /// <summary>An assertion; it matches no character.</summary>
    private void Anchor(char symbol)
    {
        if (_flags is { MultiLine: true, Crlf: true })
        {
            throw _cursor.Error($"{symbol} at lines that end in \\r\\n (the flags m and R) is not supported; write (?:\\r\\n|\\r|\\n|$) for the end of a line");
        }

        Assertion(symbol.ToString());
    }

    private void Point()
    {
        if (!_flags.Unicode)
        {
            throw _cursor.Error("a point without Unicode could match half a character");
        }

        _cursor.Advance();
        bool isCrlf = _flags is { Crlf: true, DotAll: false };
        _hasDot |= !isCrlf;
        CodePointSet ends = _flags.DotAll ? CodePointSet.Empty : isCrlf ? CodePointSet.Of(('\n', '\n'), ('\r', '\r')) : CodePointSet.Of(('\n', '\n'));
        Atom(isCrlf ? @"[^\r\n]" : ".", ends.Complement);
    }

    private void Class()
    {
        RegexClassReader reader = new(_cursor, _reading, _flags.Unicode, _flags.IgnoreCase, _flags.Verbose);
        RegexClassMembers members = reader.Read();
        _dispute ??= reader.Dispute;
        Atom(members.ToString(), () => members.ToSet(_flags.IgnoreCase));
    }

    private void Literal(int value)
    {
        CodePointSet set = CodePointSet.Of((value, value));
        Atom(value == '{' ? @"\x{7B}" : char.ConvertFromUtf32(value), () => Folded(set));
    }

    private CodePointSet Folded(CodePointSet set) => _flags.IgnoreCase ? CaseFolding.Close(set) : set;
}

using System.Globalization;
using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>What follows a backslash outside of brackets.</summary>
public sealed partial class RegexTranslator
{
    private void Escape()
    {
        if (_cursor.TakeEscapedCodePoint() is { } value)
        {
            StringBuilder text = new();
            CodePointSet.WriteCodePoint(value, text);
            Atom(text.ToString(), () => Folded(CodePointSet.Of((value, value))));
            return;
        }

        char name = _cursor.Current;
        _cursor.Advance();
        switch (name)
        {
            case 'A' or 'z':
                Assertion($"\\{name}");
                break;
            case 'b' or 'B':
                WordBoundary(name);
                break;
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                Perl(name);
                break;
            case 'p' or 'P':
                Property(name == 'P');
                break;
            case '<' or '>':
                throw _cursor.Error($"\\{name} is a word boundary in Kusto's documentation, and the character {name} in RE2; write \\b or {name}");
            default:
                throw _cursor.Error($"the escape \\{name} is not supported");
        }
    }

    /// <summary>One side of a boundary is known where the other is a word: then \b{start} and its kin are \b.</summary>
    private void WordBoundary(char name)
    {
        if (IsMarked && !_flags.Unicode)
        {
            throw _cursor.Error($"\\{name} without Unicode in marked text");
        }

        string? side = name == 'b' && _flags.Unicode
            ? Array.Find((string[])["{start}", "{start-half}", "{end}", "{end-half}"], _cursor.StartsWith)
            : null;
        _cursor.Advance(side?.Length ?? 0);
        if (side is "{end}" or "{end-half}" && !_item.EndsInWord)
        {
            throw _cursor.Error(@"\b{end} and \b{end-half} are supported behind a letter, a digit or a class of them only; write \b");
        }

        _hasWordBoundary |= _flags.Unicode;
        Assertion($"\\{name}");
        _needsWord = side is "{start}" or "{start-half}";
    }

    private void Perl(char name)
    {
        bool negated = char.IsAsciiLetterUpper(name);
        if (!_flags.Unicode && negated)
        {
            throw _cursor.Error($"\\{name} without Unicode could match half a character");
        }

        (string text, Func<CodePointSet> set) = (char.ToLowerInvariant(name), _flags.Unicode) switch
        {
            ('d', true) => (@"\p{Nd}", () => UnicodeClasses.Digit),
            ('d', false) => (Ranges(UnicodeClasses.AsciiDigit), () => UnicodeClasses.AsciiDigit),
            ('w', true) => (UnicodeClasses.Word, () => UnicodeClasses.WordSet),
            ('w', false) => (Ranges(UnicodeClasses.AsciiWord), () => UnicodeClasses.AsciiWord),
            (_, true) => (Ranges(UnicodeClasses.Space), () => UnicodeClasses.Space),
            _ => (Ranges(UnicodeClasses.AsciiSpace), (Func<CodePointSet>)(() => UnicodeClasses.AsciiSpace)),
        };
        Atom((negated ? "[^" : "[") + text + "]", () => negated ? Folded(set()).Complement() : Folded(set()));
    }

    private void Property(bool upper)
    {
        (string? name, Func<CodePointSet> set) = RegexClassReader.ReadPropertyName(_cursor, out bool negated);
        bool not = upper ^ negated;
        string text = name is not null
            ? string.Create(CultureInfo.InvariantCulture, $"\\{(not ? 'P' : 'p')}{{{name}}}")
            : (not ? "[^" : "[") + Ranges(set()) + "]";
        Atom(text, () => not ? Folded(set()).Complement() : Folded(set()));
    }

    private static string Ranges(CodePointSet set)
    {
        StringBuilder text = new();
        set.Write(text);
        return text.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>
/// Kusto's regular expressions for RE2. Kusto's are those of regex.md: Unicode classes behind \d, \w and \s, set operations in
/// classes, \u and octal escapes, verbose mode; a pattern that Kusto refuses is refused here. Named groups lose their
/// names: KQL counts groups.
/// </summary>
public sealed class RegexTranslator
{
    private const int MaxRepeat = 1000;
    private const int MaxDepth = 250;

    private readonly RegexCursor _cursor;
    private readonly StringBuilder _output = new();
    private readonly Stack<Flags> _groups = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Flags _flags = new(Unicode: true, IgnoreCase: false, Verbose: false);
    private bool _canRepeat;
    private bool _hasDot;
    private bool _hasWordBoundary;

    private RegexTranslator(string pattern)
    {
        _cursor = new RegexCursor(pattern);
    }

    /// <summary>Translates a pattern, or says what is wrong with it.</summary>
    public static RegexTranslation Translate(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        RegexTranslator translator = new(pattern);
        try
        {
            translator.Run();
        }
        catch (RegexSyntaxException fault)
        {
            return new RegexTranslation(null, fault.Message, Math.Min(fault.Position, pattern.Length), false);
        }

        // Engines differ in whether a point matches a line's end unless told.
        string text = (translator._hasDot ? "(?-s)" : string.Empty) + translator._output;
        return new RegexTranslation(text, null, 0, translator._hasWordBoundary);
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
                new RegexClassReader(_cursor, _flags.Unicode, _flags.IgnoreCase, _flags.Verbose).Write(_output);
                _canRepeat = true;
                break;
            case '\\':
                _cursor.Advance();
                Escape();
                break;
            case '*' or '+' or '?' or '{':
                Repetition();
                break;
            case '.':
                if (!_flags.Unicode)
                {
                    throw _cursor.Error("a point without Unicode could match half a character");
                }

                _hasDot = true;
                Symbol(canRepeat: true);
                break;
            case '|':
                Symbol(canRepeat: false);
                break;
            case '^' or '$':
                Symbol(canRepeat: true);
                break;
            default:
                _output.Append(char.ConvertFromUtf32(_cursor.TakeCodePoint()));
                _canRepeat = true;
                break;
        }
    }

    private void Symbol(bool canRepeat)
    {
        _output.Append(_cursor.Current);
        _cursor.Advance();
        _canRepeat = canRepeat;
    }

    private void OpenGroup()
    {
        if (_groups.Count == MaxDepth)
        {
            throw _cursor.Error("groups nest too deep");
        }

        _canRepeat = false;
        _cursor.Advance();
        if (!_cursor.Take('?'))
        {
            _groups.Push(_flags);
            _output.Append('(');
            return;
        }

        if (_cursor.StartsWith("=") || _cursor.StartsWith("!") || _cursor.StartsWith("<=") || _cursor.StartsWith("<!"))
        {
            throw _cursor.Error("look-around is not supported");
        }

        if (_cursor.StartsWith("P<") || _cursor.StartsWith("<"))
        {
            _cursor.Advance(_cursor.Current == 'P' ? 2 : 1);
            string name = _cursor.TakeUntil('>', "the name of a group");
            if (!IsName(name) || !_names.Add(name))
            {
                throw _cursor.Error($"no name of a group, or one used before: {name}");
            }

            _groups.Push(_flags);
            _output.Append('(');
            return;
        }

        FlagGroup();
    }

    private static bool IsName(string name) =>
        name.Length > 0 && (name[0] == '_' || char.IsLetter(name[0])) && name.All(symbol => char.IsLetterOrDigit(symbol) || symbol is '_' or '.' or '[' or ']');

    /// <summary>(?flags) sets flags up to the end of the group around it, (?flags:…) for its own content.</summary>
    private void FlagGroup()
    {
        Flags flags = _flags;
        StringBuilder on = new();
        StringBuilder off = new();
        for (bool set = true; !_cursor.AtEnd && _cursor.Current is not (')' or ':'); _cursor.Advance())
        {
            switch (_cursor.Current)
            {
                case '-':
                    set = false;
                    break;
                case 'i' or 'm' or 's' or 'U':
                    flags = _cursor.Current == 'i' ? flags with { IgnoreCase = set } : flags;
                    (set ? on : off).Append(_cursor.Current);
                    break;
                case 'x':
                    flags = flags with { Verbose = set };
                    break;
                case 'u':
                    flags = flags with { Unicode = set };
                    break;
                default:
                    throw _cursor.Error($"the flag {_cursor.Current} is not supported");
            }
        }

        bool group = _cursor.Take(':');
        if (!group && !_cursor.Take(')'))
        {
            throw _cursor.Error("a group of flags is not closed");
        }

        string letters = on + (off.Length > 0 ? "-" + off : string.Empty);
        if (group)
        {
            _groups.Push(_flags);
            _output.Append(CultureInfo.InvariantCulture, $"(?{letters}:");
        }
        else if (letters.Length > 0)
        {
            _output.Append(CultureInfo.InvariantCulture, $"(?{letters})");
        }

        _flags = flags;
    }

    private void CloseGroup()
    {
        if (!_groups.TryPop(out Flags outer))
        {
            throw _cursor.Error("a group is closed that is not open");
        }

        _flags = outer;
        Symbol(canRepeat: true);
    }

    private void Repetition()
    {
        if (!_canRepeat)
        {
            throw _cursor.Error("a repetition of nothing");
        }

        if (_cursor.Take('{'))
        {
            string[] bounds = _cursor.TakeUntil('}', "a repetition").Split(',');
            int low = Bound(bounds[0]);
            int? high = bounds.Length == 1 ? low : bounds[1].Length == 0 ? null : Bound(bounds[1]);
            if (bounds.Length > 2 || high < low)
            {
                throw _cursor.Error("the bounds of a repetition are two numbers in order");
            }

            _output.Append(CultureInfo.InvariantCulture, $"{{{string.Join(',', bounds)}}}");
        }
        else
        {
            _output.Append(_cursor.Current);
            _cursor.Advance();
        }

        if (_cursor.Take('?'))
        {
            _output.Append('?');
        }

        // Kusto repeats a repetition; RE2 reads a**, a*+ and a+* otherwise or not at all.
        if (_cursor.Current is '*' or '+' or '?' or '{' && !_cursor.AtEnd)
        {
            throw _cursor.Error("a repetition of a repetition is not supported; put the inner one into (?:…)");
        }
    }

    private int Bound(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= MaxRepeat
            ? value
            : throw _cursor.Error($"no bound of a repetition, or above {MaxRepeat}: {text}");

    private void Escape()
    {
        _canRepeat = true;
        if (_cursor.TakeEscapedCodePoint() is { } value)
        {
            CodePointSet.WriteCodePoint(value, _output);
            return;
        }

        char name = _cursor.Current;
        _cursor.Advance();
        switch (name)
        {
            case 'A' or 'z':
                _output.Append('\\').Append(name);
                break;
            case 'b' or 'B' when _cursor.Current != '{':
                _hasWordBoundary |= _flags.Unicode;
                _output.Append('\\').Append(name);
                break;
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                Perl(name);
                break;
            case 'p' or 'P':
                Property(name == 'P');
                break;
            default:
                throw _cursor.Error($"the escape \\{name} is not supported");
        }
    }

    private void Perl(char name)
    {
        if (!_flags.Unicode && char.IsAsciiLetterUpper(name))
        {
            throw _cursor.Error($"\\{name} without Unicode could match half a character");
        }

        _output.Append(char.IsAsciiLetterUpper(name) ? "[^" : "[");
        switch (char.ToLowerInvariant(name))
        {
            case 'd' when _flags.Unicode:
                _output.Append(@"\p{Nd}");
                break;
            case 'd':
                UnicodeClasses.AsciiDigit.Write(_output);
                break;
            case 'w' when _flags.Unicode:
                _output.Append(UnicodeClasses.Word);
                break;
            case 'w':
                UnicodeClasses.AsciiWord.Write(_output);
                break;
            default:
                (_flags.Unicode ? UnicodeClasses.Space : UnicodeClasses.AsciiSpace).Write(_output);
                break;
        }

        _output.Append(']');
    }

    private void Property(bool upper)
    {
        (string? name, CodePointSet? set) = RegexClassReader.ReadPropertyName(_cursor, out bool negated);
        bool not = upper ^ negated;
        if (name is not null)
        {
            _output.Append(CultureInfo.InvariantCulture, $"\\{(not ? 'P' : 'p')}{{{name}}}");
            return;
        }

        _output.Append(not ? "[^" : "[");
        set!.Write(_output);
        _output.Append(']');
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Flags(bool Unicode, bool IgnoreCase, bool Verbose);
}

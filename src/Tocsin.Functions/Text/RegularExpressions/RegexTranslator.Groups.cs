using System.Globalization;
using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>Groups and flags.</summary>
public sealed partial class RegexTranslator
{
    private readonly Stack<Group> _groups = new();

    private void OpenGroup()
    {
        if (_groups.Count == MaxDepth)
        {
            throw _cursor.Error("groups nest too deep");
        }

        _cursor.Advance();
        if (!_cursor.Take('?'))
        {
            Push("(");
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

            Push("(");
            return;
        }

        FlagGroup();
    }

    private static bool IsName(string name) =>
        name.Length > 0 && (name[0] == '_' || char.IsLetter(name[0])) && name.All(symbol => char.IsLetterOrDigit(symbol) || symbol is '_' or '.' or '[' or ']');

    private void Push(string opening)
    {
        BeginItem();
        _groups.Push(new Group(_flags, _item.Start, _isEmptyBefore, _canAlternativeBeEmpty, _alternativesEndInWord, _needsWord));
        (_canAlternativeBeEmpty, _alternativesEndInWord) = (false, true);
        _output.Append(opening);
        BeginAlternative();
    }

    private void CloseGroup()
    {
        if (!_groups.TryPeek(out Group? group))
        {
            throw _cursor.Error("a group is closed that is not open");
        }

        EndAlternative();
        _groups.Pop();
        _cursor.Advance();
        _output.Append(')');
        _item = (group.Start, _canAlternativeBeEmpty, _alternativesEndInWord, false);
        (_flags, _isEmptyBefore, _canAlternativeBeEmpty, _alternativesEndInWord) = (group.Flags, group.IsEmptyBefore, group.CanAlternativeBeEmpty, group.AlternativesEndInWord);
        _canRepeat = true;
    }

    /// <summary>(?flags) sets flags up to the end of the group around it, (?flags:…) for its own content.</summary>
    private void FlagGroup()
    {
        Flags flags = _flags;
        StringBuilder on = new();
        StringBuilder off = new();
        for (bool set = true; !_cursor.AtEnd && _cursor.Current is not (')' or ':'); _cursor.Advance())
        {
            if (_cursor.Current == '-')
            {
                set = false;
                continue;
            }

            flags = WithFlag(flags, _cursor.Current, set);

            // Of marked text, what a letter matches in any case is written out.
            if (_cursor.Current is 'm' or 's' or 'U' || (_cursor.Current == 'i' && !IsMarked))
            {
                (set ? on : off).Append(_cursor.Current);
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
            Push(string.Create(CultureInfo.InvariantCulture, $"(?{letters}:"));
        }
        else
        {
            _canRepeat = false;
            _output.Append(letters.Length > 0 ? $"(?{letters})" : string.Empty);
        }

        _flags = flags;
    }

    private Flags WithFlag(Flags flags, char letter, bool set) => letter switch
    {
        'i' => flags with { IgnoreCase = set },
        'm' => flags with { MultiLine = set },
        's' => flags with { DotAll = set },
        'R' => flags with { Crlf = set },
        'x' => flags with { Verbose = set },
        'u' => flags with { Unicode = set },
        'U' => flags,
        _ => throw _cursor.Error($"the flag {letter} is not supported"),
    };

    private readonly record struct Flags(bool Unicode, bool IgnoreCase, bool Verbose, bool MultiLine, bool DotAll, bool Crlf);

    /// <summary>What goes on behind a group that is open.</summary>
    private sealed record Group(Flags Flags, int Start, bool IsEmptyBefore, bool CanAlternativeBeEmpty, bool AlternativesEndInWord, bool NeedsWord);
}

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>
/// Reads a class in brackets with nested classes and set operations, which RE2 does not have. Members that only are put
/// together keep their names; where a set has to be worked out it is written as ranges.
/// </summary>
internal sealed class RegexClassReader(RegexCursor cursor, RegexReading reading, bool unicode, bool ignoreCase, bool verbose)
{
    private const int MaxDepth = 100;

    private int _depth;

    /// <summary>Why the class may be meant otherwise: RE2 would read it so; null where it would not.</summary>
    public string? Dispute { get; private set; }

    private bool IsFlat => reading.HasFlag(RegexReading.FlatClasses);

    /// <summary>Reads the class whose opening bracket the cursor stands on.</summary>
    public RegexClassMembers Read()
    {
        int start = cursor.Place;
        if (++_depth > MaxDepth)
        {
            throw cursor.Error("classes nest too deep");
        }

        cursor.Advance();
        bool negated = cursor.Take('^');
        RegexClassMembers members = ReadUnion(start, first: true);
        while (!cursor.Take(']'))
        {
            string operation = cursor.StartsWith("&&") ? "&&" : cursor.StartsWith("--") ? "--" : "~~";
            cursor.Advance(2);
            CodePointSet left = members.ToSet(ignoreCase);
            CodePointSet right = ReadUnion(start, first: false).ToSet(ignoreCase);
            members = new RegexClassMembers(operation switch
            {
                "&&" => left.Intersect(right),
                "--" => left.Except(right),
                _ => left.Except(right).Union(right.Except(left)),
            });
        }

        _depth--;
        members.IsNegated = negated;
        return members;
    }

    /// <summary>Members up to a closing bracket or a set operator.</summary>
    private RegexClassMembers ReadUnion(int start, bool first)
    {
        RegexClassMembers members = new(CodePointSet.Empty);
        for (bool atStart = first; ; atStart = false)
        {
            while (verbose && !cursor.AtEnd && char.IsWhiteSpace(cursor.Current))
            {
                cursor.Advance();
            }

            if (cursor.AtEnd)
            {
                throw new RegexSyntaxException("the class is not closed with ]", start);
            }

            if ((cursor.Current == ']' && !atStart) || IsOperator(atStart))
            {
                return members;
            }

            ReadMember(members);
        }
    }

    private bool IsOperator(bool atStart) =>
        !IsFlat && (cursor.StartsWith("&&") || (cursor.StartsWith("--") && !atStart) || cursor.StartsWith("~~"));

    private void ReadMember(RegexClassMembers members)
    {
        if (cursor.StartsWith("[:") && TryReadPosix(members))
        {
            return;
        }

        if (cursor.Current == '[' && !IsFlat)
        {
            RegexClassMembers nested = Read();
            if (nested.IsNegated)
            {
                members.Add(nested.ToSet(ignoreCase));
            }
            else
            {
                members.Add(nested);
            }
        }
        else if (Single(members) is { } low)
        {
            ReadRange(low, members);
        }
    }

    private void ReadRange(int low, RegexClassMembers members)
    {
        if (cursor.Current != '-' || cursor.Next is ']' or '\0' || (cursor.Next == '-' && !IsFlat))
        {
            members.Add(CodePointSet.Of((low, low)));
            return;
        }

        cursor.Advance();
        if ((cursor.Current == '[' && !IsFlat) || Single(null) is not { } high)
        {
            throw cursor.Error("a range ends with a single character");
        }

        if (high < low)
        {
            throw cursor.Error("the range ends before it begins");
        }

        members.Add(CodePointSet.Of((low, high)));
    }

    /// <summary>One code point; null where it was a class, which has been added.</summary>
    private int? Single(RegexClassMembers? members)
    {
        if (!cursor.Take('\\'))
        {
            return cursor.TakeCodePoint();
        }

        if (cursor.TakeEscapedCodePoint() is { } value)
        {
            return value;
        }

        if (members is null)
        {
            return null;
        }

        char name = cursor.Current;
        cursor.Advance();
        switch (name)
        {
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                AddPerl(name, members);
                return null;
            case 'p' or 'P':
                AddProperty(ReadPropertyName(cursor, out bool negated), negated ^ (name == 'P'), members);
                return null;
            default:
                throw cursor.Error($"\\{name} means nothing in a class");
        }
    }

    private void AddPerl(char name, RegexClassMembers members)
    {
        switch (name)
        {
            case 'd' when unicode:
                members.Add(@"\p{Nd}", () => UnicodeClasses.Digit);
                break;
            case 'D' when unicode:
                members.Add(@"\P{Nd}", () => UnicodeClasses.Digit.Complement());
                break;
            case 'w' when unicode:
                members.Add(UnicodeClasses.Word, () => UnicodeClasses.WordSet);
                break;
            case 'W' when unicode:
                members.Add(UnicodeClasses.WordSet.Complement());
                break;
            case 's' or 'S' when unicode:
                members.Add(name == 's' ? UnicodeClasses.Space : UnicodeClasses.Space.Complement());
                break;
            case 'd' or 'w' or 's':
                members.Add(name == 'd' ? UnicodeClasses.AsciiDigit : name == 'w' ? UnicodeClasses.AsciiWord : UnicodeClasses.AsciiSpace);
                break;
            default:
                throw cursor.Error($"\\{name} without Unicode");
        }
    }

    private static void AddProperty((string? Re2Name, Func<CodePointSet> Set) property, bool negated, RegexClassMembers members)
    {
        Func<CodePointSet> set = negated ? () => property.Set().Complement() : property.Set;
        if (property.Re2Name is { } name)
        {
            members.Add($"\\{(negated ? 'P' : 'p')}{{{name}}}", set);
        }
        else
        {
            members.Add(set());
        }
    }

    /// <summary>A name between [: and :]; false with nothing read where there is none, and the bracket opens a class of those characters.</summary>
    private bool TryReadPosix(RegexClassMembers members)
    {
        int end = cursor.IndexOf(":]");
        string text = end < 0 ? string.Empty : cursor.Text(cursor.Place + 2, end);
        string name = text.StartsWith('^') ? text[1..] : text;
        if (UnicodeClasses.Posix(name) is { } set)
        {
            cursor.Advance(text.Length + 4);
            members.Add(name.Length < text.Length ? set.Complement() : set);
            return true;
        }

        if (IsFlat && end >= 0)
        {
            throw cursor.Error($"no class [:{name}:]");
        }

        Dispute ??= "[: without :] in a class opens a class in Kusto's documentation, and is two characters in RE2; write [[:alpha:]] with both colons, or \\[";
        return false;
    }

    /// <summary>Reads the name behind \p: one letter, or in braces, perhaps with ^ before it.</summary>
    internal static (string? Re2Name, Func<CodePointSet> Set) ReadPropertyName(RegexCursor cursor, out bool negated)
    {
        string name = cursor.Take('{') ? cursor.TakeUntil('}', "the name of a class") : cursor.AtEnd ? string.Empty : char.ConvertFromUtf32(cursor.TakeCodePoint());
        negated = name.StartsWith('^');
        string plain = name.TrimStart('^');
        foreach (string prefix in (string[])["sc=", "script=", "gc=", "general_category="])
        {
            plain = plain.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? plain[prefix.Length..] : plain;
        }

        return UnicodeClasses.Property(plain) ?? throw cursor.Error($"the Unicode class {name} is not supported");
    }
}

using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>
/// Reads a class in brackets with nested classes and set operations, which RE2 does not have. Members that only are put
/// together keep their names; where a set has to be worked out it is written as ranges.
/// </summary>
internal sealed class RegexClassReader(RegexCursor cursor, bool unicode, bool ignoreCase, bool verbose)
{
    private const int MaxDepth = 100;

    private int _depth;

    /// <summary>Writes the class whose opening bracket the cursor stands on.</summary>
    public void Write(StringBuilder output)
    {
        Members members = Read();
        if (members.IsEmpty)
        {
            // RE2 has no class of nothing, but the complement of everything.
            output.Append(members.IsNegated ? @"[\x{0}-\x{10FFFF}]" : @"[^\x{0}-\x{10FFFF}]");
            return;
        }

        output.Append(members.IsNegated ? "[^" : "[");
        members.Write(output);
        output.Append(']');
    }

    private Members Read()
    {
        int start = cursor.Place;
        if (++_depth > MaxDepth)
        {
            throw cursor.Error("classes nest too deep");
        }

        cursor.Advance();
        bool negated = cursor.Take('^');
        Members members = ReadUnion(start, first: true);
        while (!cursor.Take(']'))
        {
            string operation = cursor.StartsWith("&&") ? "&&" : cursor.StartsWith("--") ? "--" : "~~";
            RefuseIfIgnoringCase("a set operation");
            cursor.Advance(2);
            CodePointSet left = members.ToSet(cursor);
            CodePointSet right = ReadUnion(start, first: false).ToSet(cursor);
            members = new Members(operation switch
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
    private Members ReadUnion(int start, bool first)
    {
        Members members = new(CodePointSet.Empty);
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

            if ((cursor.Current == ']' && !atStart) || cursor.StartsWith("&&") || (cursor.StartsWith("--") && !atStart) || cursor.StartsWith("~~"))
            {
                return members;
            }

            ReadMember(members);
        }
    }

    private void ReadMember(Members members)
    {
        if (cursor.StartsWith("[:"))
        {
            ReadPosix(members);
        }
        else if (cursor.Current == '[')
        {
            Members nested = Read();
            if (nested.IsNegated)
            {
                RefuseIfIgnoringCase("a negated class inside of a class");
                members.Add(nested.ToSet(cursor).Complement());
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

    private void ReadRange(int low, Members members)
    {
        if (cursor.Current != '-' || cursor.Next is ']' or '-' or '\0')
        {
            members.Add(CodePointSet.Of((low, low)));
            return;
        }

        cursor.Advance();
        if (cursor.Current == '[' || Single(null) is not { } high)
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
    private int? Single(Members? members)
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

    private void AddPerl(char name, Members members)
    {
        switch (name)
        {
            case 'd' when unicode:
                members.Add(@"\p{Nd}", UnicodeClasses.Digit);
                break;
            case 'D' when unicode:
                members.Add(@"\P{Nd}", UnicodeClasses.Digit.Complement());
                break;
            case 'w' when unicode:
                members.Add(UnicodeClasses.Word, UnicodeClasses.WordSet);
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

    private static void AddProperty((string? Re2Name, CodePointSet? Set) property, bool negated, Members members)
    {
        CodePointSet? set = negated ? property.Set?.Complement() : property.Set;
        if (property.Re2Name is { } name)
        {
            members.Add($"\\{(negated ? 'P' : 'p')}{{{name}}}", set);
        }
        else
        {
            members.Add(set!);
        }
    }

    private void ReadPosix(Members members)
    {
        cursor.Advance(2);
        bool negated = cursor.Take('^');
        string name = cursor.TakeUntil(':', "the name of a class");
        if (!cursor.Take(']') || UnicodeClasses.Posix(name) is not { } set)
        {
            throw cursor.Error($"no class [:{name}:]");
        }

        members.Add(negated ? set.Complement() : set);
    }

    private void RefuseIfIgnoringCase(string what)
    {
        if (ignoreCase)
        {
            throw cursor.Error($"{what} where case is ignored is not supported");
        }
    }

    /// <summary>Reads the name behind \p: one letter, or in braces, perhaps with ^ before it.</summary>
    internal static (string? Re2Name, CodePointSet? Set) ReadPropertyName(RegexCursor cursor, out bool negated)
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

    /// <summary>The members of a class: ranges, and named classes in RE2's spelling with their sets where known.</summary>
    private sealed class Members(CodePointSet ranges)
    {
        private readonly List<(string Text, CodePointSet? Set)> _named = [];
        private CodePointSet _ranges = ranges;

        public bool IsNegated { get; set; }

        public bool IsEmpty => _named.Count == 0 && _ranges.IsEmpty;

        public void Add(CodePointSet set) => _ranges = _ranges.Union(set);

        public void Add(string named, CodePointSet? set) => _named.Add((named, set));

        public void Add(Members other)
        {
            _ranges = _ranges.Union(other._ranges);
            _named.AddRange(other._named);
        }

        public CodePointSet ToSet(RegexCursor cursor)
        {
            CodePointSet all = _ranges;
            foreach ((string text, CodePointSet? set) in _named)
            {
                all = all.Union(set ?? throw cursor.Error($"{text} in a set operation is not supported"));
            }

            return all;
        }

        public void Write(StringBuilder output)
        {
            _ranges.Write(output);
            foreach ((string text, _) in _named)
            {
                output.Append(text);
            }
        }
    }
}

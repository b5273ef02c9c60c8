using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>The members of a class: ranges, and named classes in RE2's spelling with their sets.</summary>
internal sealed class RegexClassMembers(CodePointSet ranges)
{
    private readonly List<(string Text, Func<CodePointSet> Set)> _named = [];
    private CodePointSet _ranges = ranges;

    public bool IsNegated { get; set; }

    private bool IsEmpty => _named.Count == 0 && _ranges.IsEmpty;

    public void Add(CodePointSet set) => _ranges = _ranges.Union(set);

    public void Add(string named, Func<CodePointSet> set) => _named.Add((named, set));

    public void Add(RegexClassMembers other)
    {
        _ranges = _ranges.Union(other._ranges);
        _named.AddRange(other._named);
    }

    /// <summary>What the class matches; in any case of letters where case is ignored.</summary>
    public CodePointSet ToSet(bool ignoreCase)
    {
        CodePointSet all = _ranges;
        foreach ((_, Func<CodePointSet> set) in _named)
        {
            all = all.Union(set());
        }

        all = ignoreCase ? CaseFolding.Close(all) : all;
        return IsNegated ? all.Complement() : all;
    }

    public override string ToString()
    {
        if (IsEmpty)
        {
            // RE2 has no class of nothing, but the complement of everything.
            return IsNegated ? @"[\x{0}-\x{10FFFF}]" : CodePointSet.Nothing;
        }

        StringBuilder output = new(IsNegated ? "[^" : "[");
        _ranges.Write(output);
        foreach ((string text, _) in _named)
        {
            output.Append(text);
        }

        return output.Append(']').ToString();
    }
}

namespace Tocsin.Compiler.Lowering;

/// <summary>The parentheses of a regular expression that are no plain characters: outside of classes, and not escaped.</summary>
internal static class RegexParentheses
{
    /// <summary>Their places, in order. Where nested classes do not close, brackets in classes are characters.</summary>
    public static IReadOnlyList<int> Of(string pattern)
    {
        var (nested, isWhole) = Find(pattern, isNested: true);
        return isWhole || Find(pattern, isNested: false) is not (var flat, true) ? nested : flat;
    }

    private static (List<int> Places, bool IsWhole) Find(string pattern, bool isNested)
    {
        var places = new List<int>();
        var classes = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when classes > 0 && !isNested:
                    // The name of a class ends in a bracket of its own.
                    var name = pattern.AsSpan(i).StartsWith("[:") ? pattern.IndexOf(":]", i, StringComparison.Ordinal) : -1;
                    i = name < 0 ? i : name + 1;
                    break;
                case '[':
                    // A bracket that closes is a character at the beginning of a class.
                    classes++;
                    i += i + 1 < pattern.Length && pattern[i + 1] == '^' ? 1 : 0;
                    i += i + 1 < pattern.Length && pattern[i + 1] == ']' ? 1 : 0;
                    break;
                case ']' when classes > 0:
                    classes--;
                    break;
                case '(' or ')' when classes == 0:
                    places.Add(i);
                    break;
            }
        }

        return (places, classes == 0);
    }
}

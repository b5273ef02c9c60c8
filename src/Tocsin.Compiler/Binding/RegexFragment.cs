using System.Text;
using Tocsin.Compiler.Lowering;

namespace Tocsin.Compiler.Binding;

/// <summary>A text of a pattern of parse kind=regex: part of a regular expression.</summary>
internal static class RegexFragment
{
    /// <summary>The fragment with the parentheses that have no partner in it as plain characters, which is how Kusto reads them.</summary>
    public static string Balanced(string fragment)
    {
        var opened = new Stack<int>();
        var alone = new SortedSet<int>();
        foreach (var place in RegexParentheses.Of(fragment))
        {
            if (fragment[place] == '(')
            {
                opened.Push(place);
            }
            else if (!opened.TryPop(out _))
            {
                alone.Add(place);
            }
        }

        // What opens with (? is no character but a group that lacks its end: that is for the engine to say.
        alone.UnionWith(opened.Where(place => place + 1 >= fragment.Length || fragment[place + 1] != '?'));
        return alone.Count == 0 ? fragment : Escaped(fragment, alone);
    }

    private static string Escaped(string fragment, SortedSet<int> places)
    {
        var escaped = new StringBuilder(fragment.Length + places.Count);
        for (var i = 0; i < fragment.Length; i++)
        {
            escaped.Append(places.Contains(i) ? "\\" : string.Empty).Append(fragment[i]);
        }

        return escaped.ToString();
    }
}

using System.Collections.Immutable;
using System.Text;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>Regular expressions in SQL, which RE2 runs.</summary>
internal static class RegexSql
{
    private const int ReachedGroups = 9;

    /// <summary>A pattern as RE2 reads it; constants are translated once, before the query runs.</summary>
    public static SqlExpression Pattern(SqlExpression pattern, string before = "", string after = "") => S.Call(
        "kql_regex",
        pattern switch
        {
            SqlString literal => S.String(before + literal.Value + after),
            _ when before.Length + after.Length == 0 => pattern,
            _ => S.Call("concat", S.String(before), pattern, S.String(after)),
        });

    /// <summary>The capture groups of a pattern in order, with their names or "".</summary>
    public static ImmutableArray<string> Groups(string pattern) => [.. Openings(pattern).Select(o => o.Name)];

    /// <summary>What is to be called for a group: the database's functions reach the first nine, and of a pattern without the other groups the first.</summary>
    public static (SqlExpression Pattern, SqlExpression Group) Group(string pattern, int group)
    {
        if (group <= ReachedGroups)
        {
            return (Pattern(S.String(pattern)), S.Integer(group));
        }

        var alone = new StringBuilder();
        var copied = 0;
        var number = 0;
        foreach (var (place, length, _) in Openings(pattern))
        {
            if (++number != group)
            {
                alone.Append(pattern, copied, place - copied).Append("(?:");
                copied = place + length;
            }
        }

        return (Pattern(S.String(alone.Append(pattern, copied, pattern.Length - copied).ToString())), S.Integer(1));
    }

    /// <summary>Where capture groups open, how long that text is, and their names or "".</summary>
    private static List<(int Place, int Length, string Name)> Openings(string pattern)
    {
        var openings = new List<(int Place, int Length, string Name)>();
        var classes = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    // Classes nest; a bracket that closes is a character at the beginning of one.
                    classes++;
                    i += i + 1 < pattern.Length && pattern[i + 1] == '^' ? 1 : 0;
                    i += i + 1 < pattern.Length && pattern[i + 1] == ']' ? 1 : 0;
                    break;
                case ']' when classes > 0:
                    classes--;
                    break;
                case '(' when classes == 0 && GroupName(pattern, i) is { } name:
                    openings.Add((i, name.Length == 0 ? 1 : pattern.IndexOf('>', i) + 1 - i, name));
                    break;
            }
        }

        return openings;
    }

    /// <summary>The name of the group that opens here, "" for one without, null where it captures nothing.</summary>
    private static string? GroupName(string pattern, int open)
    {
        if (open + 1 >= pattern.Length || pattern[open + 1] != '?')
        {
            return string.Empty;
        }

        var start = pattern.AsSpan(open + 2) switch
        {
            ['P', '<', ..] => open + 4,
            ['<', ..] => open + 3,
            _ => -1,
        };
        var end = start < 0 ? -1 : pattern.IndexOf('>', start);
        return end < 0 ? null : pattern[start..end];
    }
}

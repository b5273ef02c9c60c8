using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>Regular expressions in SQL, which RE2 runs.</summary>
internal static class RegexSql
{
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
    public static ImmutableArray<string> Groups(string pattern)
    {
        var groups = ImmutableArray.CreateBuilder<string>();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when !inClass:
                    inClass = true;
                    i += i + 1 < pattern.Length && pattern[i + 1] == '^' ? 1 : 0;
                    i += i + 1 < pattern.Length && pattern[i + 1] == ']' ? 1 : 0;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass && GroupName(pattern, i) is { } name:
                    groups.Add(name);
                    break;
            }
        }

        return groups.ToImmutable();
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

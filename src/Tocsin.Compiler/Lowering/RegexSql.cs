using System.Collections.Immutable;
using System.Text;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>Regular expressions in SQL, which RE2 runs.</summary>
internal static class RegexSql
{
    private const int ReachedGroups = 9;

    /// <summary>
    /// A call over a text and a pattern as RE2 reads it; constant patterns are translated once, before the query runs. To RE2
    /// only ASCII makes words: a text with other characters is marked where a pattern asks for word boundaries.
    /// </summary>
    /// <param name="text">The text that is searched.</param>
    /// <param name="pattern">The pattern as KQL has it.</param>
    /// <param name="call">The call, from the text and the pattern that it is to take.</param>
    /// <param name="unmark">The result of the call without the marks; null where it holds nothing of the text.</param>
    public static SqlExpression Over(
        SqlExpression text, SqlExpression pattern, Func<SqlExpression, SqlExpression, SqlExpression> call, Func<SqlExpression, SqlString, SqlExpression>? unmark)
    {
        var plain = call(text, S.Call("kql_regex", pattern));
        if (pattern is not SqlString literal || !HasBoundary(literal))
        {
            return plain;
        }

        var marked = call(Marked(text, literal), S.Call("kql_regex_marked", literal));
        return S.If(S.Equal(S.Call("strlen", text), S.Call("length", text)), plain, unmark is null ? marked : unmark(marked, literal));
    }

    /// <summary>The pattern between others.</summary>
    public static SqlExpression Within(SqlExpression pattern, string before, string after) => pattern is SqlString literal
        ? S.String(before + literal.Value + after)
        : S.Call("concat", S.String(before), pattern, S.String(after));

    public static bool HasBoundary(SqlString pattern) =>
        pattern.Value.Contains(@"\b", StringComparison.Ordinal) || pattern.Value.Contains(@"\B", StringComparison.Ordinal);

    public static SqlExpression Marked(SqlExpression text, SqlString pattern) => S.Call("kql_mark_words", text, pattern);

    public static SqlExpression Unmarked(SqlExpression text, SqlString pattern) => S.Call("kql_unmark_words", text, pattern);

    /// <summary>A list of texts without the marks.</summary>
    public static SqlExpression UnmarkedList(SqlExpression texts, SqlString pattern) =>
        S.Call("list_transform", texts, new SqlLambda(["t"], Unmarked(S.Column("t"), pattern)));

    /// <summary>The capture groups of a pattern in order, with their names or "".</summary>
    public static ImmutableArray<string> Groups(string pattern) => [.. Openings(pattern).Select(o => o.Name)];

    /// <summary>What is to be called for a group: the database's functions reach the first nine, and of a pattern without the other groups the first.</summary>
    public static (SqlString Pattern, SqlExpression Group) Group(string pattern, int group)
    {
        if (group <= ReachedGroups)
        {
            return (new SqlString(pattern), S.Integer(group));
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

        return (new SqlString(alone.Append(pattern, copied, pattern.Length - copied).ToString()), S.Integer(1));
    }

    /// <summary>Where capture groups open, how long that text is, and their names or "".</summary>
    private static IEnumerable<(int Place, int Length, string Name)> Openings(string pattern) =>
        from place in RegexParentheses.Of(pattern)
        where pattern[place] == '('
        let name = GroupName(pattern, place)
        where name is not null
        select (place, name.Length == 0 ? 1 : pattern.IndexOf('>', place) + 1 - place, name);

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

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions that search with regular expressions (https://learn.microsoft.com/kusto/query/regex).</summary>
internal static class RegexFunctions
{
    /// <summary>Of extract_all(), by its page.</summary>
    private const int MostGroups = 16;

    private static readonly Parameter Regex = Text("regex").Constant() with { IsRegex = true };

    private static readonly ScalarFunction ExtractAll = Function(
        "extract_all",
        On([Regex, Text("source")], BoundType.Array, a => ExtractAllSql(a[1], LiteralPattern(a), GroupsOf(a)), NullRule.Makes) with { Fault = AllGroupsFault },
        On([Regex, Array("captureGroups").KnownToEngine(), Text("source")], BoundType.Array, a => ExtractAllSql(a[2], LiteralPattern(a), ChosenGroups(a)), NullRule.Makes) with { Fault = ChosenGroupsFault });

    private static readonly ScalarFunction Replace = Function("replace_regex", On(
        [Text("source"), Regex, Text("rewrite_pattern").Constant()], KqlType.String, a => ReplaceSql(a[0], a[1], a[2]), NullRule.Never));

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function(
            "extract",
            On([Regex, Long("captureGroup").KnownToEngine(), Text("source")], KqlType.String, ExtractSql, NullRule.Never) with { Fault = GroupFault },
            On(
                [Regex, Long("captureGroup").KnownToEngine(), Text("source"), Of(ParameterKind.Type, "typeLiteral")],
                TypeOf(3),
                a => Conversions.Convert(ExtractSql(a), KqlType.String, TypeOf(a.Bound(3))),
                NullRule.Makes) with { Fault = GroupFault }),
        ExtractAll,
        ExtractAll.Alias("extractall"),
        Replace,
        Function("replace", On(
            [Regex, Text("rewrite").Constant(), Text("source")], KqlType.String, a => ReplaceSql(a[2], a[0], a[1]), NullRule.Never)),
        Function("trim", On([Regex, Text("source")], KqlType.String, a => TrimEnd(TrimStart(a[1], a[0]), a[0]), NullRule.Never)),
        Function("trim_start", On([Regex, Text("source")], KqlType.String, a => TrimStart(a[1], a[0]), NullRule.Never)),
        Function("trim_end", On([Regex, Text("source")], KqlType.String, a => TrimEnd(a[1], a[0]), NullRule.Never)),
        Function("countof", On(
            [Text("source"), Text("search"), Text("kind").OneOf("normal", "regex").Optional() with { IsCaseSensitive = true }],
            KqlType.Long,
            a => a.Literal(2) is "regex"
                ? RegexSql.Over(a[0], a[1], (text, regex) => S.Call("len", S.Call("regexp_extract_all", text, regex)), unmark: null)
                : S.Call("kql_countof", a[0], a[1]),
            NullRule.Never)),
        Function("indexof_regex", On(
            [
                Scalar("string"), Scalar("match").Constant() with { IsRegex = true }, Integer("start").Optional(), Integer("length").Optional(),
                Integer("occurrence").Constant().Optional(),
            ],
            KqlType.Long,
            IndexOfSql,
            NullRule.Makes)),
        Function("regex_quote", On([Scalar("string")], KqlType.String, a => S.Call("kql_regex_quote", a.Text(0)), NullRule.Never)),
    ];

    private static SqlExpression ReplaceSql(SqlExpression source, SqlExpression regex, SqlExpression rewrite) =>
        RegexSql.Over(source, regex, (text, pattern) => ReplaceSql(text, pattern, regex, rewrite, text != source), RegexSql.Unmarked);

    /// <summary>What is put in stands between marked text.</summary>
    private static SqlCall ReplaceSql(SqlExpression text, SqlExpression pattern, SqlExpression regex, SqlExpression rewrite, bool isMarked) =>
        S.Call("regexp_replace", text, pattern, isMarked ? RegexSql.Marked(rewrite, (SqlString)regex) : rewrite, S.String("g"));

    private static SqlExpression TrimStart(SqlExpression text, SqlExpression regex) => Remove(text, RegexSql.Within(regex, "^(?:", ")"));

    /// <summary>One match at the end goes, not a run of them.</summary>
    private static SqlExpression TrimEnd(SqlExpression text, SqlExpression regex) => Remove(text, RegexSql.Within(regex, "(?:", ")$"));

    private static SqlExpression Remove(SqlExpression source, SqlExpression regex) =>
        RegexSql.Over(source, regex, (text, pattern) => S.Call("regexp_replace", text, pattern, S.String(string.Empty)), RegexSql.Unmarked);

    private static SqlExpression ExtractSql(LoweringArguments a)
    {
        var (pattern, group) = RegexSql.Group(LiteralPattern(a), Convert.ToInt32(a.Literal(1), System.Globalization.CultureInfo.InvariantCulture));
        return S.Coalesce(RegexSql.Over(a[2], pattern, (text, regex) => S.Call("regexp_extract", text, regex, group), RegexSql.Unmarked), S.String(string.Empty));
    }

    /// <summary>A group that the pattern lacks would fail when the query runs.</summary>
    private static ArgumentFault? GroupFault(ImmutableArray<BoundExpression> arguments) =>
        arguments[0] is not BoundLiteral { Value: string pattern } ? new ArgumentFault(0, "the regular expression must be a constant")
        : arguments[1] is not BoundLiteral { Value: int or long } group ? new ArgumentFault(1, "the group must be a constant")
        : GroupFault(pattern, Convert.ToInt64(group.Value, System.Globalization.CultureInfo.InvariantCulture)) is { } fault ? new ArgumentFault(1, fault)
        : null;

    private static string? GroupFault(string pattern, long group) => RegexSql.Groups(pattern).Length is var groups && group >= 0 && group <= groups
        ? null
        : $"the pattern has {groups} groups, there is no group {group}";

    private static ArgumentFault? AllGroupsFault(ImmutableArray<BoundExpression> arguments) =>
        arguments[0] is not BoundLiteral { Value: string pattern } ? new ArgumentFault(0, "the regular expression must be a constant")
        : RegexSql.Groups(pattern).Length is < 1 or > MostGroups ? new ArgumentFault(0, $"the pattern must have 1 to {MostGroups} groups")
        : null;

    private static ArgumentFault? ChosenGroupsFault(ImmutableArray<BoundExpression> arguments)
    {
        if (arguments[0] is not BoundLiteral { Value: string pattern })
        {
            return new ArgumentFault(0, "the regular expression must be a constant");
        }

        if (arguments[1] is not BoundLiteral { Value: DynamicArray { Items.Length: >= 1 and <= MostGroups } chosen })
        {
            return new ArgumentFault(1, $"1 to {MostGroups} groups must be given as constants");
        }

        var names = RegexSql.Groups(pattern);
        if (names.Length > MostGroups)
        {
            return new ArgumentFault(0, $"the pattern must have 1 to {MostGroups} groups");
        }

        var fault = chosen.Items.Select(item => item switch
        {
            DynamicScalar { Value: string name } => names.Contains(name, StringComparer.Ordinal) ? null : $"the pattern has no group '{name}'",
            DynamicScalar { Value: 0 or 0L } => "groups count from 1",
            DynamicScalar { Value: int or long } number => GroupFault(pattern, Convert.ToInt64(number.Value, System.Globalization.CultureInfo.InvariantCulture)),
            _ => "a group is a number or a name",
        }).FirstOrDefault(text => text is not null);
        return fault is null ? null : new ArgumentFault(1, fault);
    }

    private static string LiteralPattern(LoweringArguments a) => a.Literal(0) as string
        ?? throw new NotSupportedException("A group is extracted by a regular expression that is a literal.");

    private static ImmutableArray<int> GroupsOf(LoweringArguments a) => [.. Enumerable.Range(1, RegexSql.Groups(LiteralPattern(a)).Length)];

    /// <summary>The groups that an array of numbers and names chooses.</summary>
    private static ImmutableArray<int> ChosenGroups(LoweringArguments a)
    {
        var names = RegexSql.Groups(LiteralPattern(a));
        return a.Literal(1) is DynamicArray chosen
            ? [.. chosen.Items.OfType<DynamicScalar>().Select(item => item.Value is string name ? names.IndexOf(name) + 1 : Convert.ToInt32(item.Value, System.Globalization.CultureInfo.InvariantCulture))]
            : throw new NotSupportedException("extract_all() needs its capture groups as a literal.");
    }

    /// <summary>One group gives an array of texts, several an array of arrays; without a match it is null.</summary>
    private static SqlExpression ExtractAllSql(SqlExpression source, string pattern, ImmutableArray<int> groups)
    {
        SqlExpression Matches(int group)
        {
            var (chosen, number) = RegexSql.Group(pattern, group);
            return RegexSql.Over(source, chosen, (text, regex) => S.Call("regexp_extract_all", text, regex, number), RegexSql.UnmarkedList);
        }

        var found = groups.Length == 1
            ? S.Call("kql_dynamic_from_string_list", Matches(groups[0]))
            : S.Call("kql_zip", S.Call("kql_pack_array", new SqlListLiteral([.. groups.Select(g => S.Call("kql_dynamic_from_string_list", Matches(g)))])));
        return S.If(S.Equal(S.Call("len", Matches(0)), S.BigInt(0)), new SqlNull(SqlType.Varchar), found);
    }

    /// <summary>The characters before an occurrence are the parts before it and the matches between them; -1 where there are fewer.</summary>
    private static SqlExpression IndexOfSql(LoweringArguments a)
    {
        var text = a.Text(0);
        var pattern = a.Text(1);
        var (start, length, occurrence) = (a.OrDefault(2, S.BigInt(0)), a.OrDefault(3, S.BigInt(-1)), a.OrDefault(4, S.BigInt(1)));
        var range = S.If(
            S.Less(length, S.BigInt(0)),
            S.Call("kql_substring_from", text, start),
            S.Call("kql_substring", text, start, length));
        var matches = RegexSql.Over(range, pattern, (part, regex) => S.Call("regexp_extract_all", part, regex), RegexSql.UnmarkedList);
        var parts = RegexSql.Over(range, pattern, (part, regex) => S.Call("regexp_split_to_array", part, regex), RegexSql.UnmarkedList);
        var before = new SqlSlice(parts, S.BigInt(1), occurrence);
        var between = new SqlSlice(matches, S.BigInt(1), S.Subtract(occurrence, S.BigInt(1)));
        var place = S.Add(Characters(before), Characters(between));
        return new SqlCase(
            [
                new SqlWhen(S.Or(S.Less(start, S.BigInt(0)), S.Less(length, S.BigInt(-1)), S.Less(occurrence, S.BigInt(1))), new SqlNull(SqlType.BigInt)),
                new SqlWhen(S.Less(S.Call("len", matches), occurrence), S.BigInt(-1)),
            ],
            S.Add(start, place));
    }

    private static SqlExpression Characters(SqlExpression texts) => S.Call("length", S.Call("array_to_string", texts, S.String(string.Empty)));
}

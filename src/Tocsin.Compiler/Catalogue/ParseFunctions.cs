using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>What the parse operators are made of; no query names these.</summary>
internal static class ParseFunctions
{
    private static readonly BoundType Texts = BoundType.ListOf(KqlType.String);

    private static readonly ScalarFunction Simple = Function("parse", "parse-operator", On(
        [Text("text"), Dynamic("pattern").Constant()], Texts, Calls("kql_parse"), NullRule.Makes));

    private static readonly ScalarFunction KeyValues = Function("parse-kv", "parse-kv-operator", On(
        [Text("text"), Dynamic("pattern").Constant()], Texts, Calls("kql_parse_kv"), NullRule.Makes));

    private static readonly ScalarFunction Regex = Function("parse regex", "parse-operator", On(
        [Text("text"), Text("pattern").Constant(), Long("groups").Constant()], KqlType.Unknown, RegexSql, NullRule.Makes));

    private static readonly ScalarFunction Occurrences = Function("parse-kv regex", "parse-kv-operator", On(
        [Text("text"), Text("pattern").Constant(), Long("group").Constant()], Texts, OccurrencesSql, NullRule.Makes));

    private static readonly ScalarFunction Item = Function("item", "parse-operator", On(
        [Array("texts") with { Form = DynamicForm.Any }, Long("index")], KqlType.String, a => new SqlElement(a[0], S.Add(a[1], S.BigInt(1))), NullRule.Makes));

    private static readonly ScalarFunction FirstOf = Function("first of", "parse-kv-operator", On(
        [Array("keys") with { Form = DynamicForm.Any }, Array("values") with { Form = DynamicForm.Any }, Text("key")], KqlType.String, FirstOfSql, NullRule.Makes));

    private static readonly ScalarFunction IsMatch = Function("is match", "parse-operator", On(
        [Scalar("parts") with { Form = DynamicForm.Any }], KqlType.Bool, a => S.IsNotNull(a[0]), NullRule.Never));

    /// <summary>The captures of a pattern as a list, null where the text does not match.</summary>
    public static BoundExpression Match(BoundExpression text, ImmutableArray<string> parts, TextSpan span) =>
        Simple.Call([text, Strings(parts, span)], span);

    /// <summary>The values of the wanted keys as a list.</summary>
    public static BoundExpression MatchKeys(BoundExpression text, ImmutableArray<string> parts, TextSpan span) =>
        KeyValues.Call([text, Strings(parts, span)], span);

    /// <summary>The groups of a regular expression as a struct, null where the text does not match.</summary>
    public static BoundExpression MatchRegex(BoundExpression text, string pattern, int groups, TextSpan span) =>
        Regex.Call([text, Literal(pattern, KqlType.String, span), Literal((long)groups, KqlType.Long, span)], span);

    /// <summary>What one group matched, again and again over the text.</summary>
    public static BoundExpression AllMatches(BoundExpression text, string pattern, int group, TextSpan span) =>
        Occurrences.Call([text, Literal(pattern, KqlType.String, span), Literal((long)group, KqlType.Long, span)], span);

    public static BoundExpression ItemAt(ColumnSymbol texts, int index, TextSpan span) =>
        Item.Call([new BoundColumn(texts, span), Literal((long)index, KqlType.Long, span)], span);

    /// <summary>A capture group of <see cref="MatchRegex"/>, counted from 1.</summary>
    public static BoundExpression GroupAt(ColumnSymbol groups, int index, TextSpan span) =>
        new BoundField(new BoundColumn(groups, span), GroupName(index), KqlType.String, span);

    public static BoundExpression ValueOf(ColumnSymbol keys, ColumnSymbol values, string key, TextSpan span) =>
        FirstOf.Call([new BoundColumn(keys, span), new BoundColumn(values, span), Literal(key, KqlType.String, span)], span);

    public static BoundExpression IsMatched(ColumnSymbol parts, TextSpan span) =>
        IsMatch.Call([new BoundColumn(parts, span)], span);

    private static BoundLiteral Literal(object value, KqlType type, TextSpan span) => new(value, type, span);

    private static BoundLiteral Strings(ImmutableArray<string> texts, TextSpan span) =>
        new(new DynamicArray([.. texts.Select(t => (DynamicLiteral)new DynamicScalar(KqlType.String, t))]), KqlType.Dynamic, span);

    private static string GroupName(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"g{index}");

    private static SqlExpression RegexSql(LoweringArguments a)
    {
        var names = Enumerable.Range(1, (int)(long)a.Literal(2)!).Select(GroupName).ToArray();
        return Lowering.RegexSql.Over(
            a[0],
            a[1],
            (text, regex) => new SqlCase([new SqlWhen(S.Call("regexp_matches", text, regex), S.Call("regexp_extract", text, regex, S.List([.. names.Select(S.String)])))], Else: null),
            (groups, pattern) => Unmarked(groups, pattern, names));
    }

    /// <summary>A struct of groups without the marks, null where the text did not match.</summary>
    private static SqlCase Unmarked(SqlExpression groups, SqlString pattern, string[] names) => new(
        [
            new SqlWhen(
                S.IsNotNull(groups),
                new SqlStructLiteral([.. names.Select(name => new SqlStructField(name, Lowering.RegexSql.Unmarked(S.Call("struct_extract", groups, S.String(name)), pattern)))])),
        ],
        Else: null);

    private static SqlExpression OccurrencesSql(LoweringArguments a) => Lowering.RegexSql.Over(
        a[0], a[1], (text, regex) => S.Call("regexp_extract_all", text, regex, S.Cast(a[2], SqlType.Integer)), Lowering.RegexSql.UnmarkedList);

    /// <summary>White space around keys and values does not count; the first of a key does.</summary>
    private static SqlExpression FirstOfSql(LoweringArguments a)
    {
        var trimmed = S.Call("list_transform", a[0], new SqlLambda(["k"], Trim(S.Column("k"))));
        return Trim(new SqlElement(a[1], S.Call("list_position", trimmed, a[2])));
    }

    private static SqlCall Trim(SqlExpression text) => S.Call("trim", text, S.String(" \t\r\n\v\f"));
}

using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of strings.</summary>
internal static class StringFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("strlen", "strlen-function", On([Scalar("source")], KqlType.Long, a => S.Call("length", AsText(a, 0)), NullRule.Never)).NamedWith("strlen"),
        Function("string_size", "string-size-function", On([Scalar("source")], KqlType.Long, a => S.Call("strlen", AsText(a, 0)), NullRule.Never)).NamedWith("string_size"),
        Function("tolower", "tolower-function", On([Scalar("source")], KqlType.String, a => S.Call("lower", AsText(a, 0)), NullRule.Never)),
        Function("toupper", "toupper-function", On([Scalar("source")], KqlType.String, a => S.Call("upper", AsText(a, 0)), NullRule.Never)),
        Function("strcat", "strcat-function", On(
            [Scalar("arg").Repeated(1, 64)],
            KqlType.String,
            a => S.Call("concat", [.. Enumerable.Range(0, a.Count).Select(i => AsText(a, i))]),
            NullRule.Never)),
        Function("substring", "substring-function", On(
            [Scalar("string"), Integer("start"), Integer("length").Optional()],
            KqlType.String,
            a => a.Count == 2 ? S.Call("kql_substring_from", AsText(a, 0), a[1]) : S.Call("kql_substring", AsText(a, 0), a[1], a[2]))),
        Function("split", "split-function", On(
            [Text("source"), Text("delimiter"), Integer("index").Optional()],
            Binding.BoundType.ListOf(KqlType.String),
            a => a.Count == 2 ? S.Call("kql_split", a[0], a[1]) : S.Call("kql_split_at", a[0], a[1], a[2]))).NamedAfterArgument(),
        Function("trim", "trim-function", On([Text("regex").Constant() with { IsRegex = true }, Text("source")], KqlType.String, a => TrimEnd(TrimStart(a[1], a[0]), a[0]), NullRule.Never)),
        Function("replace_string", "replace-string-function", On([Text("text"), Text("lookup"), Text("rewrite")], KqlType.String, a => S.Call("replace", a[0], a[1], a[2]), NullRule.Never)),
        Function("extract", "extract-function", On(
            [Text("regex").Constant() with { IsRegex = true }, Long("captureGroup").Constant(), Text("source")],
            KqlType.String,
            a => S.Call("regexp_extract", a[2], a[0], S.Cast(a[1], SqlType.Integer)))),
        Function("strrep", "strrep-function", On(
            [Scalar("value"), Integer("multiplier"), Text("delimiter").Optional()],
            KqlType.String,
            a => S.Call("kql_strrep", AsText(a, 0), a[1], a.Or(2, S.String(string.Empty))))),
        Function("reverse", "reverse-function", On([Scalar("source")], KqlType.String, a => S.Call("kql_reverse", AsText(a, 0)), NullRule.Never)),
        Function("hash_sha256", "hash-sha256-function", On([Scalar("source")], KqlType.String, a => S.Call("sha256", AsText(a, 0)), NullRule.Never)),
        Function("hash_sha1", "hash-sha1-function", On([Scalar("source")], KqlType.String, a => S.Call("sha1", AsText(a, 0)), NullRule.Never)),
        Function("hash_md5", "hash-md5-function", On([Scalar("source")], KqlType.String, a => S.Call("md5", AsText(a, 0)), NullRule.Never)),
    ];

    private static SqlExpression TrimStart(SqlExpression text, SqlExpression regex) =>
        S.Call("regexp_replace", text, Around("^(?:", regex, ")"), S.String(string.Empty));

    /// <summary>One match at the end goes, not a run of them.</summary>
    private static SqlExpression TrimEnd(SqlExpression text, SqlExpression regex) =>
        S.Call("regexp_replace", text, Around("(?:", regex, ")$"), S.String(string.Empty));

    private static SqlExpression Around(string before, SqlExpression regex, string after) => regex is SqlString literal
        ? S.String(before + literal.Value + after)
        : S.Call("concat", S.String(before), regex, S.String(after));

    /// <summary>An argument of any scalar type as tostring() would give it.</summary>
    internal static SqlExpression AsText(LoweringArguments a, int index) =>
        Lowering.Conversions.Convert(a[index], a.Type(index).IsDynamic ? KqlType.Dynamic : a.Type(index), KqlType.String);
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of strings. Characters are code points.</summary>
internal static class StringFunctions
{
    private static readonly ScalarFunction ToCodePoints = Function(
        "unicode_codepoints_from_string", On([Scalar("value")], BoundType.Array, a => S.Call("kql_codepoints", a.Text(0)), NullRule.Never));

    private static readonly ScalarFunction FromCodePoints = Function("unicode_codepoints_to_string", On(
        [Of(ParameterKind.IntegerOrArray, "value").Repeated(1, 32767)],
        KqlType.String,
        a => S.Call("kql_codepoints_text", S.Call("kql_pack_array", new SqlListLiteral([.. Enumerable.Range(0, a.Count).Select(i => a.Json(i))]))),
        NullRule.Never));

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("strlen", On([Of(ParameterKind.StringOrDynamic, "string")], KqlType.Long, a => S.Call("length", a.Text(0)), NullRule.Never)).NamedWith("strlen"),
        Function("string_size", On([Of(ParameterKind.StringOrDynamic, "string")], KqlType.Long, a => S.Call("strlen", a.Text(0)), NullRule.Never)).NamedWith("string_size"),
        TextOf("tolower", "lower"),
        Function("toupper", On([Scalar("value")], KqlType.String, a => Upper(a.Text(0)), NullRule.Never)),
        TextOf("reverse", "kql_reverse"),
        Function("strcat", On(
            [Scalar("arg").Repeated(1, 64)], KqlType.String, a => S.Call("concat", Texts(a)), NullRule.Never)),
        Function("strcat_delim", On(
            [Scalar("delimiter"), Scalar("arg").Repeated(2, 64)], KqlType.String, a => S.Call("concat_ws", Texts(a)), NullRule.Never)),
        Function("strcmp", On([Scalar("s1"), Scalar("s2")], KqlType.Long, a => S.Call("kql_strcmp", a.Text(0), a.Text(1)), NullRule.Never)),
        Function("strrep", On(
            [Scalar("value"), Long("multiplier"), Scalar("delimiter").Optional()],
            KqlType.String,
            a => S.Call("kql_strrep", a.Text(0), a[1], a.Count > 2 ? a.Text(2) : S.String(string.Empty)))),
        Function("substring", On(
            [Scalar("string"), Integer("start"), Integer("length").Optional()],
            KqlType.String,
            a => a.Count == 2 ? S.Call("kql_substring_from", a.Text(0), a[1]) : S.Call("kql_substring", a.Text(0), a[1], a[2]))),
        Function("split", On(
            [Scalar("source"), Text("delimiter"), Integer("requestedIndex").Optional()],
            BoundType.ListOf(KqlType.String),
            a => a.Count == 2 ? S.Call("kql_split", a.Text(0), a[1]) : S.Call("kql_split_at", a.Text(0), a[1], a[2]),
            NullRule.Makes)).NamedAfterArgument(),
        Function("indexof", On(
            [Scalar("string"), Scalar("match"), Integer("start").Optional(), Integer("length").Optional(), Integer("occurrence").Constant().Optional()],
            KqlType.Long,
            a => S.Call("kql_indexof", a.Text(0), a.Text(1), a.OrDefault(2, S.BigInt(0)), a.OrDefault(3, S.BigInt(-1)), a.OrDefault(4, S.BigInt(1))),
            NullRule.Makes)),
        Function("replace_string", On(
            [Text("text"), Text("lookup"), Text("rewrite")], KqlType.String, Calls("kql_replace_string"), NullRule.Never)),
        Function("replace_strings", On(
            [Text("text"), Array("lookups"), Array("rewrites")], KqlType.String, a => S.Call("kql_replace_strings", a[0], Pair(a[1], a[2])))),
        Function("translate", On(
            [Text("searchList"), Text("replacementList"), Text("source")],
            KqlType.String,
            a => S.Call("kql_translate", a[2], Pair(S.Call("kql_dynamic_from_string", a[0]), S.Call("kql_dynamic_from_string", a[1]))),
            NullRule.Never)),
        Function("isascii", On([Scalar("value")], KqlType.Bool, a => S.Call("kql_isascii", a.Text(0)), NullRule.Never)),
        Function("isutf8", On([Scalar("value")], KqlType.Bool, _ => S.True, NullRule.Never)),
        ToCodePoints,
        ToCodePoints.Alias("to_utf8"),
        FromCodePoints,
        FromCodePoints.Alias("make_string"),
        Function(
            "tohex",
            On([Of(ParameterKind.Int, "value"), Integer("minLength").Optional()], KqlType.String, a => S.Call("kql_tohex_int", a[0], a.OrDefault(1, S.BigInt(0)))),
            On([Integer("value"), Integer("minLength").Optional()], KqlType.String, a => S.Call("kql_tohex", a[0], a.OrDefault(1, S.BigInt(0))))).NamedAfterArgument(),
        Function("format_bytes", On(
            [Number("size"), Number("precision").Constant().Optional(), Text("format").Constant().Optional()],
            KqlType.String,
            a => S.Call(
                "kql_format_bytes",
                a.Real(0),
                a.Long(1, 0),
                a.OrDefault(2, S.String(string.Empty))))).NamedAfterArgument(),
        Plain("url_encode", "kql_url_encode"),
        Plain("url_encode_component", "kql_url_encode_component"),
        Plain("url_decode", "kql_url_decode"),
        Plain("base64_encode_tostring", "kql_base64_encode"),
        Plain("base64_encode_tostring", "kql_base64_encode").Alias("base64_encodestring"),
        Plain("base64_decode_tostring", "kql_base64_decode"),
        Plain("base64_decode_tostring", "kql_base64_decode").Alias("base64_decodestring"),
        Function("base64_encode_fromguid", On([Of(ParameterKind.Guid, "guid")], KqlType.String, Calls("kql_base64_encode_guid"))),
        Function("base64_encode_fromarray", On([Array("base64_string_decoded_as_array")], KqlType.String, Calls("kql_base64_encode_array"))),
        Function("base64_decode_toguid", On([Text("base64_string")], KqlType.Guid, Calls("kql_base64_decode_guid"), NullRule.Makes)),
        Function("base64_decode_toarray", On([Text("base64_string")], BoundType.Array, Calls("kql_base64_decode_array"), NullRule.Makes)),
        Plain("gzip_decompress_from_base64_string", "kql_gzip_decompress") with { Page = "gzip-base64-decompress" },
        Plain("zlib_decompress_from_base64_string", "kql_zlib_decompress") with { Page = "zlib-base64-decompress" },
        Plain("punycode_from_string", "kql_punycode_encode"),
        Plain("punycode_to_string", "kql_punycode_decode"),
        Plain("punycode_domain_to_string", "kql_punycode_domain_encode"),
        Plain("punycode_domain_from_string", "kql_punycode_domain_decode"),
        Hashed("hash_sha256", "sha256"),
        Hashed("hash_sha1", "sha1"),
        Hashed("hash_md5", "md5"),
        Hash("hash"),
        Hash("hash_xxhash64"),
    ];

    private static SqlExpression[] Texts(LoweringArguments a) => [.. Enumerable.Range(0, a.Count).Select(i => a.Text(i))];

    private static SqlCall Pair(SqlExpression first, SqlExpression second) => S.Call("kql_pack_array", S.List(first, second));

    /// <summary>A text of a scalar's text.</summary>
    private static ScalarFunction TextOf(string name, string sqlFunction) =>
        Function(name, On([Scalar("value")], KqlType.String, a => S.Call(sqlFunction, a.Text(0)), NullRule.Never));

    /// <summary>Capitals by Unicode's simple mappings, which keep lengths; the database makes ẞ of ß, which has none. A noncharacter stands for it.</summary>
    private static SqlCall Upper(SqlExpression text)
    {
        var (sharp, aside) = (S.String("ß"), S.String("\U0010FFFF"));
        return S.Call("replace", S.Call("upper", S.Call("replace", text, sharp, aside)), aside, sharp);
    }

    private static ScalarFunction Plain(string name, string sqlFunction) =>
        Function(name, On([Text("string")], KqlType.String, Calls(sqlFunction), NullRule.Never));

    /// <summary>The empty string has no digest, as measured on Kusto.</summary>
    private static ScalarFunction Hashed(string name, string sqlFunction) => Function(
        name,
        On([Of(ParameterKind.NotDynamic, "source")], KqlType.String, a => S.Coalesce(S.Call(sqlFunction, S.Call("nullif", a.Text(0), S.String(string.Empty))), S.String(string.Empty)), NullRule.Never));

    /// <summary>Of texts, and of what is a number of 64 bits; how Kusto hashes other types is not published.</summary>
    private static ScalarFunction Hash(string name)
    {
        var modulus = Integer("mod").Optional();
        return Function(
            name,
            On([Text("source") with { RefusesDynamic = true }, modulus], KqlType.Long, a => HashSql("kql_xxhash64", a), NullRule.Makes),
            On([Integer("source"), modulus], KqlType.Long, a => HashSql("kql_xxhash64_long", a), NullRule.Makes),
            On([DateTime("source"), modulus], KqlType.Long, a => HashSql("kql_xxhash64_long", a), NullRule.Makes),
            On([TimeSpan("source"), modulus], KqlType.Long, a => HashSql("kql_xxhash64_long", a), NullRule.Makes),
            WithoutMeaning([Of(ParameterKind.NotDynamic, "source"), modulus], Returns(KqlType.Long), "how Kusto hashes values of its type is not published"));
    }

    private static SqlExpression HashSql(string function, LoweringArguments a)
    {
        var hash = S.Call(function, a[0]);
        return a.Count == 1 ? hash : S.Call("kql_hash_modulo", hash, a[1]);
    }
}

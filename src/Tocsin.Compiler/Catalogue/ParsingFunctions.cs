using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Texts taken apart into dynamic values.</summary>
internal static class ParsingFunctions
{
    private static readonly ScalarFunction ParseUrl = Function("parse_url", On([Text("url")], BoundType.Bag, Calls("kql_parse_url"), NullRule.Never));

    private static readonly ScalarFunction ParseUrlQuery =
        Function("parse_urlquery", On([Text("query")], BoundType.Bag, Calls("kql_parse_urlquery"), NullRule.Never));

    private static readonly ScalarFunction ExtractJson = Function(
        "extract_json",
        On([Text("jsonPath").Constant(), Text("jsonText")], KqlType.String, a => S.Call("kql_extract_json", a[1], a[0])),
        On(
            [Text("jsonPath").Constant(), Text("jsonText"), Of(ParameterKind.Type, "type")],
            TypeOf(2),
            a => Conversions.Convert(S.Call("kql_extract_json", a[1], a[0]), KqlType.String, TypeOf(a.Bound(2))),
            NullRule.Makes));

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        ParseUrl,
        ParseUrl.Alias("parseurl"),
        ParseUrlQuery,
        ParseUrlQuery.Alias("parseurlquery"),
        ExtractJson,
        ExtractJson.Alias("extractjson"),
        Function("parse_csv", On(
            [Of(ParameterKind.StringOrDynamic, "csv_text")], BoundType.Array, a => S.Call("kql_parse_csv", a.Text(0)), NullRule.Never)).NamedAfterArgument(),
        Function("parse_xml", On(
            [Of(ParameterKind.StringOrDynamic, "xml_text")], BoundType.Bag, a => S.Call("kql_parse_xml", a.Text(0)), NullRule.Makes)).NamedAfterArgument(),
        Function("parse_path", On([Text("path")], BoundType.Bag, Calls("kql_parse_path"), NullRule.Never)),
        Function("parse_version", On(
            [Text("version")], BoundType.WholeDecimal, a => S.Cast(S.Call("kql_parse_version", a[0]), SqlType.WholeDecimal), NullRule.Makes)),
        Function("parse_command_line", On(
            [Scalar("command"), Text("parser").OneOf("windows").KnownToEngine()], BoundType.Array, a => S.Call("kql_parse_command_line", a.Text(0)), NullRule.Makes)),
    ];
}

using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Texts searched for terms and addresses of a list.</summary>
internal static class SearchFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("has_any_index", On(
            [Of(ParameterKind.StringOrDynamic, "source"), Array("values")],
            KqlType.Long,
            a => S.Call("kql_has_any_index", a.Text(0), S.Coalesce(a[1], S.String("[]"))),
            NullRule.Never)),
        One("has_ipv4"),
        One("has_ipv4_prefix"),
        Any("has_any_ipv4"),
        Any("has_any_ipv4_prefix"),
        Any("ipv4_is_in_any_range", NullRule.Makes),
        Any("ipv6_is_in_any_range", NullRule.Makes),
    ];

    private static ScalarFunction One(string name) => Function(name, On(
        [Of(ParameterKind.StringOrDynamic, "source"), Text("ip")], KqlType.Bool, a => S.Call("kql_" + name, a.Text(0), a[1]), NullRule.Never));

    /// <summary>The list comes as one JSON array, prepared once for all rows.</summary>
    private static ScalarFunction Any(string name, NullRule nulls = NullRule.Never)
    {
        var source = Of(ParameterKind.StringOrDynamic, "source");
        return Function(
            name,
            On(
                [source, Text("value").Repeated(1, 32767)],
                KqlType.Bool,
                a => S.Call("kql_" + name, a.Text(0), S.Call("kql_dynamic_from_string_list", new SqlListLiteral([.. a.All.Skip(1)]))),
                nulls),
            On([source, Array("values")], KqlType.Bool, a => S.Call("kql_" + name, a.Text(0), S.Coalesce(a[1], S.String("[]"))), nulls));
    }
}

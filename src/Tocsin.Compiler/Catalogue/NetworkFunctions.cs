using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of IP addresses.</summary>
internal static class NetworkFunctions
{
    private const long Longest4 = 32;
    private const long Longest6 = 128;

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("ipv4_is_private", On([Text("ip")], KqlType.Bool, Calls("kql_ipv4_is_private"), NullRule.Makes)),
        Function("ipv4_is_in_range", On([Text("ip"), Text("ip_range")], KqlType.Bool, Calls("kql_ipv4_is_in_range"), NullRule.Makes)),
        Function("ipv6_is_in_range", On([Text("ip"), Text("ip_range")], KqlType.Bool, Calls("kql_ipv6_is_in_range"), NullRule.Makes)),
        Compare("ipv4_compare", KqlType.Long, Longest4),
        Compare("ipv4_is_match", KqlType.Bool, Longest4),
        Compare("ipv6_compare", KqlType.Long, Longest6),
        Compare("ipv6_is_match", KqlType.Bool, Longest6),
        Function("ipv4_netmask_suffix", On([Text("ip")], KqlType.Long, Calls("kql_ipv4_netmask_suffix"), NullRule.Makes)),
        Function("ipv4_range_to_cidr_list", On(
            [Text("start_ip"), Text("end_ip")], BoundType.Array, Calls("kql_ipv4_range_to_cidr_list"), NullRule.Makes)),
        Function("parse_ipv4", On([Text("ip")], KqlType.Long, a => S.Call("kql_parse_ipv4", a[0], S.BigInt(Longest4)), NullRule.Makes)),
        Function("parse_ipv4_mask", On([Text("ip"), Long("prefix")], KqlType.Long, Calls("kql_parse_ipv4"), NullRule.Makes)),
        Function("parse_ipv6", On([Text("ip")], KqlType.String, a => S.Call("kql_parse_ipv6", a[0], S.BigInt(Longest6)), NullRule.Never)),
        Function("parse_ipv6_mask", On([Text("ip"), Long("prefix")], KqlType.String, Calls("kql_parse_ipv6"))),
        Function(
            "format_ipv4",
            On([Text("ip"), Long("prefix").Optional()], KqlType.String, a => S.Call("kql_format_ipv4", a[0], a.OrDefault(1, S.BigInt(Longest4)))),
            On([Integer("ip"), Long("prefix").Optional()], KqlType.String, a => S.Call("kql_format_ipv4_number", a[0], a.OrDefault(1, S.BigInt(Longest4)))),
            WithoutMeaning([Scalar("ip"), Long("prefix").Optional()], Returns(KqlType.String), "an address is a text or a number")),
        Function(
            "format_ipv4_mask",
            On([Text("ip"), Long("prefix").Optional()], KqlType.String, a => S.Call("kql_format_ipv4_mask", a[0], a.OrDefault(1, S.BigInt(Longest4)))),
            On([Integer("ip"), Long("prefix").Optional()], KqlType.String, a => S.Call("kql_format_ipv4_mask_number", a[0], a.OrDefault(1, S.BigInt(Longest4)))),
            WithoutMeaning([Scalar("ip"), Long("prefix")], Returns(KqlType.String), "an address is a text or a number")),
    ];

    private static ScalarFunction Compare(string name, KqlType result, long longest) => Function(name, On(
        [Text("ip1"), Text("ip2"), Long("prefix").Optional()], result, a => S.Call("kql_" + name, a[0], a[1], a.OrDefault(2, S.BigInt(longest))), NullRule.Makes));
}

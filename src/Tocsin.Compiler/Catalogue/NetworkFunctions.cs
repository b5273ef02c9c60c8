using System.Collections.Immutable;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of IP addresses.</summary>
internal static class NetworkFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("ipv4_is_private", "ipv4-is-private-function", On([Text("ip")], KqlType.Bool, Calls("kql_ipv4_is_private"), NullRule.Makes)),
        Function("ipv4_is_in_range", "ipv4-is-in-range-function", On([Text("ip"), Text("range")], KqlType.Bool, Calls("kql_ipv4_is_in_range"), NullRule.Makes)),
        Function("parse_ipv4", "parse-ipv4-function", On([Text("ip")], KqlType.Long, Calls("kql_parse_ipv4"), NullRule.Makes)),
    ];
}

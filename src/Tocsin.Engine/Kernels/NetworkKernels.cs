using Tocsin.DuckDb;
using Tocsin.Functions.Network;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>IP addresses.</summary>
internal static class NetworkKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, bool?>("kql_ipv4_is_private", IPv4Functions.IsPrivate),
        Create<Utf8, Utf8, bool?>("kql_ipv4_is_in_range", IPv4Functions.IsInRange),
        Create<Utf8, long?>("kql_parse_ipv4", text => IPv4Functions.Parse(text)),
        Create<Utf8, Utf8Writer>("kql_ip_type", (text, writer) => writer.Append(IPAddressType.Name(text))),
    ];
}

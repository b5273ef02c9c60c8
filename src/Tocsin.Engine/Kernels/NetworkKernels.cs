using Tocsin.DuckDb;
using Tocsin.Engine.Sources;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Network;
using Tocsin.Functions.Text;
using Tocsin.Functions.UserAgents;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>IP addresses, and texts searched for them.</summary>
internal static class NetworkKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, bool?>("kql_ipv4_is_private", IPv4Functions.IsPrivate),
        Create<Utf8, Utf8, bool?>("kql_ipv4_is_in_range", IPv4Functions.IsInRange),
        Create<Utf8, Utf8, bool?>("kql_ipv6_is_in_range", IPv6Functions.IsInRange),
        Create<Utf8, Utf8, long, long?>("kql_ipv4_compare", IPv4Functions.Compare),
        Create<Utf8, Utf8, long, bool?>("kql_ipv4_is_match", IPv4Functions.IsMatch),
        Create<Utf8, Utf8, long, long?>("kql_ipv6_compare", IPv6Functions.Compare),
        Create<Utf8, Utf8, long, bool?>("kql_ipv6_is_match", IPv6Functions.IsMatch),
        Create<Utf8, long?>("kql_ipv4_netmask_suffix", IPv4Functions.NetmaskSuffix),
        Create<Utf8, Utf8, Utf8Writer>("kql_ipv4_range_to_cidr_list", IPv4Ranges.WriteCidrs),
        Create<Utf8, long, long?>("kql_parse_ipv4", IPv4Functions.Parse),
        Create<Utf8, long, Utf8Writer>("kql_parse_ipv6", (text, prefix, writer) => IPv6Functions.Parse(text, prefix, writer)),
        Create<Utf8, long, Utf8Writer>("kql_format_ipv4", (text, prefix, writer) => IPv4Functions.Format(text, prefix, writer)),
        Create<long, long, Utf8Writer>("kql_format_ipv4_number", (address, prefix, writer) => IPv4Functions.Format(address, prefix, writer)),
        Create<Utf8, long, Utf8Writer>("kql_format_ipv4_mask", (text, prefix, writer) => IPv4Functions.FormatMask(text, prefix, writer)),
        Create<long, long, Utf8Writer>("kql_format_ipv4_mask_number", (address, prefix, writer) => IPv4Functions.FormatMask(address, prefix, writer)),
        Create<Utf8, Utf8Writer>("kql_ip_type", (text, writer) => writer.Append(IPAddressType.Name(text))),
        Create<Utf8, Utf8Writer>("kql_ip_text", (text, writer) => IPAddressText.Write(text, writer)),
        CreatePrepared<Utf8, MaxMindDatabase, Utf8Writer>("kql_geo_info_from_ip_address", GeoDatabases.Files.Open, (address, database, writer) => GeoInfo.Write(database, address, writer)),
        CreatePrepared<Utf8, UserAgentParser, Utf8, Utf8Writer>("kql_parse_user_agent", UserAgentFiles.Files.Open, UserAgent),
        Create<Utf8, Utf8, bool>("kql_has_ipv4", IPv4Search.Has),
        Create<Utf8, Utf8, bool>("kql_has_ipv4_prefix", IPv4Search.HasPrefix),
        CreatePrepared<Utf8, IPv4SearchList, bool>("kql_has_any_ipv4", list => IPv4SearchList.OfAddresses(DynamicArray.Texts(list)), (text, list) => list.IsIn(text)),
        CreatePrepared<Utf8, IPv4SearchList, bool>("kql_has_any_ipv4_prefix", list => IPv4SearchList.OfPrefixes(DynamicArray.Texts(list)), (text, list) => list.IsIn(text)),
        CreatePrepared<Utf8, NetworkList, bool?>("kql_ipv4_is_in_any_range", list => NetworkList.OfIPv4(DynamicArray.Texts(list)), (text, list) => list.Holds(text)),
        CreatePrepared<Utf8, NetworkList, bool?>("kql_ipv6_is_in_any_range", list => NetworkList.OfIPv6(DynamicArray.Texts(list)), (text, list) => list.Holds(text)),
        CreatePrepared<Utf8, List<TermPattern>, long>("kql_has_any_index", Terms, FirstTerm),
    ];

    private static void UserAgent(Utf8 text, UserAgentParser parser, Utf8 lookFor, Utf8Writer writer)
    {
        if (UserAgentRequest.Read(lookFor) is not { } parts)
        {
            writer.SetNull();
            FunctionNotes.Add("parse_user_agent(): it looks for browser, os and device; null stands where a row asks for anything else.");
        }
        else if (!parser.TryWrite(text, parts, writer))
        {
            writer.SetNull();
            FunctionNotes.Add($"parse_user_agent(): user agents of more than {UserAgentParser.MaxLength} bytes, or on which a pattern takes longer than a second, are not read; null stands for them.");
        }
    }

    private static List<TermPattern> Terms(Utf8 list) => [.. DynamicArray.Texts(list).Select(text => new TermPattern(text, TermMatch.Whole, ignoreCase: true))];

    /// <summary>The place in the list of the first item that the text has, or -1.</summary>
    private static long FirstTerm(Utf8 text, List<TermPattern> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (terms[i].IsMatch(text))
            {
                return i;
            }
        }

        return -1;
    }
}

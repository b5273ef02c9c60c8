using System.Text;
using Tocsin.Functions.Network;

namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> NetworkFunctions() =>
    [
        Of("ipv4_is_private", a => IPv4Functions.IsPrivate(Utf8(a[0]))),
        Of("parse_ipv4", a => IPv4Functions.Parse(Utf8(a[0]))),
        Of("parse_ipv4_mask", a => IPv4Functions.Parse(Utf8(a[0]), (long)a[1]!)),
        Of("ipv4_netmask_suffix", a => IPv4Functions.NetmaskSuffix(Utf8(a[0]))),
        Of("ipv4_compare", a => IPv4Functions.Compare(Utf8(a[0]), Utf8(a[1]), Long(a, 2, 32))),
        Of("ipv4_is_match", a => IPv4Functions.IsMatch(Utf8(a[0]), Utf8(a[1]), Long(a, 2, 32))),
        Of("ipv4_is_in_range", a => IPv4Functions.IsInRange(Utf8(a[0]), Utf8(a[1]))),
        Of("format_ipv4", a => CaseValue.Write(output =>
        {
            if (a[0] is long number)
            {
                IPv4Functions.Format(number, Long(a, 1, 32), output);
            }
            else
            {
                IPv4Functions.Format(Utf8(a[0]), Long(a, 1, 32), output);
            }
        })),
        Of("format_ipv4_mask", a => CaseValue.Write(output => IPv4Functions.FormatMask(Utf8(a[0]), Long(a, 1, 32), output))),
        Of("has_ipv4", a => IPv4Search.Has(Utf8(a[0]), Utf8(a[1]))),
        Of("has_ipv4_prefix", a => IPv4Search.HasPrefix(Utf8(a[0]), Utf8(a[1]))),
        Of("ipv6_compare", a => IPv6Functions.Compare(Utf8(a[0]), Utf8(a[1]), Long(a, 2, 128))),
        Of("ipv6_is_match", a => IPv6Functions.IsMatch(Utf8(a[0]), Utf8(a[1]), Long(a, 2, 128))),
        Of("ipv6_is_in_range", a => IPv6Functions.IsInRange(Utf8(a[0]), Utf8(a[1]))),
        Of("parse_ipv6", a => CaseValue.Write(output => IPv6Functions.Parse(Utf8(a[0]), 128, output))),
        Of("parse_ipv6_mask", a => CaseValue.Write(output => IPv6Functions.Parse(Utf8(a[0]), (long)a[1]!, output))),
        Of("ip_text", a => CaseValue.Write(output => IPAddressText.Write(Utf8(a[0]), output))),
        Of("ip_type", a => Encoding.UTF8.GetString(IPAddressType.Name(Utf8(a[0])))),
    ];
}

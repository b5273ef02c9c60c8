using System.Buffers;

namespace Tocsin.Functions.Network;

/// <summary>The <c>ipv6_*</c> functions; IPv4 addresses take part as mapped ones. Sources: ipv6-compare-function.md and its kin.</summary>
public static class IPv6Functions
{
    /// <summary><c>ipv6_compare</c>: -1, 0 or 1, by the bits that the shortest of the three prefixes leaves.</summary>
    public static long? Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, long prefix = 128)
    {
        if (Masked(IPv6Network.Parse(left), prefix) is not { } first || Masked(IPv6Network.Parse(right), prefix) is not { } second)
        {
            return null;
        }

        UInt128 mask = IPv6Network.Mask(Math.Min(first.Prefix, second.Prefix));
        return (first.Address & mask).CompareTo(second.Address & mask);
    }

    /// <summary><c>ipv6_is_match</c></summary>
    public static bool? IsMatch(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, long prefix = 128) =>
        Compare(left, right, prefix) is { } order ? order == 0 : null;

    /// <summary><c>ipv6_is_in_range</c></summary>
    public static bool? IsInRange(ReadOnlySpan<byte> text, ReadOnlySpan<byte> range) => IsMatch(text, range);

    /// <summary><c>parse_ipv6</c> and <c>parse_ipv6_mask</c>: eight groups of four digits after masking; nothing where there is no address.</summary>
    public static void Parse(ReadOnlySpan<byte> text, long prefix, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Masked(IPv6Network.Parse(text), prefix) is { } network)
        {
            IPv6Network.Write(network.Network, output);
        }
    }

    private static IPv6Network? Masked(IPv6Network? network, long prefix) =>
        network is { } value && prefix is >= 0 and <= 128 ? value with { Prefix = Math.Min(value.Prefix, (int)prefix) } : null;
}

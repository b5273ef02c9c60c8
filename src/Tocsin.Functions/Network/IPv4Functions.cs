using System.Buffers;
using Tocsin.Functions.Numbers;

namespace Tocsin.Functions.Network;

/// <summary>
/// The <c>ipv4_*</c> functions. Text that is no address, and a prefix outside 0 to 32, give null, or an empty text from
/// the functions that give text. Sources: ipv4-compare-function.md and its kin.
/// </summary>
public static class IPv4Functions
{
    /// <summary><c>ipv4_is_private</c>: in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.</summary>
    public static bool? IsPrivate(ReadOnlySpan<byte> text) =>
        IPv4Network.Parse(text) is { } network ? IsPrivate(network.Network) : null;

    /// <summary><c>parse_ipv4</c> and <c>parse_ipv4_mask</c>: the number of the network that the shorter of the two prefixes leaves.</summary>
    public static long? Parse(ReadOnlySpan<byte> text, long prefix = 32) =>
        Masked(IPv4Network.Parse(text), prefix) is { } network ? network.Network : null;

    /// <summary><c>ipv4_netmask_suffix</c></summary>
    public static long? NetmaskSuffix(ReadOnlySpan<byte> text) => IPv4Network.Parse(text)?.Prefix;

    /// <summary><c>ipv4_compare</c>: -1, 0 or 1, by the bits that the shortest of the three prefixes leaves.</summary>
    public static long? Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, long prefix = 32)
    {
        if (Masked(IPv4Network.Parse(left), prefix) is not { } first || Masked(IPv4Network.Parse(right), prefix) is not { } second)
        {
            return null;
        }

        uint mask = IPv4Network.Mask(Math.Min(first.Prefix, second.Prefix));
        return (first.Address & mask).CompareTo(second.Address & mask);
    }

    /// <summary><c>ipv4_is_match</c></summary>
    public static bool? IsMatch(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, long prefix = 32) =>
        Compare(left, right, prefix) is { } order ? order == 0 : null;

    /// <summary><c>ipv4_is_in_range</c>: the address is one of the range's.</summary>
    public static bool? IsInRange(ReadOnlySpan<byte> text, ReadOnlySpan<byte> range) => IsMatch(text, range);

    /// <summary><c>format_ipv4</c>: the address after masking; nothing where there is none.</summary>
    public static void Format(ReadOnlySpan<byte> text, long prefix, IBufferWriter<byte> output) => Format(IPv4Network.Parse(text), prefix, withPrefix: false, output);

    /// <summary><c>format_ipv4</c> of an address as a number.</summary>
    public static void Format(long address, long prefix, IBufferWriter<byte> output) => Format(OfNumber(address), prefix, withPrefix: false, output);

    /// <summary><c>format_ipv4_mask</c>: the address after masking, and the prefix.</summary>
    public static void FormatMask(ReadOnlySpan<byte> text, long prefix, IBufferWriter<byte> output) => Format(IPv4Network.Parse(text), prefix, withPrefix: true, output);

    /// <summary><c>format_ipv4_mask</c> of an address as a number.</summary>
    public static void FormatMask(long address, long prefix, IBufferWriter<byte> output) => Format(OfNumber(address), prefix, withPrefix: true, output);

    internal static bool IsPrivate(uint address) =>
        (address & 0xFF000000) == 0x0A000000 || (address & 0xFFF00000) == 0xAC100000 || (address & 0xFFFF0000) == 0xC0A80000;

    private static IPv4Network? OfNumber(long address) => address is >= 0 and <= uint.MaxValue ? new IPv4Network((uint)address, 32) : null;

    private static IPv4Network? Masked(IPv4Network? network, long prefix) =>
        network is { } value && prefix is >= 0 and <= 32 ? value with { Prefix = Math.Min(value.Prefix, (int)prefix) } : null;

    private static void Format(IPv4Network? network, long prefix, bool withPrefix, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Masked(network, prefix) is not { } masked)
        {
            return;
        }

        IPv4Network.Write(masked.Network, output);
        if (withPrefix)
        {
            output.Write("/"u8);
            NumberText.Write(masked.Prefix, output);
        }
    }
}

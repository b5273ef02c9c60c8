using System.Buffers;

namespace Tocsin.Functions.Network;

/// <summary>The first and the last address of a network, so that a join on networks is a join on ranges.</summary>
public static class NetworkBounds
{
    public static long? First(ReadOnlySpan<byte> ipv4) => IPv4Network.Parse(ipv4) is { } network ? network.Network : null;

    public static long? Last(ReadOnlySpan<byte> ipv4) =>
        IPv4Network.Parse(ipv4) is { } network ? network.Network | ~IPv4Network.Mask(network.Prefix) : null;

    /// <summary>Writes an IPv6 address in full, in which form texts are ordered as addresses are; false where there is none.</summary>
    public static bool WriteFirst(ReadOnlySpan<byte> ipv6, IBufferWriter<byte> output) =>
        Write(IPv6Network.Parse(ipv6) is { } network ? network.Network : null, output);

    /// <inheritdoc cref="WriteFirst"/>
    public static bool WriteLast(ReadOnlySpan<byte> ipv6, IBufferWriter<byte> output) =>
        Write(IPv6Network.Parse(ipv6) is { } network ? network.Network | ~IPv6Network.Mask(network.Prefix) : null, output);

    private static bool Write(UInt128? address, IBufferWriter<byte> output)
    {
        if (address is { } value)
        {
            IPv6Network.Write(value, output);
        }

        return address is not null;
    }
}

namespace Tocsin.Functions.Network;

/// <summary>
/// The kind of an address as Defender's columns <c>RemoteIPType</c> and <c>LocalIPType</c> name it. Microsoft's page lists
/// the names without their ranges: Public, Private, Reserved, Loopback, Teredo, FourToSixMapping, Broadcast
/// (advanced-hunting-devicenetworkevents-table). The ranges here are IANA's special-purpose registries
/// (https://www.iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry).
/// </summary>
public static class IPAddressType
{
    private static readonly (uint Network, int Prefix)[] ReservedIPv4 =
    [
        (0x00000000, 8), // this network
        (0x64400000, 10), // shared address space
        (0xA9FE0000, 16), // link local
        (0xC0000000, 24), // protocol assignments
        (0xC0000200, 24), // documentation
        (0xC6120000, 15), // benchmarking
        (0xC6336400, 24), // documentation
        (0xCB007100, 24), // documentation
        (0xE0000000, 3), // multicast and future use
    ];

    /// <summary>The name, or an empty text where the text is no address.</summary>
    public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text)
    {
        if (IPv4Network.ReadAddress(text, out uint address) == text.Length && !text.IsEmpty)
        {
            return Name(address);
        }

        return text.Contains((byte)':') && !text.Contains((byte)'/') && IPv6Network.Parse(text) is { } network
            ? Name(network)
            : default;
    }

    private static ReadOnlySpan<byte> Name(uint address)
    {
        if (address >> 24 == 127)
        {
            return "Loopback"u8;
        }

        if (IPv4Functions.IsPrivate(address))
        {
            return "Private"u8;
        }

        if (address == uint.MaxValue)
        {
            return "Broadcast"u8;
        }

        // Most public addresses lie in parts of the space that have no reserved network at all.
        uint top = address >> 24;
        if (top is not (0 or 100 or 169 or 192 or 198 or 203 or >= 224))
        {
            return "Public"u8;
        }

        foreach ((uint network, int prefix) in ReservedIPv4)
        {
            if ((address & IPv4Network.Mask(prefix)) == network)
            {
                return "Reserved"u8;
            }
        }

        return "Public"u8;
    }

    private static ReadOnlySpan<byte> Name(IPv6Network network)
    {
        UInt128 address = network.Address;
        if (address == UInt128.One)
        {
            return "Loopback"u8;
        }

        if (network.IsMapped)
        {
            return "FourToSixMapping"u8;
        }

        uint top = (uint)(address >> 96);
        return top switch
        {
            0x20010000 => "Teredo"u8,
            _ when top >> 25 == 0xFC >> 1 || top >> 22 == 0xFEC0 >> 6 => "Private"u8, // unique local, and site local before it
            _ when IsGlobal(top, (uint)(address >> 64)) => "Public"u8,
            _ => "Reserved"u8, // link local, multicast, unspecified, discard, and what is not given out
        };
    }

    /// <summary>By the first two groups, and the next two.</summary>
    private static bool IsGlobal(uint top, uint next) => top switch
    {
        0x0064FF9B => next == 0, // translated IPv4
        0x20010DB8 => false, // documentation
        0x20010002 => next >> 16 != 0, // benchmarking
        _ => top >> 29 == 1 && top >> 12 != 0x3FFF0, // what is given out, without further documentation
    };
}

using Tocsin.Telemetry.Mapping;

namespace Tocsin.Telemetry.Readers;

internal static class Protocols
{
    /// <summary>Protocol names as DeviceNetworkEvents writes them; a name that it does not have stays as it is.</summary>
    public static MappedValue Named(MappedValue value) => new LookupValue(
        value,
        [new("tcp", "Tcp"), new("udp", "Udp"), new("icmp", "Icmp"), new("6", "Tcp"), new("17", "Udp"), new("1", "Icmp"), new("58", "Icmp")],
        value);
}

using System.Collections.Immutable;
using Tocsin.Telemetry.Mapping;

namespace Tocsin.Telemetry.Readers;

/// <summary>A Zeek log that a table takes. Its mapping (Mappings/zeek-NAME.yaml) is read when it is first needed.</summary>
internal sealed class ZeekLog(string name, string title)
{
    private readonly Lazy<FileMapping> _mapping = new(() => MappingFileReader.BuiltIn($"zeek-{name}"));

    public string Name { get; } = name;

    /// <summary>What Zeek's documentation says of it.</summary>
    public string Title { get; } = title;

    /// <summary>See <see cref="Loading.TableSource.Sensor"/>.</summary>
    public string Sensor => $"zeek {Name}";

    public FileMapping Mapping => _mapping.Value;
}

/// <summary>
/// Zeek's logs as DeviceNetworkEvents (https://docs.zeek.org/en/master/logs/index.html). Defender's own sensor runs Zeek and
/// calls what it sees in dns, http and ssl <c>…ConnectionInspected</c>; these names are taken. A further log is one entry
/// and one file.
/// </summary>
internal static class ZeekLogs
{
    public static readonly ImmutableArray<ZeekLog> All =
    [
        new("conn", "TCP, UDP and ICMP connections"),
        new("dns", "DNS activity"),
        new("http", "HTTP requests and replies"),
        new("ssl", "SSL and TLS handshakes"),
        new("x509", "X.509 certificates"),
    ];

    /// <summary>What the rows of ssl and x509 are called.</summary>
    public const string Handshakes = "zeek ssl";
    public const string Certificates = "zeek x509";

    /// <summary>The log that a JSON record belongs to, where the writer or the collector says it.</summary>
    public static readonly MappedValue Stream = MappedValue.First(MappedValue.Of("_path"), MappedValue.Of("@stream"));

    public static ZeekLog? Find(string name) => All.FirstOrDefault(l => l.Name.Equals(name, StringComparison.Ordinal));
}

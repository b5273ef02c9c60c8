using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Zeek's conn log (https://docs.zeek.org/en/master/logs/conn.html) as DeviceNetworkEvents.</summary>
internal static class ZeekConn
{
    public const string Path = "conn";

    /// <summary>JSON writers flatten the id record with a dot or, behind some stores, an underscore.</summary>
    private static readonly MappedValue OriginatorAddress = Id("orig_h");

    public static readonly TableMap Map = new(
        KnownTables.DeviceNetworkEvents,
        new("Timestamp", new UnixSecondsValue(MappedValue.Of("ts"))),
        new("DeviceName", OriginatorAddress),
        new("ActionType", ActionType()),
        new("LocalIP", OriginatorAddress),
        new("LocalPort", Id("orig_p")),
        new("RemoteIP", Id("resp_h")),
        new("RemotePort", Id("resp_p")),
        new("Protocol", Protocols.Named(MappedValue.Of("proto"))),
        new("BytesSent", MappedValue.Of("orig_bytes")),
        new("BytesReceived", MappedValue.Of("resp_bytes")),
        new("AdditionalFields", new ObjectValue(
        [
            new("uid", MappedValue.Of("uid")),
            new("service", MappedValue.Of("service")),
            new("conn_state", MappedValue.Of("conn_state")),
            new("duration", MappedValue.Of("duration"), PropertyKind.Number),
            new("history", MappedValue.Of("history")),
            new("local_orig", Flag("local_orig"), PropertyKind.Boolean),
            new("local_resp", Flag("local_resp"), PropertyKind.Boolean),
            new("community_id", MappedValue.Of("community_id")),
        ])));

    /// <summary>The log that a JSON record belongs to, where the writer or the collector says it.</summary>
    public static readonly MappedValue Stream = MappedValue.First(MappedValue.Of("_path"), MappedValue.Of("@stream"));

    private static MappedValue Id(string name) => MappedValue.First(MappedValue.Of("id." + name), MappedValue.Of("id_" + name));

    private static LookupValue Flag(string name) =>
        new(MappedValue.Of(name), [new("T", "true"), new("true", "true"), new("F", "false"), new("false", "false")]);

    /// <summary>docs/formats.md says why each state has its action.</summary>
    private static LookupValue ActionType() => new(
        MappedValue.Of("conn_state"),
        [
            new("SF", "ConnectionSuccess"),
            new("S1", "ConnectionSuccess"),
            new("S2", "ConnectionSuccess"),
            new("S3", "ConnectionSuccess"),
            new("RSTO", "ConnectionSuccess"),
            new("RSTR", "ConnectionSuccess"),
            new("S0", "ConnectionFailed"),
            new("REJ", "ConnectionFailed"),
            new("SH", "ConnectionFailed"),
            new("RSTOS0", "ConnectionFailed"),
            new("RSTRH", "ConnectionFailed"),
            new("SHR", "ConnectionFound"),
            new("OTH", "ConnectionFound"),
        ]);
}

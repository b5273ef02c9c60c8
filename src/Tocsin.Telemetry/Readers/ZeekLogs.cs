using System.Collections.Immutable;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>A Zeek log that a table takes.</summary>
/// <param name="Marks">Fields that tell the log where nothing names it: any of them, and none of <paramref name="NotMarks"/>, which other logs have.</param>
internal sealed record ZeekLog(string Name, TableMap Map, ImmutableArray<string> Marks, ImmutableArray<string> NotMarks)
{
    /// <summary>What Zeek's documentation says of it.</summary>
    public required string Title { get; init; }

    public bool IsOf(Func<string, bool> hasField) => Marks.Any(hasField) && !NotMarks.Any(hasField);
}

/// <summary>
/// Zeek's logs as DeviceNetworkEvents (https://docs.zeek.org/en/master/logs/index.html). Defender's own sensor runs Zeek and
/// calls what it sees in dns, http and ssl <c>…ConnectionInspected</c>; these names are taken. A further log is one entry.
/// </summary>
internal static class ZeekLogs
{
    /// <summary>JSON writers flatten the id record with a dot or, behind some stores, an underscore.</summary>
    private static readonly MappedValue OriginatorAddress = Id("orig_h");

    public static readonly ImmutableArray<ZeekLog> All =
    [
        new("conn", Conn(), ["conn_state"], []) { Title = "TCP, UDP and ICMP connections" },
        new("dns", Dns(), ["qtype_name", "rcode_name", "query"], ["broadcast"]) { Title = "DNS activity" },
        new("http", Http(), ["trans_depth", "status_code", "user_agent"], ["helo", "call_id"]) { Title = "HTTP requests and replies" },
        new("ssl", Ssl(), ["cipher", "server_name", "resumed"], ["request_type", "client_initial_dcid"]) { Title = "SSL and TLS handshakes" },
    ];

    /// <summary>The log that a JSON record belongs to, where the writer or the collector says it.</summary>
    public static readonly MappedValue Stream = MappedValue.First(MappedValue.Of("_path"), MappedValue.Of("@stream"));

    public static ZeekLog? Find(string name) => All.FirstOrDefault(l => l.Name.Equals(name, StringComparison.Ordinal));

    private static MappedValue Id(string name) => MappedValue.First(MappedValue.Of("id." + name), MappedValue.Of("id_" + name));

    /// <summary>A connection told from its originator's side, with what the log says beyond that.</summary>
    private static TableMap Connection(MappedValue action, ImmutableArray<ObjectProperty> properties, params ReadOnlySpan<ColumnMap> columns)
    {
        ColumnMap[] all =
        [
            new ColumnMap("Timestamp", new UnixSecondsValue(MappedValue.Of("ts"))),
            new("DeviceName", OriginatorAddress),
            new("ActionType", action),
            new("LocalIP", OriginatorAddress),
            new("LocalPort", Id("orig_p")),
            new("RemoteIP", Id("resp_h")),
            new("RemotePort", Id("resp_p")),
            .. columns,
            new("AdditionalFields", new ObjectValue([new("uid", MappedValue.Of("uid")), .. properties])),
        ];
        return new TableMap(KnownTables.DeviceNetworkEvents, all);
    }

    private static TableMap Conn() => Connection(
        ActionType(),
        [
            Text("service"), Text("conn_state"), Number("duration"), Text("history"), Flag("local_orig"), Flag("local_resp"), Text("community_id"),
        ],
        new("Protocol", Protocols.Named(MappedValue.Of("proto"))),
        new("BytesSent", MappedValue.Of("orig_bytes")),
        new("BytesReceived", MappedValue.Of("resp_bytes")));

    private static TableMap Dns() => Connection(
        new ConstantValue("DnsConnectionInspected"),
        [
            Text("query"), Text("qtype_name"), Text("qclass_name"), Text("rcode_name"), Text("answers"), Text("TTLs"), Flag("AA"), Flag("rejected"),
        ],
        new ColumnMap("Protocol", Protocols.Named(MappedValue.Of("proto"))));

    private static TableMap Http() => Connection(
        new ConstantValue("HttpConnectionInspected"),
        [
            Text("method"), Text("host"), Text("uri"), Text("referrer"), Text("user_agent"), Number("status_code"),
            Number("request_body_len"), Number("response_body_len"), Text("proxied"), Number("trans_depth"),
        ],
        new("Protocol", new ConstantValue("Tcp")),
        new("RemoteUrl", MappedValue.Of("host")));

    private static TableMap Ssl() => Connection(
        new ConstantValue("SslConnectionInspected"),
        [
            Text("server_name"), Text("version"), Text("cipher"), Text("curve"), Flag("resumed"), Flag("established"), Text("next_protocol"),
            Text("subject"), Text("issuer"), Text("validation_status"), Text("cert_chain_fuids"), Text("cert_chain_fps"), Text("ja3"), Text("ja3s"),
        ],
        new("Protocol", new ConstantValue("Tcp")),
        new("RemoteUrl", MappedValue.Of("server_name")));

    private static ObjectProperty Text(string field) => new(field, MappedValue.Of(field));

    private static ObjectProperty Number(string field) => new(field, MappedValue.Of(field), PropertyKind.Number);

    private static ObjectProperty Flag(string field) => new(
        field,
        new LookupValue(MappedValue.Of(field), [new("T", "true"), new("true", "true"), new("F", "false"), new("false", "false")]),
        PropertyKind.Boolean);

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

using Tocsin.Kql.Types;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Zeek logs as JSON lines, with whatever envelope fields a collector added.</summary>
internal sealed class ZeekJsonReader : IFormatReader
{
    private const string ConnFormat = "Zeek conn JSON";

    /// <summary>A field that only this log has: tells the log where no record names it.</summary>
    private static readonly (string Field, string Log)[] Marks =
    [
        ("conn_state", ZeekConn.Path), ("status_code", "http"), ("user_agent", "http"), ("trans_depth", "http"), ("rcode_name", "dns"),
        ("qtype_name", "dns"), ("query", "dns"), ("cipher", "ssl"), ("server_name", "ssl"), ("resumed", "ssl"),
    ];

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { } json || !json.Most(r => r.Has("ts") && r.HasAny("uid", "id.orig_h", "id_orig_h", "_path")))
        {
            return null;
        }

        var log = Log(json);
        if (log.Equals(ZeekConn.Path, StringComparison.Ordinal))
        {
            return new Recognised(ConnFormat, ConnFormat, new MappedJsonPlan(ConnFormat, ZeekConn.Map, null, options, OtherLogs).Read);
        }

        var format = $"Zeek {log} JSON";
        var kind = new JoinedValue(" ", [new ConstantValue("zeek"), MappedValue.First(ZeekConn.Stream, new ConstantValue(log))]);
        return new Recognised(format, format, new SelectedJsonPlan(format, [], kind, options).Read);
    }

    private static string Log(JsonSample json)
    {
        var named = json.Records.Select(r => r.Value("_path") ?? r.Value("@stream")).OfType<string>().ToArray();
        return named.Contains(ZeekConn.Path, StringComparer.Ordinal) ? ZeekConn.Path
            : named.FirstOrDefault() ?? Marks.FirstOrDefault(m => json.Names.Contains(m.Field)).Log ?? "log of unknown kind";
    }

    private static IEnumerable<OutcomeCase> OtherLogs(JsonSource source)
    {
        var stream = new MappingLowerer(source).Lower(ZeekConn.Stream, KqlType.String)!;
        yield return new OutcomeCase(
            NotEqual(stream, String(ZeekConn.Path)),
            RecordOutcome.Skipped,
            Call("concat_ws", String(" "), String("zeek"), stream));
    }
}

using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Zeek logs as JSON lines, with whatever envelope fields a collector added.</summary>
internal sealed class ZeekJsonReader : IFormatReader
{
    private const string MixedFormat = "Zeek JSON";

    /// <summary>How the names of a connection's addresses and ports begin.</summary>
    private const string Connection = "id.";

    private static readonly ConstantValue Unknown = new("log of unknown kind");

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { } json || !json.Most(r => r.Has("ts") && r.HasAny("uid", "id.orig_h", "id_orig_h", "id/orig_h", "_path", "@stream", "certificate.serial", "certificate_serial")))
        {
            return null;
        }

        var isNested = json.Most(r => r.HasWithin("id"));
        TableMap Map(ZeekLog log) => isNested ? log.Mapping.Map.Renamed(Nested) : log.Mapping.Map;

        // Where records name their log, or are plainly of several, a file may hold several.
        if (json.Records.Any(r => r.HasAny("_path", "@stream")) || json.Records.Select(Log).OfType<ZeekLog>().Distinct().Count() > 1)
        {
            var kinds = ZeekLogs.All.Select(l => new SelectedKind(m => IsOf(m, l), Map(l), l.Sensor));
            var kind = Kind(MappedValue.First(ZeekLogs.Stream, Unknown));
            return new Recognised(MixedFormat, $"{MixedFormat} {isNested}", new SelectedJsonPlan(MixedFormat, [.. kinds], kind, options).Read);
        }

        var log = ZeekLogs.All.FirstOrDefault(l => json.Most(r => l.Mapping.Takes(r.Has)))
            ?? ZeekLogs.All.FirstOrDefault(l => l.Mapping.Takes(json.Names.Contains));
        var format = $"Zeek {log?.Name ?? "log of unknown kind"} JSON";
        return new Recognised(
            format,
            $"{format} {isNested}",
            log is not null
                ? new MappedJsonPlan(format, Map(log), json.Names, IsExact: true, options) { Sensor = log.Sensor }.Read
                : new SelectedJsonPlan(format, [], Kind(Unknown), options).Read);
    }

    private static ZeekLog? Log(SampleRecord record) => ZeekLogs.All.FirstOrDefault(l => l.Mapping.Takes(record.Has));

    /// <summary>The record of addresses and ports stands as an object where nothing flattened it.</summary>
    private static FieldValue Nested(FieldValue field) =>
        field.Path is [var name] && name.StartsWith(Connection, StringComparison.Ordinal) ? new FieldValue(["id", name[Connection.Length..]]) : field;

    private static SqlExpression IsOf(MappingLowerer lowerer, ZeekLog log)
    {
        var stream = lowerer.Lower(ZeekLogs.Stream, KqlType.String)!;
        return Or(
            Equal(Coalesce(stream, String(string.Empty)), String(log.Name)),
            And([IsNull(stream), Or(log.Mapping.Any.Select(Has)), .. log.Mapping.None.Select(m => Not(Has(m)))]));

        SqlExpression Has(string field) => IsNotNull(lowerer.Lower(MappedValue.Of(field), KqlType.String)!);
    }

    private static JoinedValue Kind(MappedValue log) => new(" ", [new ConstantValue("zeek"), log]);
}

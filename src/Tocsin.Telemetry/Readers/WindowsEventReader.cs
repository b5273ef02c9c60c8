using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Evtx;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Windows events as JSON or delimited text, in the dialects that <see cref="WindowsEventDialects"/> lists.</summary>
internal sealed partial class WindowsEventReader : IFormatReader
{
    private const string TimestampColumn = "@timestamp";
    private const string TimeColumn = "TimeCreated";
    private const int MaximumRecords = 200;

    /// <summary>Events that tables take. A further one is one entry.</summary>
    public static readonly ImmutableArray<(WindowsEventKind Kind, Func<WindowsEventDialect, TableMap> Map)> Events =
    [
        (SysmonEvents.NetworkConnect, SysmonEvents.NetworkConnection),
        (SysmonEvents.ProcessCreate, SysmonEvents.ProcessCreation),
        (SysmonEvents.DnsQuery, SysmonEvents.DnsQueryResponse),
        (WindowsSecurityEvents.Connection, WindowsSecurityEvents.PermittedConnection),
        (WindowsSecurityEvents.Process, WindowsSecurityEvents.ProcessCreation),
        (WindowsSecurityEvents.Task, WindowsSecurityEvents.ScheduledTask),
    ];

    /// <summary>Events of which others are told when a process ended. They stay skipped, as what they are.</summary>
    private static readonly ImmutableArray<(WindowsEventKind Kind, Func<WindowsEventDialect, TableMap> Map)> Ends =
    [
        (SysmonEvents.ProcessTerminate, SysmonEvents.ProcessTermination),
        (WindowsSecurityEvents.ProcessEnd, WindowsSecurityEvents.ProcessTermination),
    ];

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is { } json)
        {
            return WindowsEventDialects.All.FirstOrDefault(d => json.Most(d.Matches)) is { } dialect
                ? Recognised(sample, json, dialect, options)
                : null;
        }

        if (CsvHeader.Read(sample.Lines) is not { } header)
        {
            return null;
        }

        SampleRecord[] records = [.. header.Records(sample.Lines).Take(MaximumRecords).DefaultIfEmpty([]).Select(v => Record(header, v))];
        if (WindowsEventDialects.All.FirstOrDefault(d => d.Matches(records[0])) is not { } found)
        {
            return null;
        }

        var times = LocalisedTimes.Detect(sample.Values(header, c => c is "TimeGenerated" or TimeColumn or TimestampColumn));
        var (zoned, isTold) = Zoned(found, records);
        return Recognised($"Windows event CSV ({found.Name})", zoned, options, header, times) with
        {
            // Kibana exports in the zone of the browser.
            Diagnostics =
            [
                .. !times.IsEmpty && records[0].Has(TimestampColumn) ? [TelemetryDescriptors.ZoneNotTold.For(sample.File.DisplayPath, TimestampColumn)] : Array.Empty<TelemetryDiagnostic>(),
                .. isTold ? Array.Empty<TelemetryDiagnostic>() : [TelemetryDescriptors.ZoneNotTold.For(sample.File.DisplayPath, TimeColumn)],
                .. records[0].DuplicateName is { } duplicate ? [TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, duplicate)] : Array.Empty<TelemetryDiagnostic>(),
            ],
        };
    }

    private static SampleRecord Record(CsvHeader header, IReadOnlyList<string> values)
    {
        var record = new SampleRecord();
        for (var i = 0; i < header.Columns.Length; i++)
        {
            record.Add(header.Columns[i], i < values.Count ? values[i] : string.Empty);
        }

        return record;
    }

    /// <summary>The dialect in the zone that its local times are of, where Sysmon's events tell it; whether any was to be told.</summary>
    private static (WindowsEventDialect Dialect, bool IsTold) Zoned(WindowsEventDialect dialect, IEnumerable<SampleRecord> records)
    {
        (string? Local, string? Utc)[] times = dialect.LocalTimes is null ? [] : [.. records.Select(dialect.LocalTimes).Where(t => !string.IsNullOrEmpty(t.Local) && !HasZone(t.Local))];
        return times.Length == 0 ? (dialect, true)
            : LocalOffset.Of(times.Where(t => t.Utc is not null).Select(t => (t.Local!, t.Utc!))) is { } ahead && dialect.Ahead is not null
                ? (dialect.Ahead(ahead) with { Name = $"{dialect.Name} {ahead}" }, true)
            : (dialect, false);
    }

    private static bool HasZone(string time) => ZonedTime().IsMatch(time);

    [GeneratedRegex(@"(Z|[+-]\d\d:?\d\d)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ZonedTime();

    /// <summary>Local times are of the zone that Sysmon's events tell, which have the time in UTC too, where the records do not tell themselves.</summary>
    private static Recognised Recognised(ContentSample sample, JsonSample json, WindowsEventDialect dialect, TelemetryOptions options)
    {
        var format = $"Windows event JSON ({dialect.Name})";
        if (dialect.LocalTimes is not null)
        {
            var (zoned, isTold) = Zoned(dialect, json.Records);
            return Recognised(format, zoned, options) with
            {
                Diagnostics = isTold ? [] : [TelemetryDescriptors.ZoneNotTold.For(sample.File.DisplayPath, "its times")],
            };
        }

        if (dialect.Ahead is null || LocalOffset.IsTold(json.Records))
        {
            return Recognised(format, dialect, options);
        }

        if (LocalOffset.Find(json.Records) is { } ahead)
        {
            var recognised = Recognised(format, dialect.Ahead(ahead), options);
            return recognised with { Shape = $"{recognised.Shape} {ahead}" };
        }

        return Recognised(format, dialect, options) with { Diagnostics = [TelemetryDescriptors.ZoneNotTold.For(sample.File.DisplayPath, "EventTime")] };
    }

    public static Recognised OfEventLog(TelemetryOptions options) =>
        Recognised("Windows event log (EVTX)", WindowsEventDialects.Decoded, options);

    public static Recognised OfEventXml(TelemetryOptions options) =>
        Recognised("Windows event XML", WindowsEventDialects.Decoded, options);

    private static Recognised Recognised(
        string format, WindowsEventDialect dialect, TelemetryOptions options, CsvHeader? csv = null, params ImmutableArray<string> times) => new(
        format,
        csv is null ? dialect.Name : $"{dialect.Name} {csv.Delimiter} {csv.Skip} {string.Join('\n', [.. csv.Columns, .. times])}",
        new SelectedJsonPlan(format, Kinds(dialect), Other(dialect), options)
        {
            // What our own readers decoded is an event, and all events have a number.
            Required = dialect.Rejected is null ? null : (dialect.EventId, EvtxReader.BadRecord + ": an event without a number"),
            Rejected = dialect.Rejected,
            Csv = csv,
            Absent = dialect.Absent,
            TimeFormats = times,
        }.Read);

    private static ImmutableArray<SelectedKind> Kinds(WindowsEventDialect dialect) =>
    [
        .. Events.Select(e => new SelectedKind(l => IsEvent(l, dialect, e.Kind), e.Map(dialect), e.Kind.Sensor, Essential(dialect, e.Kind))),
        .. Ends.Select(e => End(e.Kind, e.Map(dialect), dialect)),
    ];

    /// <summary>One that does not say when, or of which process, is of no use, and no fault: nothing is made of it.</summary>
    private static SelectedKind End(WindowsEventKind kind, TableMap map, WindowsEventDialect dialect) => new(
        l => And(
            IsEvent(l, dialect, kind),
            IsNotNull(l.Column(map, "Timestamp", KqlType.DateTime)),
            IsNotNull(l.Column(map, "ProcessId", KqlType.Long))),
        map,
        kind.Sensor);

    private static (MappedValue Field, string Reason) Essential(WindowsEventDialect dialect, WindowsEventKind kind) =>
        (new WindowsEventFields(dialect, kind)[kind.Essential], string.Create(CultureInfo.InvariantCulture, $"event {kind.Id} without {kind.Essential}"));

    private static SqlExpression IsEvent(MappingLowerer lowerer, WindowsEventDialect dialect, WindowsEventKind kind) => And(
        Equal(lowerer.Lower(dialect.EventId, KqlType.Long)!, BigInt(kind.Id)),
        Equal(lowerer.Lower(dialect.Provider, KqlType.String)!, String(kind.Provider)));

    /// <summary>The kind of what is not taken, as <c>Microsoft-Windows-Sysmon 11</c>.</summary>
    private static JoinedValue Other(WindowsEventDialect dialect) => new(" ", [dialect.Provider, dialect.EventId]);
}

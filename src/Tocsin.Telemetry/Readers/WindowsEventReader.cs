using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Windows events as JSON or delimited text, in the dialects that <see cref="WindowsEventDialects"/> lists.</summary>
internal sealed class WindowsEventReader : IFormatReader
{
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

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is { } json)
        {
            return WindowsEventDialects.All.FirstOrDefault(d => json.Most(d.Matches)) is { } dialect
                ? Recognised($"Windows event JSON ({dialect.Name})", dialect, options)
                : null;
        }

        if (CsvHeader.Read(sample.Lines) is not { } header)
        {
            return null;
        }

        var record = new SampleRecord();
        var values = sample.Lines.Skip(header.Skip).Select(l => CsvHeader.Split(l, header.Delimiter)).FirstOrDefault();
        for (var i = 0; i < header.Columns.Length; i++)
        {
            record.Add(header.Columns[i], values is not null && i < values.Count ? values[i] : string.Empty);
        }

        var times = LocalisedTimes.Detect(sample.Values(header, c => c is "TimeGenerated" or "TimeCreated"));
        return WindowsEventDialects.All.FirstOrDefault(d => d.Matches(record)) is { } columns
            ? Recognised($"Windows event CSV ({columns.Name})", columns, options, header, times)
            : null;
    }

    public static Recognised OfEventLog(TelemetryOptions options) =>
        Recognised("Windows event log (EVTX)", WindowsEventDialects.Decoded, options);

    public static Recognised OfEventXml(TelemetryOptions options) =>
        Recognised("Windows event XML", WindowsEventDialects.Decoded, options);

    private static Recognised Recognised(
        string format, WindowsEventDialect dialect, TelemetryOptions options, CsvHeader? csv = null, params ImmutableArray<string> times) => new(
        format,
        csv is null ? dialect.Name : $"{dialect.Name} {csv.Delimiter} {csv.Skip} {string.Join('\n', [.. csv.Columns, .. times])}",
        new SelectedJsonPlan(format, Kinds(dialect), Other(dialect), options) { Rejected = dialect.Rejected, Csv = csv, TimeFormats = times }.Read);

    private static ImmutableArray<SelectedKind> Kinds(WindowsEventDialect dialect) =>
        [.. Events.Select(e => new SelectedKind(l => IsEvent(l, dialect, e.Kind), e.Map(dialect), e.Kind.Sensor))];

    private static SqlExpression IsEvent(MappingLowerer lowerer, WindowsEventDialect dialect, WindowsEventKind kind) => And(
        Equal(lowerer.Lower(dialect.EventId, KqlType.Long)!, BigInt(kind.Id)),
        Equal(lowerer.Lower(dialect.Provider, KqlType.String)!, String(kind.Provider)));

    /// <summary>The kind of what is not taken, as <c>Microsoft-Windows-Sysmon 11</c>.</summary>
    private static JoinedValue Other(WindowsEventDialect dialect) => new(" ", [dialect.Provider, dialect.EventId]);
}

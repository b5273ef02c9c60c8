using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

/// <summary>
/// The tables that data can fill, with the columns that Defender XDR and Sentinel have together and those that published
/// queries name besides: TimeGenerated (Sentinel) and Timestamp (Defender XDR) are the same instant, and every table has
/// both. Of a column that the services have in different types, Defender XDR's counts. See <see cref="PublishedTables"/>.
/// </summary>
public static class KnownTables
{
    private const string DefenderTime = "Timestamp";
    private const string SentinelTime = "TimeGenerated";
    private const string ProcessEndColumns = "Timestamp:datetime, DeviceName:string, ProcessId:long";

    private static readonly ConcurrentDictionary<string, TableSchema?> Made = new(StringComparer.Ordinal);

    /// <summary>
    /// What every table of a workspace has beside its own columns, whether its page lists it or not
    /// (https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns), and MG, which agents' tables had.
    /// </summary>
    public static readonly ImmutableArray<ColumnSchema> StandardColumns =
    [
        .. TableSchema.Parse("standard", "TenantId:string, Type:string, SourceSystem:string, _BilledSize:real, _IsBillable:string, _ItemId:string, _ResourceId:string, _SubscriptionId:string, _TimeReceived:datetime, MG:string")
            .Columns.Select(c => c with { IsHidden = true }),
    ];

    /// <summary>The tables that logs of other products become. Every query sees them, with data or without.</summary>
    public static readonly TableSchema DeviceNetworkEvents = Find("DeviceNetworkEvents")!;

    public static readonly TableSchema DeviceProcessEvents = Find("DeviceProcessEvents")!;

    public static readonly TableSchema DeviceEvents = Find("DeviceEvents")!;

    /// <summary>Those three, in the order in which a file of doubtful columns is offered to them.</summary>
    public static readonly ImmutableArray<TableSchema> Basic = [DeviceNetworkEvents, DeviceProcessEvents, DeviceEvents];

    /// <summary>Certificates that complete rows of other tables; no query sees it.</summary>
    internal static readonly TableSchema ZeekCertificates = TableSchema.Parse(
        "ZeekCertificates", "Timestamp:datetime, FileId:string, Fingerprint:string, AdditionalFields:string");

    /// <summary>Ends of processes, which bound the time in which a process number stands for a process; no query sees them.</summary>
    internal static readonly TableSchema ProcessEnds = TableSchema.Parse("ProcessEnds", ProcessEndColumns);

    /// <summary>The same by Sysmon, apart because the accounts tell the kinds of records by their tables.</summary>
    internal static readonly TableSchema SysmonProcessEnds = TableSchema.Parse("SysmonProcessEnds", ProcessEndColumns);

    /// <summary>The names of all tables, in order.</summary>
    public static ImmutableArray<string> Names => PublishedTables.Names;

    /// <summary>The table of that name, read when it is first asked for; Kusto's table names are case-sensitive.</summary>
    public static TableSchema? Find(string name) =>
        Made.GetOrAdd(name, static n => PublishedTables.Find(n) is { } published ? Make(published) : null);

    /// <summary>Whether rows only complete those of other tables, so that their records count as skipped.</summary>
    internal static bool IsContext(TableSchema schema) => schema == ZeekCertificates || schema == ProcessEnds || schema == SysmonProcessEnds;

    /// <summary>Whether rows name their table in a column Type, as all of Log Analytics do.</summary>
    public static bool HasType(TableSchema schema) =>
        PublishedTables.Find(schema.Name) is { } table && table.Columns.Any(c => c is { Name: "Type", Sentinel: KqlType.String });

    /// <summary>What a message says of a name that is none of them.</summary>
    public static string Nearest(string name) => NearestName.Some(name, Names);

    private static TableSchema Make(PublishedTable table)
    {
        // The database does not tell names by case: of names that differ in nothing else, the first stays and the others repeat it.
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var groups = table.Columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        var columns = groups.Select(g => g.First()).Where(c => seen.Add(c.Name))
            .Select(c => new ColumnSchema(c.Name, TypeOf(c)) { IsHidden = c is { DefenderXdr: null, Sentinel: null } }).ToList();
        columns.AddRange(((string[])[DefenderTime, SentinelTime]).Where(seen.Add).Select(n => new ColumnSchema(n, KqlType.DateTime) { IsHidden = true }));
        var others = groups.SelectMany(g => g.Skip(1).Select(c => (new ColumnSchema(c.Name, TypeOf(c)) { IsHidden = true }, g.First().Name)));
        var standard = StandardColumns.Where(c => table.Sentinel is not null && !seen.Contains(c.Name)).Select(c => (c, string.Empty));
        var hasTime = Enum.GetValues<TableService>().Where(table.IsKnownIn)
            .All(s => table.Columns.Any(c => c.Name is DefenderTime or SentinelTime && c.In(s) is not null));
        return new TableSchema(table.Name, [.. columns]) { HasOwnTime = hasTime, Further = [.. others, .. standard] };
    }

    private static KqlType TypeOf(PublishedColumn column) => column.Tocsin ?? column.DefenderXdr ?? column.Sentinel ?? KqlType.Unknown;
}

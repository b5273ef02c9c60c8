using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Export;

/// <summary>
/// A service that runs KQL, with the tables it has: ours hold the columns of all services together, and those that
/// published queries only think to exist.
/// </summary>
internal sealed class ServiceTables
{
    // Named by published queries, in no service's schema.
    private static readonly ImmutableArray<string> Imagined = ["BytesSent", "BytesReceived"];

    /// <summary>https://learn.microsoft.com/azure/azure-monitor/reference/tables/devicenetworkevents.</summary>
    public static readonly ServiceTables Sentinel = new("Microsoft Sentinel", time: "TimeGenerated", otherTime: "Timestamp", [], KqlType.Dynamic);

    /// <summary>https://learn.microsoft.com/defender-xdr/advanced-hunting-devicenetworkevents-table.</summary>
    public static readonly ServiceTables DefenderXdr =
        new("Microsoft Defender XDR", time: "Timestamp", otherTime: "TimeGenerated", ["TenantId", "SourceSystem", "Type", "MachineGroup"], KqlType.String);

    /// <summary>Every table as Tocsin runs it.</summary>
    public static readonly IReadOnlyDictionary<string, TableDescriptor> Ours = KnownTables.All.ToDictionary(
        t => t.Name, t => new TableDescriptor(t.Name, [.. t.Columns.Select(c => new TableColumn(c.Name, c.Type))]), StringComparer.Ordinal);

    private readonly ImmutableArray<string> _absent;
    private readonly KqlType _additionalFields;

    private ServiceTables(string name, string time, string otherTime, ImmutableArray<string> absent, KqlType additionalFields)
    {
        Name = name;
        TimeColumn = time;
        OtherTimeColumn = otherTime;
        _absent = absent;
        _additionalFields = additionalFields;
        Tables = KnownTables.All.ToDictionary(t => t.Name, Describe, StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>What the service calls the time of an event.</summary>
    public string TimeColumn { get; }

    /// <summary>What the other service calls it; this one has no such column.</summary>
    public string OtherTimeColumn { get; }

    public IReadOnlyDictionary<string, TableDescriptor> Tables { get; }

    private TableDescriptor Describe(TableSchema table)
    {
        var isNetwork = string.Equals(table.Name, "DeviceNetworkEvents", StringComparison.Ordinal);
        var columns = table.Columns
            .Where(c => table.Find(TimeColumn) is null || !string.Equals(c.Name, OtherTimeColumn, StringComparison.Ordinal))
            .Where(c => !_absent.Contains(c.Name, StringComparer.Ordinal) && !Imagined.Contains(c.Name, StringComparer.Ordinal))
            .Where(c => !isNetwork || c.Name is not "AccountName")
            .Select(c => new TableColumn(c.Name, c.Name is "AdditionalFields" ? _additionalFields : c.Type));
        return new TableDescriptor(table.Name, [.. columns]);
    }
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>
/// The columns that each service's tables have. Tocsin's tables hold those of all services together, so a service is
/// told by what it lacks, what it adds and which types it has otherwise. Defender XDR:
/// https://learn.microsoft.com/defender-xdr/advanced-hunting-devicenetworkevents-table and its neighbours. Sentinel:
/// https://learn.microsoft.com/azure/azure-monitor/reference/tables/devicenetworkevents and its neighbours, with
/// https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns.
/// </summary>
internal static class TargetSchemas
{
    private static readonly ImmutableArray<string> OfLogAnalyticsAlone = ["TimeGenerated", "TenantId", "SourceSystem", "Type", "MachineGroup"];

    /// <summary>Columns that published queries name, and that neither service has in this table.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> OfNeither = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("DeviceNetworkEvents", ImmutableArray.Create("AccountName", "BytesSent", "BytesReceived")),
            KeyValuePair.Create("DeviceEvents", ImmutableArray.Create("InitiatingProcessIntegrityLevel", "InitiatingProcessTokenElevation")),
        ]);

    private static readonly ImmutableArray<TableColumn> LogAnalyticsColumns =
    [
        new("_BilledSize", KqlType.Real), new("_IsBillable", KqlType.String), new("_ItemId", KqlType.String), new("_ResourceId", KqlType.String),
        new("_SubscriptionId", KqlType.String), new("_TimeReceived", KqlType.DateTime),
    ];

    private static readonly ImmutableDictionary<CheckTarget, ImmutableDictionary<string, TableDescriptor>> Tables =
        Enum.GetValues<CheckTarget>().ToImmutableDictionary(t => t, t => KnownTables.All.ToImmutableDictionary(s => s.Name, s => Describe(s, t), StringComparer.Ordinal));

    /// <summary>What a query is bound against; nothing is run, so the clock does not matter.</summary>
    public static CompilerOptions Options(CheckTarget target) => new(Tables[target], DateTime.UnixEpoch.Ticks) { RegexError = RegexError };

    public static TableDescriptor? Find(CheckTarget target, string table) => Tables[target].GetValueOrDefault(table);

    /// <summary>What a column that the target lacks is called there, or how to go without it; null where nothing is known.</summary>
    public static string? Substitute(CheckTarget target, string table, string column) => (column, target) switch
    {
        ("TimeGenerated", CheckTarget.DefenderXdr) => "It is called Timestamp there.",
        ("Timestamp", CheckTarget.Sentinel) => "It is called TimeGenerated there.",
        ("AccountName", _) when table == "DeviceNetworkEvents" => "The account of the process is InitiatingProcessAccountName.",
        ("BytesSent" or "BytesReceived", _) when table == "DeviceNetworkEvents" => "The table holds no volumes; leave them out, or take them from the firewall's log (CommonSecurityLog).",
        ("MachineGroup", CheckTarget.DefenderXdr) => "DeviceInfo has it.",
        _ => null,
    };

    private static TableDescriptor Describe(TableSchema schema, CheckTarget target)
    {
        IEnumerable<TableColumn> columns = schema.Columns.Select(c => new TableColumn(c.Name, TypeOf(c, target)));
        if (target == CheckTarget.Kusto)
        {
            return new TableDescriptor(schema.Name, [.. columns]);
        }

        var lacking = (OfNeither.TryGetValue(schema.Name, out var neither) ? neither : []).Concat(target == CheckTarget.Sentinel ? ["Timestamp"] : OfLogAnalyticsAlone).ToHashSet(StringComparer.Ordinal);
        return new TableDescriptor(schema.Name, [.. columns.Where(c => !lacking.Contains(c.Name)), .. target == CheckTarget.Sentinel ? LogAnalyticsColumns : []]);
    }

    private static KqlType TypeOf(ColumnSchema column, CheckTarget target) =>
        target == CheckTarget.Sentinel && column.Name == "AdditionalFields" ? KqlType.Dynamic : column.Type;

    /// <summary>Both services take RE2's patterns; of what .NET knows beyond them, its engine without backtracking refuses the most.</summary>
    private static string? RegexError(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (NotSupportedException)
        {
            return "look-around, back-references and atomic groups are not taken";
        }
        catch (ArgumentException)
        {
            // RE2 spells some things otherwise than .NET: no judgement.
            return null;
        }
    }
}

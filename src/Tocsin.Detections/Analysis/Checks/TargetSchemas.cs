using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.Engine.Sources;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>The tables that each target has, with their columns there: what <see cref="PublishedTables"/> says of the services.</summary>
internal static class TargetSchemas
{
    private static readonly ImmutableDictionary<CheckTarget, TableDictionary> Tables =
        Enum.GetValues<CheckTarget>().ToImmutableDictionary(t => t, t => new TableDictionary(() => Names(t), name => Describe(name, t)));

    /// <summary>What a query is bound against; nothing is run, so the clock does not matter.</summary>
    public static CompilerOptions Options(CheckTarget target) => new(Tables[target], DateTime.UnixEpoch.Ticks)
    {
        WildcardTables = ServiceOf(target) is null ? [.. KnownTables.Basic.Select(t => t.Name)] : null,
        RegexError = RegexError,
    };

    /// <summary>Every table as Tocsin runs it, with the columns of all services.</summary>
    public static IReadOnlyDictionary<string, TableDescriptor> Ours => Tables[CheckTarget.Kusto];

    public static TableDescriptor? Find(CheckTarget target, string table) => Tables[target].GetValueOrDefault(table);

    /// <summary>Whether the target is known not to have the table, which another service has.</summary>
    public static bool IsElsewhere(CheckTarget target, string table) =>
        ServiceOf(target) is { } service && PublishedTables.Find(table) is { } published && published.Page(service) is null;

    /// <summary>What a column that the target lacks is called there, or how to go without it; null where nothing is known.</summary>
    public static string? Substitute(CheckTarget target, string table, string column) => (column, target) switch
    {
        ("TimeGenerated", CheckTarget.DefenderXdr) when Has(target, table, "Timestamp") => "It is called Timestamp there.",
        ("Timestamp", CheckTarget.Sentinel) when Has(target, table, "TimeGenerated") => "It is called TimeGenerated there.",
        ("AccountName", _) when table == "DeviceNetworkEvents" => "The account of the process is InitiatingProcessAccountName.",
        ("BytesSent" or "BytesReceived", _) when table == "DeviceNetworkEvents" => "The table holds no volumes; leave them out, or take them from the firewall's log (CommonSecurityLog).",
        ("MachineGroup", CheckTarget.DefenderXdr) => "DeviceInfo has it.",
        _ => OtherSpelling(target, table, column),
    };

    private static bool Has(CheckTarget target, string table, string column) =>
        Find(target, table)?.Columns.Any(c => c.Name.Equals(column, StringComparison.Ordinal)) ?? false;

    private static string? OtherSpelling(CheckTarget target, string table, string column) =>
        Find(target, table)?.Columns.FirstOrDefault(c => c.Name.Equals(column, StringComparison.OrdinalIgnoreCase)) is { } other
            ? $"It is called {other.Name} there."
            : null;

    /// <summary>The target's page of the table where it is older than the one by which the other service has the column: it may have come since.</summary>
    public static TablePage? PageOlderThan(CheckTarget target, string table, string column) =>
        ServiceOf(target) is { } service && PublishedTables.Find(table) is { } published && published.Page(service) is { Date: { } date } page
            && published.Columns.Any(c => c.Name.Equals(column, StringComparison.Ordinal)
                && Enum.GetValues<TableService>().Any(s => c.In(s) is not null && published.Page(s)?.Date > date))
            ? page
            : null;

    private static TableService? ServiceOf(CheckTarget target) => target switch
    {
        CheckTarget.Kusto => null,
        CheckTarget.Sentinel => TableService.Sentinel,
        CheckTarget.DefenderXdr => TableService.DefenderXdr,
    };

    private static IEnumerable<string> Names(CheckTarget target) =>
        ServiceOf(target) is { } service ? PublishedTables.All.Where(t => t.IsKnownIn(service)).Select(t => t.Name) : KnownTables.Names;

    private static TableDescriptor? Describe(string name, CheckTarget target)
    {
        if (ServiceOf(target) is not { } service)
        {
            return KnownTables.Find(name) is { } schema ? TableDescriptors.Of(schema) : null;
        }

        if (PublishedTables.Find(name) is not { } published || !published.IsKnownIn(service))
        {
            return null;
        }

        ImmutableArray<TableColumn> columns = [.. published.Columns.Where(c => c.In(service) is not null).Select(c => new TableColumn(c.Name, c.In(service)!.Value))];
        var standard = service == TableService.Sentinel ? KnownTables.StandardColumns.Where(s => !columns.Any(c => c.Name.Equals(s.Name, StringComparison.Ordinal))).Select(s => new TableColumn(s.Name, s.Type)) : [];
        return new TableDescriptor(name, [.. columns, .. standard]);
    }

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

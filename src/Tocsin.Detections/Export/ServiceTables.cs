using Tocsin.Compiler.Binding;
using Tocsin.Detections.Analysis.Checks;

namespace Tocsin.Detections.Export;

/// <summary>A service that runs KQL, with the tables it has and what it calls the time of an event.</summary>
/// <param name="TimeColumn">What the service calls the time of an event.</param>
/// <param name="OtherTimeColumn">What the other service calls it; this one has no such column.</param>
internal sealed record ServiceTables(CheckTarget Target, string Name, string TimeColumn, string OtherTimeColumn)
{
    public static readonly ServiceTables Sentinel = new(CheckTarget.Sentinel, "Microsoft Sentinel", "TimeGenerated", "Timestamp");

    public static readonly ServiceTables DefenderXdr = new(CheckTarget.DefenderXdr, "Microsoft Defender XDR", "Timestamp", "TimeGenerated");

    /// <summary>Every table as Tocsin runs it, with the columns of all services.</summary>
    public static IReadOnlyDictionary<string, TableDescriptor> Ours => TargetSchemas.Ours;

    public IReadOnlyDictionary<string, TableDescriptor> Tables => TargetSchemas.Options(Target).Tables;

    /// <summary>Whether a table of those named has a column of the name, here or in the other service.</summary>
    public bool IsTableColumn(IEnumerable<string> tables, string name) =>
        tables.SelectMany(t => new[] { Tables.GetValueOrDefault(t), Ours.GetValueOrDefault(t) }).OfType<TableDescriptor>().Any(t => t.Columns.Any(c => string.Equals(c.Name, name, StringComparison.Ordinal)));
}

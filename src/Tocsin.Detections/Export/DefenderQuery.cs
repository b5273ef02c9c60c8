using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Export;

/// <summary>
/// A query as custom detections want it: its rows name an event by Timestamp, ReportId and DeviceId
/// (https://learn.microsoft.com/defender-xdr/custom-detection-rules#required-columns-in-the-query-results). Rows that a
/// query aggregates are given the event with their time, device and other plain columns.
/// </summary>
internal static class DefenderQuery
{
    private static readonly ServiceTables Service = ServiceTables.DefenderXdr;

    private static readonly ImmutableArray<string> EventColumns = ["ReportId", "DeviceId"];

    // How often a rule may run, and how far back each run looks.
    private static readonly ImmutableArray<(TimeSpan Frequency, TimeSpan LookBack)> Frequencies =
    [
        (TimeSpan.FromHours(1), TimeSpan.FromHours(4)),
        (TimeSpan.FromHours(3), TimeSpan.FromHours(12)),
        (TimeSpan.FromHours(12), TimeSpan.FromHours(48)),
        (TimeSpan.FromHours(24), TimeSpan.FromDays(30)),
    ];

    public static (ServiceQuery? Query, ImmutableArray<ExportNote> Notes, ImmutableArray<Diagnostic> Diagnostics) For(DetectionPackage package)
    {
        var query = ServiceQuery.For(Service, package.Query);
        if (query.IsRefused)
        {
            return (null, [], query.Diagnostics);
        }

        var notes = query.Notes.ToBuilder();
        var bag = new DiagnosticBag(package.Metadata ?? package.Query);
        CheckSchedule(package, notes, bag);
        query = WithTime(package, query, notes, bag);
        if (!bag.HasErrors)
        {
            query = WithEvent(package, query, notes, bag);
        }

        if (!bag.HasErrors)
        {
            query = WithFirstElements(package, query, notes);
            bag.AddRange(query.Diagnostics);
        }

        return (bag.HasErrors ? null : query, notes.ToImmutable(), [.. bag.Items]);
    }

    public static TimeSpan PeriodOf(DetectionPackage package) =>
        Longer(package.Schedule?.Period, RuleQuery.Parse(package.Query).LongestAgo()) ?? TimeSpan.FromDays(1);

    /// <summary>The most frequent schedule whose look-back covers the period, or null.</summary>
    public static TimeSpan? FrequencyFor(TimeSpan period)
    {
        var fitting = Frequencies.Where(f => f.LookBack >= period).ToList();
        return fitting.Count > 0 ? fitting[0].Frequency : null;
    }

    private static TimeSpan? Longer(TimeSpan? a, TimeSpan? b) => a > b || b is null ? a : b;

    private static void CheckSchedule(DetectionPackage package, ImmutableArray<ExportNote>.Builder notes, DiagnosticBag bag)
    {
        var period = PeriodOf(package);
        if (FrequencyFor(period) is not { } frequency)
        {
            bag.Report(ExportDescriptors.OutOfRange, default, Service.Name, "a period", "up to 30d", TimeSpanText.Write(period));
        }
        else if (package.Schedule is { } schedule && schedule.Frequency != frequency)
        {
            var why = $"rules that look back {TimeSpanText.Write(period)} run every {TimeSpanText.Write(frequency)} in Defender XDR.";
            notes.Add(new ExportNote(ExportNoteKind.Changed, package.Metadata ?? package.Query, null, $"frequency {TimeSpanText.Write(schedule.Frequency)}", why));
        }
    }

    private static ServiceQuery WithTime(DetectionPackage package, ServiceQuery query, ImmutableArray<ExportNote>.Builder notes, DiagnosticBag bag)
    {
        if (query.Find(Service.TimeColumn) is { Type.Kind: KqlType.DateTime })
        {
            return query;
        }

        var columns = query.Columns.Select(c => c.Name).ToList();
        var given = package.Alert.Time?.Name ?? ColumnConventions.Time.FirstOrDefault(n => columns.Contains(n, StringComparer.Ordinal));
        if (given is null || query.Find(given)?.Type.Kind != KqlType.DateTime || query.Find(Service.TimeColumn) is not null)
        {
            bag.Report(ExportDescriptors.MissingColumn, default, Service.Name, Service.TimeColumn, "no result column holds the time of an event.");
            return query;
        }

        notes.Add(new ExportNote(ExportNoteKind.Added, package.Query, null, Service.TimeColumn, $"it holds {given}."));
        return query.Computing(Service, [(Service.TimeColumn, KqlLiteral.Name(given))]);
    }

    private static ServiceQuery WithEvent(DetectionPackage package, ServiceQuery query, ImmutableArray<ExportNote>.Builder notes, DiagnosticBag bag)
    {
        ImmutableArray<string> missing = [.. EventColumns.Where(c => query.Find(c) is null)];
        if (missing.IsEmpty)
        {
            return query;
        }

        if (SourceOf(query) is not { } table || !missing.All(m => table.Columns.Any(c => c.Name == m)))
        {
            bag.Report(ExportDescriptors.MissingColumn, default, Service.Name, string.Join(" and ", missing), "the query does not read one table that has it.");
            return query;
        }

        ImmutableArray<string> keys = [Service.TimeColumn, .. query.Columns.Where(c => IsKey(table, c)).Select(c => c.Name)];
        if (!keys.Any(k => k is "DeviceName" or "DeviceId") || keys.Any(k => query.Find(k + "1") is not null))
        {
            bag.Report(ExportDescriptors.MissingColumn, default, Service.Name, string.Join(" and ", missing), "the rows do not name their device by DeviceName.");
            return query;
        }

        notes.Add(new ExportNote(
            ExportNoteKind.Added, package.Query, null, string.Join(" and ", missing),
            $"taken from the event of {table.Name} with the same {string.Join(", ", keys)}; a row without such an event has none, and Defender XDR leaves it out."));
        return query.Then(Service, Join(table.Name, missing, keys, PeriodOf(package)));
    }

    private static string Join(string table, ImmutableArray<string> missing, ImmutableArray<string> keys, TimeSpan period)
    {
        var list = string.Join(", ", keys);
        var values = missing switch
        {
            ["ReportId", "DeviceId"] => "arg_max(ReportId, DeviceId)",
            ["ReportId"] => "ReportId = max(ReportId)",
            _ => "DeviceId = take_any(DeviceId)",
        };
        return $"""
            | join kind=leftouter (
                {table}
                | where {Service.TimeColumn} > ago({TimeSpanText.Write(period)})
                | summarize {values} by {list}
            ) on {list}
            | project-away {string.Join(", ", keys.Select(k => k + "1"))}
            """;
    }

    /// <summary>Result columns that are called as columns of the table are, and of their type: a row keeps them, whatever they hold.</summary>
    private static bool IsKey(TableDescriptor table, ColumnSymbol column) =>
        column.Type.Kind is KqlType.String or KqlType.Int or KqlType.Long
        && table.Columns.Any(c => string.Equals(c.Name, column.Name, StringComparison.Ordinal) && c.Type == column.Type.Kind);

    /// <summary>The one table that the query reads, or null.</summary>
    private static TableDescriptor? SourceOf(ServiceQuery query)
    {
        var names = SyntaxTree.Parse(query.Text).Tokens.Where(t => t.Kind == TokenKind.Word && Service.Tables.ContainsKey(t.Text)).Select(t => t.Text);
        return names.Distinct(StringComparer.Ordinal).ToList() is [var only] ? Service.Tables[only] : null;
    }

    private static ServiceQuery WithFirstElements(DetectionPackage package, ServiceQuery query, ImmutableArray<ExportNote>.Builder notes)
    {
        var lists = query.EntitiesOf(package).Select(e => query.NameOf(Service, e.Column.Name)).Where(query.IsDynamic).Distinct(StringComparer.Ordinal).ToList();
        foreach (var list in lists)
        {
            notes.Add(new ExportNote(ExportNoteKind.Changed, package.Query, null, $"entity {list}", "a list is no entity in Defender XDR; its first element is."));
        }

        return query.Computing(Service, lists.Select(ServiceQuery.FirstOf));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Events of one kind that become rows of a table.</summary>
/// <param name="Provider">Who writes them, such as <c>Sysmon</c>.</param>
/// <param name="Event">Which of its events, such as <c>Event ID 3</c> or <c>conn.log</c>.</param>
/// <param name="Title">What the provider calls them.</param>
/// <param name="ActionTypes">The values of ActionType that the rows can have; none where they are the source's own.</param>
/// <param name="Columns">The columns that the events fill by themselves.</param>
public sealed record EventSource(
    string Provider, string Event, string Title, TableSchema Table, ImmutableArray<string> ActionTypes, ImmutableArray<string> Columns);

/// <summary>Which events feed which tables, as the mappings of the readers have it.</summary>
public static class EventSources
{
    private const string WindowsPrefix = "Microsoft-Windows-";

    private static readonly ImmutableArray<EventSource> Mapped =
    [
        .. WindowsEventReader.Events.Select(e => Of(
            e.Kind.Provider[WindowsPrefix.Length..],
            string.Create(CultureInfo.InvariantCulture, $"Event ID {e.Kind.Id}"),
            e.Kind.Title,
            e.Map(WindowsEventDialects.Decoded))),
        .. ZeekLogs.All.Where(l => !KnownTables.IsContext(l.Mapping.Map.Schema)).Select(l => Of("Zeek", l.Name + ".log", l.Title, l.Mapping.Map)),
    ];

    /// <summary>What feeds the tables: the events that become their rows, and exports of the tables themselves. Names of no known table have none.</summary>
    public static IEnumerable<EventSource> Of(IEnumerable<string> tables)
    {
        var schemas = tables.Select(KnownTables.Find).OfType<TableSchema>().ToHashSet();
        var ordered = KnownTables.Basic.Where(schemas.Contains).Concat(schemas.Except(KnownTables.Basic).OrderBy(s => s.Name, StringComparer.Ordinal));
        return Mapped.Where(s => schemas.Contains(s.Table)).Concat(ordered.Select(Rows));
    }

    private static EventSource Rows(TableSchema table)
    {
        var service = PublishedTables.Find(table.Name) is { DefenderXdr: null } ? "Sentinel" : "Defender";
        return new EventSource($"{service}-{table.Name}", "any", "Rows of the table itself", table, [], [.. table.Columns.Select(c => c.Name)]);
    }

    private static EventSource Of(string provider, string name, string title, TableMap map) => new(
        provider,
        name,
        title,
        map.Schema,
        [.. map.Value("ActionType") is { } action ? Results(action).Distinct(StringComparer.Ordinal) : []],
        [.. map.Schema.Columns.Select(c => c.Name).Where(c => map.Value(c) is not null)]);

    /// <summary>The texts that a value can be.</summary>
    private static IEnumerable<string> Results(MappedValue value) => value switch
    {
        ConstantValue constant => [constant.Text],
        LookupValue lookup => lookup.Entries.Select(e => e.Result).Concat(lookup.Otherwise is { } otherwise ? Results(otherwise) : []),
        ChoiceValue choice => Results(choice.Then).Concat(Results(choice.Otherwise)),
        FirstValue first => first.Values.SelectMany(Results),
        _ => [],
    };
}

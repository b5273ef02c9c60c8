using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis;

/// <summary>Which events feed a query, by the mappings of Tocsin's own readers.</summary>
internal static class CoverageReader
{
    private const string ReportSuffix = "AggregatedReport";

    public static ImmutableArray<EventCoverage> Read(RuleQuery query, ImmutableArray<TableUse> tables) =>
        [.. EventSources.Of(tables.Select(t => t.Name)).SelectMany(s => tables.Where(t => t.Name.Equals(s.Table.Name, StringComparison.Ordinal)).Select(t => Cover(query, s, t)))];

    private static EventCoverage Cover(RuleQuery query, EventSource source, TableUse table)
    {
        ImmutableArray<string> missing = [.. table.Columns.Except(source.Columns, StringComparer.Ordinal)];
        var wanted = ActionConditions(query, table.Name);
        if (source.ActionTypes.IsEmpty || wanted.Any(w => w.IsEmpty))
        {
            return new EventCoverage(source.Provider, source.Event, source.Title, table.Name, true, null, missing);
        }

        var passes = source.ActionTypes.Any(a => Passes(wanted, a));
        var passesAsReport = !passes && source.Table == KnownTables.DeviceNetworkEvents
            && source.ActionTypes.Any(a => IsReported(a) && Passes(wanted, a + ReportSuffix));
        var note = passes ? null
            : passesAsReport ? "as hourly reports made of its connections (--derive aggregated-reports)"
            : $"its ActionType is {string.Join(" or ", source.ActionTypes)}, which the query leaves out";
        return new EventCoverage(source.Provider, source.Event, source.Title, table.Name, passes || passesAsReport, note, missing);
    }

    /// <summary>Defender aggregates connections, not what it saw inside of them.</summary>
    private static bool IsReported(string action) =>
        action.StartsWith("Connection", StringComparison.Ordinal) || action.StartsWith("InboundConnection", StringComparison.Ordinal);

    private static bool Passes(List<ImmutableArray<Predicate>> wanted, string action) => wanted.Any(all => all.All(p => Holds(p, action) != p.IsNegated));

    /// <summary>The conditions on ActionType of each pipeline that reads the table.</summary>
    private static List<ImmutableArray<Predicate>> ActionConditions(RuleQuery query, string table) =>
    [
        .. query.Pipelines.Where(p => table.Equals(p.SourceName, StringComparison.Ordinal)).Select(p => p.Operators.OfType<Kql.Syntax.WhereSyntax>()
            .SelectMany(w => Conditions.Conjuncts(w.Condition))
            .Select(c => Conditions.Read(c, query.Constants))
            .OfType<Predicate>()
            .Where(c => c is { Column: "ActionType", Other: null } && IsJudged(c.Kind))
            .ToImmutableArray()),
    ];

    private static bool IsJudged(PredicateKind kind) => kind is PredicateKind.Equal or PredicateKind.In or PredicateKind.StartsWith or PredicateKind.EndsWith
        or PredicateKind.Contains or PredicateKind.Term or PredicateKind.Regex;

    private static bool Holds(Predicate predicate, string action)
    {
        var comparison = predicate.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return predicate.Values.Select(v => v.Text).Any(value => predicate.Kind switch
        {
            PredicateKind.StartsWith => action.StartsWith(value, comparison),
            PredicateKind.EndsWith => action.EndsWith(value, comparison),
            PredicateKind.Contains => action.Contains(value, comparison),
            PredicateKind.Regex => Matches(action, value),

            // An action type is one term.
            _ => action.Equals(value, comparison),
        });
    }

    private static bool Matches(string action, string pattern)
    {
        try
        {
            return Regex.IsMatch(action, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return true;
        }
    }
}

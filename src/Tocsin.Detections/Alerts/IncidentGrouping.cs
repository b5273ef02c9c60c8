using System.Collections.Immutable;
using Tocsin.Detections.Packages;

namespace Tocsin.Detections.Alerts;

/// <summary>
/// Groups alerts into incidents: alerts that share an entity (see <see cref="IncidentLinks"/>), also by way of others, within
/// <see cref="LongestSpan"/> of the incident's first alert. What comes later is an incident of its own.
/// </summary>
public static class IncidentGrouping
{
    public static readonly TimeSpan LongestSpan = TimeSpan.FromHours(24);

    /// <summary>The alerts, in their own order, each with its incident; a suppressed alert has that of the one it repeats.</summary>
    public static ImmutableArray<Alert> Apply(ImmutableArray<Alert> alerts)
    {
        var raised = alerts
            .Where(a => a.IsRaised)
            .DistinctBy(a => a.Id, StringComparer.Ordinal)
            .OrderBy(a => a.Time ?? DateTime.MaxValue)
            .ThenBy(a => a.Id, StringComparer.Ordinal)
            .ToList();
        var incidents = new Dictionary<string, Incident>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in Groups(raised))
        {
            var incident = Incident(group, ids);
            group.ForEach(a => incidents[a.Id] = incident);
        }

        return [.. alerts.Select(a => a with { Incident = incidents.GetValueOrDefault(a.SuppressedBy ?? a.Id) })];
    }

    private static IEnumerable<List<Alert>> Groups(List<Alert> alerts)
    {
        var links = alerts.Select(IncidentLinks.Of).Select(l => l.ToList()).ToList();
        var common = Common(alerts, links);
        var groups = new List<Group>();
        var latest = new Dictionary<Entity, Group>();
        for (var i = 0; i < alerts.Count; i++)
        {
            var ties = links[i].Where(l => !common.Contains(l)).ToList();
            var near = ties.Where(latest.ContainsKey).Select(t => latest[t].Root).Where(g => g.Reaches(alerts[i].Time)).Distinct().OrderBy(g => g.Number).ToList();
            var group = near.FirstOrDefault();
            if (group is null)
            {
                group = new Group(groups.Count, alerts[i].Time);
                groups.Add(group);
            }

            near.Skip(1).ToList().ForEach(group.Take);
            group.Alerts.Add(alerts[i]);
            ties.ForEach(t => latest[t] = group);
        }

        return groups.Where(g => g.Root == g).Select(g => g.Alerts);
    }

    private static HashSet<Entity> Common(List<Alert> alerts, List<List<Entity>> links)
    {
        var hosts = new Dictionary<Entity, HashSet<string>>();
        for (var i = 0; i < alerts.Count; i++)
        {
            foreach (var link in links[i].Where(l => l.Kind != EntityKind.Host))
            {
                hosts.TryAdd(link, new HashSet<string>(StringComparer.Ordinal));
                hosts[link].UnionWith(IncidentLinks.Hosts(alerts[i]));
            }
        }

        return [.. hosts.Where(h => h.Value.Count > IncidentLinks.MostHosts).Select(h => h.Key)];
    }

    private static Incident Incident(List<Alert> alerts, HashSet<string> ids)
    {
        // The first alert's key and first sight stay the same as the data grows at its end.
        var first = alerts.MinBy(a => a.Time ?? DateTime.MaxValue)!;
        var seen = alerts.Min(a => a.FirstSeen);
        var basis = new[] { first.Key, first.FirstSeen?.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "" };
        var id = Identifier(basis);
        for (var i = 0; !ids.Add(id); i++)
        {
            id = Identifier([.. basis, first.Id, i.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        }

        return new Incident(
            id,
            Title(alerts),
            alerts.Max(a => a.Severity),
            seen,
            alerts.Max(a => a.LastSeen),
            alerts.Count,
            [.. alerts.Select(a => a.Detection.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. alerts.SelectMany(a => a.Entities).Distinct()]);
    }

    private static string Identifier(IEnumerable<string> texts) => $"inc-{AlertIdentity.OfTexts(texts)[..10]}";

    /// <summary>The gravest alert's title, where, and how many more there are.</summary>
    private static string Title(List<Alert> alerts)
    {
        var gravest = alerts.OrderByDescending(a => a.Severity).ThenByDescending(a => a.Risk ?? 0).ThenBy(a => a.Time ?? DateTime.MaxValue).ThenBy(a => a.Id, StringComparer.Ordinal).First();
        var hosts = alerts.SelectMany(a => a.EntitiesOf(EntityKind.Host)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var where = hosts switch
        {
            [] => "",
            [var host] => gravest.Title.Contains(host, StringComparison.OrdinalIgnoreCase) ? "" : $"{host}: ",
            _ => $"{hosts.Count} hosts: ",
        };
        var more = alerts.Count switch
        {
            1 => "",
            2 => ", and 1 more alert",
            _ => $", and {alerts.Count - 1} more alerts",
        };
        return $"{where}{gravest.Title}{more}";
    }

    /// <summary>An incident in the making; one that was taken into another points there.</summary>
    private sealed class Group(int number, DateTime? start)
    {
        private Group? _into;

        public int Number => number;

        public List<Alert> Alerts { get; } = [];

        public Group Root => _into?.Root ?? this;

        public bool Reaches(DateTime? time) => time is null ? start is null : time - start <= LongestSpan;

        public void Take(Group other)
        {
            Alerts.AddRange(other.Alerts);
            other._into = this;
        }
    }
}

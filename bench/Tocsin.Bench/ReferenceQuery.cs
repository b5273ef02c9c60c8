namespace Tocsin.Bench;

/// <summary>A reference query and what Kusto leaves open in its answer.</summary>
/// <param name="Order">The columns it sorts by; rows that tie in them come in any order.</param>
/// <param name="Sets">Columns of make_set, whose elements have no order, and the limit over which Kusto keeps any that many.</param>
internal sealed record ReferenceQuery(string Name, string[] Order, Dictionary<string, int> Sets)
{
    public static readonly ReferenceQuery[] All =
    [
        new("t1071-beaconing", ["ConnectionCount"], new() { ["Ports"] = int.MaxValue }),
        new("aggregated-report-beacons", ["series_stats_ConnCounts_avg"], []),
        new("t1573-encrypted-channel", ["RiskScore", "TimeGenerated"], []),
        new("t1043-unusual-process-common-port", ["Timestamp"], []),
        new("t1583-004-adversary-server", ["RiskScore", "ConnectionCount"], new() { ["Ports"] = 10, ["Processes"] = 5 }),
    ];

    public string Kql => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kql", $"{Name}.kql"));

    /// <summary>The best SQL that we could write by hand, whose columns are the query's own in its order.</summary>
    public string Sql(string file, string now) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sql", $"{Name}.sql"))
        .Replace("$file", file, StringComparison.Ordinal)
        .Replace("$now", now, StringComparison.Ordinal);
}

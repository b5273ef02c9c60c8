using Tocsin.DuckDb;

namespace Tocsin.Bench;

/// <summary>A format that DuckDB reads too.</summary>
/// <param name="Name">Its file is made by sql/NAME.sql.</param>
/// <param name="Reader">DuckDB's own reader of it; $file is the path.</param>
/// <param name="Check">Of that reader's rows, what <see cref="Rows"/> answers of ours.</param>
/// <param name="Goal">Our time over DuckDB's, at most.</param>
internal sealed record ReadingFormat(string Name, string Reader, string Check, double Goal)
{
    /// <summary>What the loaded table answers, to be compared before anything is timed.</summary>
    public const string Rows = """
        DeviceNetworkEvents
        | summarize Rows = count(), Ports = sum(tolong(RemotePort)), Sent = sum(BytesSent), Addresses = count_distinct(RemoteIP), Last = max(Timestamp)
        | project Rows, Ports, Sent, Addresses, Last = tolong(Last - datetime(1970-01-01)) / 10
        """;

    private const string ConnFields = """
        {'ts': 'DOUBLE', 'uid': 'VARCHAR', 'id.orig_h': 'VARCHAR', 'id.orig_p': 'INTEGER', 'id.resp_h': 'VARCHAR', 'id.resp_p': 'INTEGER', 'proto': 'VARCHAR',
        'service': 'VARCHAR', 'duration': 'DOUBLE', 'orig_bytes': 'BIGINT', 'resp_bytes': 'BIGINT', 'conn_state': 'VARCHAR', 'local_orig': 'VARCHAR',
        'local_resp': 'VARCHAR', 'missed_bytes': 'BIGINT', 'history': 'VARCHAR', 'orig_pkts': 'BIGINT', 'orig_ip_bytes': 'BIGINT', 'resp_pkts': 'BIGINT',
        'resp_ip_bytes': 'BIGINT', 'tunnel_parents': 'VARCHAR'}
        """;

    private const string Flat =
        "count(*), sum(\"RemotePort\"), sum(\"BytesSent\"), count(DISTINCT \"RemoteIP\"), max(epoch_us(\"Timestamp\"::TIMESTAMP))";

    public static IReadOnlyList<ReadingFormat> All { get; } =
    [
        new("ndjson", "read_json('$file')", Flat, 1.3),
        new("csv", "read_csv('$file')", Flat, 1.3),
        new(
            "zeek-conn",
            $"read_csv('$file', delim = '\\t', quote = '', escape = '', header = false, skip = 8, nullstr = '-', columns = {ConnFields})",
            "count(*), sum(\"id.resp_p\"), sum(\"orig_bytes\"), count(DISTINCT \"id.resp_h\"), max(round(\"ts\" * 1000000)::BIGINT)",
            1 / 0.7),
    ];

    /// <summary>The events in this format, made once.</summary>
    public string File(string folder, EventFile events)
    {
        var path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(events.Path)}.{Name}");
        if (!System.IO.File.Exists(path))
        {
            using var session = DuckDbSession.Open();
            var sql = System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sql", $"{Name}.sql"));
            session.Execute(sql.Replace("$events", events.Path, StringComparison.Ordinal).Replace("$file", path + ".part", StringComparison.Ordinal));
            System.IO.File.Move(path + ".part", path);
        }

        return path;
    }
}

using System.Globalization;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Context;

/// <summary>
/// Rows of sensors, each completed by what the others know: one event that two sensors saw becomes one row, processes
/// and names are filled in. All in the database, over tables that are loaded already.
/// </summary>
internal sealed class SensorContext(ITelemetrySession session, IReadOnlyList<SensorTable> tables, List<RecordAccount> accounts)
{
    private static readonly (string Audit, string Sysmon)[] Twins =
    [
        (WindowsSecurityEvents.Connection.Sensor, SysmonEvents.NetworkConnect.Sensor),
        (WindowsSecurityEvents.Process.Sensor, SysmonEvents.ProcessCreate.Sensor),
    ];

    private const string Joined = "tocsin_context";

    /// <summary>Tables that no query sees, and the kinds of records that became them.</summary>
    private static readonly Dictionary<string, string> SkippedKinds = new(StringComparer.Ordinal)
    {
        [KnownTables.ZeekCertificates.Name] = ZeekLogs.Certificates,
        [KnownTables.ProcessEnds.Name] = WindowsSecurityEvents.ProcessEnd.Sensor,
        [KnownTables.SysmonProcessEnds.Name] = SysmonEvents.ProcessTerminate.Sensor,
    };

    private static readonly string[] Order = ["Timestamp", "DeviceName", "ReportId", "ActionType", "AdditionalFields"];

    private bool HasProcesses => tables.Any(t => t.Schema == KnownTables.DeviceProcessEvents);

    private bool HasNames => Has("zeek ssl") || Has("zeek http");

    private bool HasAnswers => Has("zeek dns") || Has(SysmonEvents.DnsQuery.Sensor);

    private bool HasCertificates => Has(ZeekLogs.Certificates) && Has(ZeekLogs.Handshakes);

    /// <summary>Each table's completed rows; none where nothing could add to what they have.</summary>
    public IReadOnlyList<(TableSchema Schema, SqlQuery Rows)> Complete()
    {
        AccountContext();
        var isTwice = Twins.Any(t => Has(t.Audit) && Has(t.Sysmon));
        var isNamed = (HasNames || HasAnswers) && tables.Any(t => t.Schema == KnownTables.DeviceNetworkEvents);
        if (!isTwice && !HasProcesses && !HasCertificates && !isNamed)
        {
            return [];
        }

        CreateContext();
        var schemas = tables.Select(t => t.Schema).Where(s => !KnownTables.IsContext(s)).Distinct();
        (TableSchema, SqlQuery)[] completed = [.. schemas.Select(schema => (schema, (SqlQuery)Completed(schema)))];
        foreach (var twins in Twins)
        {
            Account(twins.Audit, twins.Sysmon);
        }

        DropContext();
        return completed;
    }

    private void CreateContext()
    {
        if (HasCertificates)
        {
            Create(CertificateContext.Table, CertificateContext.Certificates(All(ZeekLogs.Certificates)!));
        }

        if (HasProcesses)
        {
            Create(ProcessContext.Table, ProcessContext.Processes(Of(t => t.Schema == KnownTables.DeviceProcessEvents)!, Ends()));
            Create(ProcessContext.IdsTable, ProcessContext.Ids());
        }

        if (HasNames)
        {
            Create(NameContext.NamesTable, NameContext.Names(Of(t => t.Sensor is "zeek ssl" or "zeek http")!));
        }

        if (HasAnswers)
        {
            Create(NameContext.AnswersTable, NameContext.Answers(Of(t => t.Sensor is "zeek dns"), Of(t => t.Sensor == SysmonEvents.DnsQuery.Sensor)));
        }
    }

    /// <summary>The tables that only help, and those of the sensors' rows, which are complete now.</summary>
    private void DropContext()
    {
        string[] needless =
        [
            ProcessContext.Table, ProcessContext.IdsTable, ProcessContext.FoundTable, ProcessContext.KnownTable, NameContext.NamesTable, NameContext.AnswersTable,
            NameContext.FoundTable, CertificateContext.Table, .. tables.Select(t => t.Rows).OfType<SqlSelect>().Select(r => r.From).OfType<SqlTable>().Select(t => t.Name),
        ];
        foreach (var name in needless)
        {
            session.DropTable(name);
        }
    }

    private SqlSelect Completed(TableSchema schema)
    {
        Create(Joined, Columns(schema, new SqlDerived(Filled(schema), "rows")));

        // In order of time, so that the same files give the same rows in the same order, and time filters skip. Not in
        // one with the joins: each takes what memory there is, and neither could put enough aside for the other.
        var name = $"tocsin_context_{schema.Name}";
        Create(name, Columns(schema, new SqlTable(Joined)) with { OrderBy = [.. Order.Select(c => new SqlOrdering(Sql.Tree.Sql.Column(c), false, false))] });
        session.DropTable(Joined);
        return Columns(schema, new SqlTable(name));
    }

    private SqlQuery Filled(TableSchema schema)
    {
        var rows = Of(t => t.Schema == schema)!;
        if (HasProcesses)
        {
            session.DropTable(ProcessContext.FoundTable);
            session.DropTable(ProcessContext.KnownTable);
            Create(ProcessContext.FoundTable, ProcessContext.Found(rows));
            Create(ProcessContext.KnownTable, ProcessContext.KnownOf(rows));
            rows = ProcessContext.Fill(schema, rows);
        }

        if (schema != KnownTables.DeviceNetworkEvents || !(HasNames || HasAnswers))
        {
            return rows;
        }

        if (HasAnswers)
        {
            Create(NameContext.FoundTable, NameContext.Found(Of(t => t.Schema == schema)!));
        }

        return NameContext.Fill(rows, HasNames, HasAnswers);
    }

    /// <summary>When processes ended, by all who say it; null where nobody does.</summary>
    private SqlQuery? Ends() =>
        Together([.. ((string[])[WindowsSecurityEvents.ProcessEnd.Sensor, SysmonEvents.ProcessTerminate.Sensor]).Select(All).OfType<SqlQuery>()]);

    private bool Has(string sensor) => tables.Any(t => t.Sensor.Equals(sensor, StringComparison.Ordinal));

    /// <summary>The rows of some sensors, without those of which another's stay; null where there are none.</summary>
    private SqlQuery? Of(Func<SensorTable, bool> condition) => Together([.. tables.Where(condition).Select(Single)]);

    private SqlQuery Single(SensorTable table)
    {
        if (HasCertificates && table.Sensor is ZeekLogs.Handshakes)
        {
            return CertificateContext.Fill(Columns(table.Schema, new SqlDerived(table.Rows, "rows")));
        }

        var twin = Twins.FirstOrDefault(t => t.Audit.Equals(table.Sensor, StringComparison.Ordinal)).Sysmon;
        return twin is not null && All(twin) is { } sysmon
            ? Columns(table.Schema, new SqlDerived(SameEvents.Without(table.Rows, sysmon, table.Schema), "single"))
            : Columns(table.Schema, new SqlDerived(table.Rows, "single"));
    }

    private SqlQuery? All(string sensor) =>
        Together([.. tables.Where(t => t.Sensor.Equals(sensor, StringComparison.Ordinal)).Select(t => Columns(t.Schema, new SqlDerived(t.Rows, "rows")))]);

    private static SqlQuery? Together(SqlQuery[] queries) => queries switch
    {
        [] => null,
        [var only] => only,
        _ => new SqlUnionAll([.. queries]),
    };

    private static SqlSelect Columns(TableSchema schema, SqlRelation relation) => new()
    {
        Items = [.. schema.Columns.Select(c => new SqlSelectItem(Sql.Tree.Sql.Column(c.Name)))],
        From = relation,
    };

    /// <summary>What another sensor's rows stand for is not used twice.</summary>
    private void Account(string audit, string sysmon)
    {
        if (All(sysmon) is not { } others)
        {
            return;
        }

        foreach (var table in tables.Where(t => t.HasFiles && t.Sensor.Equals(audit, StringComparison.Ordinal)))
        {
            if (!session.TryRead(SameEvents.Count(table.Rows, others, table.Schema), out var counts, out var error))
            {
                throw new InvalidOperationException($"Counting {audit} failed: {error}");
            }

            Move(counts, table, $"{audit}, seen by {sysmon} too");
        }
    }

    /// <summary>What only completes others is no row of a table: it is skipped, certificates with what became of them.</summary>
    private void AccountContext()
    {
        foreach (var table in tables.Where(t => t.Sensor is ZeekLogs.Certificates))
        {
            if (All(ZeekLogs.Handshakes) is { } handshakes)
            {
                if (!session.TryRead(CertificateContext.Count(table.Rows, handshakes), out var counts, out var error))
                {
                    throw new InvalidOperationException($"Counting {ZeekLogs.Certificates} failed: {error}");
                }

                Move(counts, table, $"{ZeekLogs.Certificates}, joined to {ZeekLogs.Handshakes}");
            }
        }

        for (var i = 0; i < accounts.Count; i++)
        {
            if (accounts[i].Outcome == RecordOutcome.Used && SkippedKinds.GetValueOrDefault(accounts[i].Detail) is { } kind)
            {
                accounts[i] = accounts[i] with { Outcome = RecordOutcome.Skipped, Detail = kind };
            }
        }
    }

    private void Move(IReadOnlyList<IReadOnlyList<object?>> counts, SensorTable table, string detail)
    {
        foreach (var count in counts)
        {
            var file = table.Files[Convert.ToInt32(count[0], CultureInfo.InvariantCulture)].DisplayPath;
            Move(file, table, Convert.ToInt64(count[1], CultureInfo.InvariantCulture), detail);
        }
    }

    private void Move(string file, SensorTable table, long records, string detail)
    {
        var index = accounts.FindIndex(a => a.Outcome == RecordOutcome.Used && a.File.Equals(file, StringComparison.Ordinal)
            && a.Detail.Equals(table.Schema.Name, StringComparison.Ordinal) && a.Format.Equals(table.Format, StringComparison.Ordinal));
        if (index < 0 || records == 0)
        {
            return;
        }

        accounts[index] = accounts[index] with { Records = accounts[index].Records - records };
        accounts.Add(new RecordAccount(file, table.Format, RecordOutcome.Skipped, detail, records));
        if (accounts[index].Records == 0)
        {
            accounts.RemoveAt(index);
        }
    }

    private void Create(string name, SqlQuery rows)
    {
        if (!session.TryCreateTable(name, rows, out var error))
        {
            throw new InvalidOperationException($"Completing {name} failed: {error}");
        }
    }
}

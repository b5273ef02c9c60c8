using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Context;

/// <summary>
/// The hourly <c>…AggregatedReport</c> rows that Defender writes beside its own connections
/// (https://learn.microsoft.com/defender-endpoint/aggregated-reporting), from any sensor's connections: one for each
/// hour, device and action, and for each of the properties that the page names, which are the process's name, the source
/// address, and the remote address and port; with the number of connections as <c>uniqueEventsAggregated</c>. Devices that
/// have such reports already get none.
/// </summary>
public static class AggregatedReports
{
    private const string Table = "tocsin_aggregated_reports";
    private const string Suffix = "AggregatedReport";
    private const string Hour = "$hour";
    private const long TicksPerHour = 36_000_000_000;

    private static readonly ImmutableArray<string> Keys =
    [
        "DeviceId", "DeviceName", "ActionType", "InitiatingProcessFileName", "LocalIP", "RemoteIP", "RemotePort",
    ];

    /// <summary>The connections that the page names; other actions have no reports.</summary>
    private static readonly ImmutableArray<string> Reported = ["ConnectionSuccess", "ConnectionFailed"];

    /// <summary>What is of one connection only, and says nothing of an hour of them.</summary>
    private static readonly ImmutableArray<string> Left = ["ReportId", "LocalPort", "BytesSent", "BytesReceived"];

    /// <summary>What was loaded, and the reports of its connections.</summary>
    public static LoadedTelemetry Add(LoadedTelemetry loaded, ITelemetrySession session)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(session);
        if (loaded.Tables.FirstOrDefault(t => t.Schema == KnownTables.DeviceNetworkEvents) is not { } connections)
        {
            return loaded;
        }

        if (!session.TryCreateTable(Table, Rows(connections.Rows), out var error))
        {
            throw new InvalidOperationException($"Aggregated reports failed: {error}");
        }

        var reports = new TableSource(connections.Schema, new SqlSelect { Items = [new(new SqlStar())], From = new SqlTable(Table) });
        return loaded with { Tables = loaded.Tables.Replace(connections, connections with { Sources = connections.Sources.Add(reports) }) };
    }

    private static SqlSelect Rows(SqlQuery events)
    {
        var hours = new SqlDerived(
            new SqlSelect
            {
                Items = [new(new SqlStar()), new(IntegerDivide(Column("Timestamp"), BigInt(TicksPerHour)), Hour)],
                From = new SqlDerived(events, "events"),
                Where = And(IsNotNull(Column("Timestamp")), new SqlIn(Column("ActionType"), [.. Reported.Select(String)])),
            },
            "e");
        var reported = new SqlDerived(
            new SqlSelect
            {
                IsDistinct = true,
                Items = [new(Column("DeviceName"))],
                From = new SqlDerived(events, "events"),
                Where = Call("ends_with", Column("ActionType"), String(Suffix)),
            },
            "reported");
        return new SqlSelect
        {
            Items = [.. KnownTables.DeviceNetworkEvents.Columns.Select(c => new SqlSelectItem(Value(c), c.Name))],
            From = new SqlJoin(SqlJoinKind.Anti, hours, reported, Equal(Column("e", "DeviceName"), Column("reported", "DeviceName"))),
            GroupBy = [Column("e", Hour), .. Keys.Select(k => Column("e", k))],
            OrderBy = [new(Call("max", Column("e", "Timestamp")), false, false), .. Keys.Select(k => new SqlOrdering(Column("e", k), false, false))],
        };
    }

    /// <summary>Times are the last connection's, so that a report lies within its hour and none lies ahead of the data.</summary>
    private static SqlExpression Value(ColumnSchema column) => column.Name switch
    {
        "ActionType" => Call("concat", Column("e", "ActionType"), String(Suffix)),
        "AdditionalFields" => Call("concat", String("{\"uniqueEventsAggregated\":"), Call("count", new SqlStar()), String("}")),
        "Timestamp" or "TimeGenerated" => Call("max", Column("e", "Timestamp")),
        _ when Keys.Contains(column.Name, StringComparer.Ordinal) => Column("e", column.Name),
        _ when Left.Contains(column.Name, StringComparer.Ordinal) => SqlTypes.Default(column.Type),
        _ when column.Type == KqlType.String => Coalesce(Call("arg_max", Column("e", column.Name), Column("e", "Timestamp")), String(string.Empty)),
        _ => Call("arg_max", Column("e", column.Name), Column("e", "Timestamp")),
    };
}

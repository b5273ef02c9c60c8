using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Context;

/// <summary>
/// Events that Windows' audit and Sysmon both saw on one device. Sysmon's stays, because it knows more; counted twice,
/// every interval between two connections would be halved.
/// </summary>
internal static class SameEvents
{
    /// <summary>The one writes whole seconds at times, and each its own clock's.</summary>
    private const long Apart = 100_000_000;

    private static readonly string[] ConnectionKeys = ["LocalIP", "LocalPort", "RemoteIP", "RemotePort", "Protocol", "ActionType"];
    private static readonly string[] ProcessKeys = ["ProcessId"];

    /// <summary>The audit's rows that Sysmon has not.</summary>
    public static SqlSelect Without(SqlQuery audit, SqlQuery sysmon, TableSchema schema) => new()
    {
        Items = [new(new SqlStar())],
        From = Joined(SqlJoinKind.Anti, audit, sysmon, schema),
    };

    /// <summary>How many of the audit's rows Sysmon has too, by file: file (index), records.</summary>
    public static SqlSelect Count(SqlQuery audit, SqlQuery sysmon, TableSchema schema) => new()
    {
        Items = [new(Column(Stage.File)), new(Call("count", new SqlStar()))],
        From = Joined(SqlJoinKind.Semi, audit, sysmon, schema),
        GroupBy = [Column(Stage.File)],
    };

    private static SqlJoin Joined(SqlJoinKind kind, SqlQuery audit, SqlQuery sysmon, TableSchema schema)
    {
        var keys = schema == KnownTables.DeviceNetworkEvents ? ConnectionKeys : ProcessKeys;
        var apart = Call("abs", Subtract(Column("a", "Timestamp"), Column("s", "Timestamp")));
        return new SqlJoin(
            kind,
            new SqlDerived(audit, "a"),
            new SqlDerived(sysmon, "s"),
            And(
            [
                Equal(Call("lower", Column("a", "DeviceName")), Call("lower", Column("s", "DeviceName"))),
                .. keys.Select(k => Equal(Column("a", k), Column("s", k))),
                LessOrEqual(apart, BigInt(Apart)),
            ]));
    }
}

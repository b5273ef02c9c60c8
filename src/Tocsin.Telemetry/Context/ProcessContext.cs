using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Context;

/// <summary>
/// What process events know of the process that another event names: by its unique identifier, else by its number and
/// file name on the same device, from the last process that began before and had not ended: no event says that it did, and
/// none that another took its number.
/// </summary>
internal static class ProcessContext
{
    public const string Table = "tocsin_processes";

    /// <summary>A process's row number, its keys, and (under the names of DeviceProcessEvents) what is known of it.</summary>
    private const string Row = "$row";
    private const string Device = "$device";
    private const string Number = "$number";
    private const string Name = "$name";
    private const string Unique = "$unique";
    private const string Time = "$time";

    /// <summary>When the process ended at the latest, as far as it is known.</summary>
    private const string Until = "$until";

    private const string ById = "by_id";
    private const string ByTime = "by_time";
    private const string Known = "known";

    /// <summary>Events of whole seconds may seem earlier than the process that they belong to.</summary>
    private const long Slack = 10_000_000;

    /// <summary>Columns of an event, and the columns of the process's own event that say the same.</summary>
    private static readonly ImmutableArray<(string Column, string Process)> Filled =
    [
        ("InitiatingProcessSHA1", "SHA1"),
        ("InitiatingProcessSHA256", "SHA256"),
        ("InitiatingProcessMD5", "MD5"),
        ("InitiatingProcessVersionInfoCompanyName", "ProcessVersionInfoCompanyName"),
        ("InitiatingProcessVersionInfoProductName", "ProcessVersionInfoProductName"),
        ("InitiatingProcessVersionInfoProductVersion", "ProcessVersionInfoProductVersion"),
        ("InitiatingProcessVersionInfoOriginalFileName", "ProcessVersionInfoOriginalFileName"),
        ("InitiatingProcessVersionInfoFileDescription", "ProcessVersionInfoFileDescription"),
        ("InitiatingProcessCommandLine", "ProcessCommandLine"),
        ("InitiatingProcessCreationTime", "ProcessCreationTime"),
        ("InitiatingProcessFolderPath", "FolderPath"),
        ("InitiatingProcessParentFileName", "InitiatingProcessFileName"),
        ("InitiatingProcessParentId", "InitiatingProcessId"),
        ("InitiatingProcessAccountDomain", "AccountDomain"),
        ("InitiatingProcessAccountName", "AccountName"),
        ("InitiatingProcessAccountSid", "AccountSid"),
        ("InitiatingProcessIntegrityLevel", "ProcessIntegrityLevel"),
        ("InitiatingProcessTokenElevation", "ProcessTokenElevation"),
        ("InitiatingProcessSessionId", "CreatedProcessSessionId"),
        ("InitiatingProcessUniqueId", "ProcessUniqueId"),
    ];

    /// <summary>What an event says of the process that began another: less, but it may be all there is of one that began before the log did.</summary>
    private static readonly ImmutableArray<(string Column, string Parent)> OfParent =
    [
        ("ProcessCommandLine", "InitiatingProcessCommandLine"),
        ("FolderPath", "InitiatingProcessFolderPath"),
        ("AccountDomain", "InitiatingProcessAccountDomain"),
        ("AccountName", "InitiatingProcessAccountName"),
        ("AccountSid", "InitiatingProcessAccountSid"),
        ("ProcessUniqueId", "InitiatingProcessUniqueId"),
    ];

    private static readonly ImmutableArray<string> Keys = [Device, Number, Name, Unique, Time];

    private static ImmutableArray<string> Details => [.. Filled.Select(f => f.Process).Distinct(StringComparer.Ordinal)];

    /// <summary>The processes that began, and those that began them, numbered.</summary>
    /// <param name="ends">When processes ended; null where no event says it.</param>
    public static SqlSelect Processes(SqlQuery events, SqlQuery? ends)
    {
        var began = Ended(Keyed(events, "ProcessId", "FileName", "ProcessUniqueId", Column("Timestamp"), Column), ends);

        // When a parent began is not known: it is found by its identifier only.
        var parents = Keyed(
            events, "InitiatingProcessId", "InitiatingProcessFileName", "InitiatingProcessUniqueId", new SqlNull(SqlType.BigInt), OfItsParent);
        parents = parents with { Items = [.. parents.Items, new(new SqlNull(SqlType.BigInt), Until)] };
        return new SqlSelect
        {
            Items = [new(new SqlWindow(Call("row_number"), [], []), Row), new(new SqlStar())],
            From = new SqlDerived(new SqlUnionAll([began, parents]), "processes"),
        };
    }

    /// <summary>
    /// The processes with the time of the next event that says that their number was free, or another's. Of events of one
    /// moment, as logs have them that were exported twice, none ends the other.
    /// </summary>
    private static SqlSelect Ended(SqlSelect began, SqlQuery? ends)
    {
        var keys = new[] { Device, Number, Time };
        SqlQuery moments = new SqlSelect { Items = [.. keys.Select(k => new SqlSelectItem(Column(k)))], From = new SqlDerived(began, "began") };
        if (ends is not null)
        {
            moments = new SqlUnionAll([moments, new SqlSelect
            {
                Items = [new(Call("lower", Column("DeviceName")), Device), new(Column("ProcessId"), Number), new(Column("Timestamp"), Time)],
                From = new SqlDerived(ends, "ends"),
            }]);
        }

        var distinct = new SqlSelect { IsDistinct = true, Items = [new(new SqlStar())], From = new SqlDerived(moments, "moments") };
        var next = new SqlWindow(Call("lead", Column(Time)), [Column(Device), Column(Number)], [new(Column(Time), false, false)]);
        var bounded = new SqlSelect { Items = [new(new SqlStar()), new(next, Until)], From = new SqlDerived(distinct, "distinct_moments") };
        return new SqlSelect
        {
            Items = [.. Keys.Concat(Details).Select(c => new SqlSelectItem(Column("b", c), c)), new(Column("n", Until), Until)],
            From = new SqlJoin(
                SqlJoinKind.Left, new SqlDerived(began, "b"), new SqlDerived(bounded, "n"), And([.. keys.Select(k => Equal(Column("b", k), Column("n", k)))])),
        };
    }

    private static SqlExpression OfItsParent(string detail) =>
        OfParent.FirstOrDefault(p => p.Column.Equals(detail, StringComparison.Ordinal)).Parent is { } parent
            ? Column(parent)
            : SqlTypes.Default(KnownTables.DeviceProcessEvents.Find(detail)!.Type);

    private static SqlSelect Keyed(
        SqlQuery events, string number, string name, string unique, SqlExpression time, Func<string, SqlExpression> detail)
    {
        return new SqlSelect
        {
            Items =
            [
                new(Call("lower", Column("DeviceName")), Device),
                new(Column(number), Number),
                new(Call("lower", Column(name)), Name),
                new(Call("lower", Column(unique)), Unique),
                new(time, Time),
                .. Details.Select(d => new SqlSelectItem(detail(d), d)),
            ],
            From = new SqlDerived(events, "events"),
        };
    }

    /// <summary>The events with what the table of processes knows; a value of their own stays.</summary>
    public static SqlSelect Fill(TableSchema schema, SqlQuery events)
    {
        var keyed = new SqlDerived(
            new SqlSelect
            {
                Items =
                [
                    new(new SqlStar()),
                    new(Call("lower", Column("DeviceName")), Device),
                    new(Call("lower", Column("InitiatingProcessFileName")), Name),
                    new(Call("lower", Column("InitiatingProcessUniqueId")), Unique),
                    new(Add(Column("Timestamp"), BigInt(Slack)), Time),
                ],
                From = new SqlDerived(events, "events"),
            },
            "e");
        var byId = new SqlDerived(
            new SqlSelect
            {
                DistinctOn = [Column(Unique)],
                Items = [new(Column(Unique)), new(Column(Row))],
                From = new SqlTable(Table),
                Where = NotEqual(Column(Unique), String(string.Empty)),
                OrderBy = [new(Column(Unique), false, false), new(Column(Time), false, false)],
            },
            ById);
        var byTime = new SqlDerived(
            new SqlSelect
            {
                Items = [.. Keys.Append(Until).Append(Row).Select(c => new SqlSelectItem(Column(c)))],
                From = new SqlTable(Table),
                Where = And(NotEqual(Column(Name), String(string.Empty)), IsNotNull(Column(Number)), IsNotNull(Column(Time))),
            },
            ByTime);
        SqlRelation joined = new SqlJoin(SqlJoinKind.Left, keyed, byId, Equal(Column("e", Unique), Column(ById, Unique)));
        joined = new SqlJoin(
            SqlJoinKind.AsOfLeft,
            joined,
            byTime,
            And(
                Equal(Column("e", Device), Column(ByTime, Device)),
                Equal(Column("e", "InitiatingProcessId"), Column(ByTime, Number)),
                Equal(Column("e", Name), Column(ByTime, Name)),
                GreaterOrEqual(Column("e", Time), Column(ByTime, Time))));
        var row = Coalesce(Column(ById, Row), If(IsThere, Column(ByTime, Row), new SqlNull(SqlType.BigInt)));
        joined = new SqlJoin(SqlJoinKind.Left, joined, new SqlTable(Table, Known), Equal(Column(Known, Row), row));
        return new SqlSelect { Items = [.. schema.Columns.Select(c => new SqlSelectItem(Value(schema, c), c.Name))], From = joined };
    }

    /// <summary>
    /// Whether the process that began last is the one that the event names: it had not ended, within the slack, and where
    /// both have a unique identifier it would have been found by that.
    /// </summary>
    private static SqlExpression IsThere => And(
        Or(IsNull(Column(ByTime, Until)), LessOrEqual(Column("e", Time), Add(Column(ByTime, Until), BigInt(2 * Slack)))),
        Or(Equal(Column("e", Unique), String(string.Empty)), Equal(Column(ByTime, Unique), String(string.Empty))));

    private static SqlExpression Value(TableSchema schema, ColumnSchema column)
    {
        var own = Column("e", column.Name);

        // DeviceNetworkEvents' AccountName is that of the process; other tables have an account of their own.
        var process = Filled.FirstOrDefault(f => f.Column.Equals(column.Name, StringComparison.Ordinal)).Process
            ?? (schema == KnownTables.DeviceNetworkEvents && column.Name is "AccountName" ? "AccountName" : null);
        if (process is null)
        {
            return own;
        }

        var known = Column(Known, process);
        if (column.Type != KqlType.String)
        {
            return Coalesce(own, known);
        }

        // The firewall names a path by its volume's device, the process event by its letter.
        var isMissing = column.Name is "InitiatingProcessFolderPath"
            ? Or(Equal(own, String(string.Empty)), Call("starts_with", Call("lower", own), String(@"\device\")))
            : Equal(own, String(string.Empty));
        return If(And(isMissing, NotEqual(Coalesce(known, String(string.Empty)), String(string.Empty))), known, own);
    }
}

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

    /// <summary>Of each unique identifier, the process.</summary>
    public const string IdsTable = "tocsin_process_ids";

    /// <summary>Of what events say of a process that no identifier leads to, the process.</summary>
    public const string FoundTable = "tocsin_processes_found";

    /// <summary>The processes that events name.</summary>
    public const string KnownTable = "tocsin_processes_known";

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

    /// <summary>Identifiers, each with the row of the process that began first under it.</summary>
    public static SqlSelect Ids() => new()
    {
        DistinctOn = [Column(Unique)],
        Items = [new(Column(Unique)), new(Column(Row))],
        From = new SqlTable(Table),
        Where = NotEqual(Column(Unique), String(string.Empty)),
        OrderBy = [new(Column(Unique), false, false), new(Column(Time), false, false)],
    };

    /// <summary>
    /// What the events say of processes that no identifier leads to, with the row of the process. A table of its own,
    /// because DuckDB cannot put the rows of such a join aside: of whole events it would hold them all.
    /// </summary>
    public static SqlSelect Found(SqlQuery events)
    {
        var said = new SqlDerived(
            new SqlSelect
            {
                IsDistinct = true,
                Items = [new(Column("e", Device)), new(Column("e", "InitiatingProcessId"), Number), new(Column("e", Name)), new(Column("e", Unique)), new(Column("e", Time))],
                From = new SqlJoin(SqlJoinKind.Anti, Named(events), new SqlTable(IdsTable, ById), Equal(Column("e", Unique), Column(ById, Unique))),
                Where = And(NotEqual(Column("e", Name), String(string.Empty)), IsNotNull(Column("e", "InitiatingProcessId")), IsNotNull(Column("e", Time))),
            },
            "said");
        var byTime = new SqlDerived(
            new SqlSelect
            {
                Items = [.. Keys.Append(Until).Append(Row).Select(c => new SqlSelectItem(Column(c)))],
                From = new SqlTable(Table),
                Where = And(NotEqual(Column(Name), String(string.Empty)), IsNotNull(Column(Number)), IsNotNull(Column(Time))),
            },
            ByTime);
        return new SqlSelect
        {
            Items = [.. Keys.Select(c => new SqlSelectItem(Column("said", c), c)), new(Column(ByTime, Row), Row)],
            From = new SqlJoin(
                SqlJoinKind.AsOfLeft,
                said,
                byTime,
                And(
                [
                    .. ((string[])[Device, Number, Name]).Select(c => Equal(Column("said", c), Column(ByTime, c))),
                    GreaterOrEqual(Column("said", Time), Column(ByTime, Time)),
                ])),
            Where = IsThere,
        };
    }

    /// <summary>The processes that the events name: far fewer than all, and whole they are held in memory to be joined.</summary>
    public static SqlSelect KnownOf(SqlQuery events)
    {
        var named = new SqlSelect { Items = [new(Column(Unique))], From = Named(events) };
        var byId = new SqlSelect { Items = [new(Column(Row))], From = new SqlTable(IdsTable), Where = new SqlInQuery(Column(Unique), named) };
        var byTime = new SqlSelect { Items = [new(Column(Row))], From = new SqlTable(FoundTable), Where = IsNotNull(Column(Row)) };
        return new SqlSelect
        {
            Items = [new(Column(Row)), .. Details.Select(d => new SqlSelectItem(Column(d)))],
            From = new SqlTable(Table),
            Where = new SqlInQuery(Column(Row), new SqlUnionAll([byId, byTime])),
        };
    }

    /// <summary>The events with what the tables of processes know; a value of their own stays.</summary>
    public static SqlSelect Fill(TableSchema schema, SqlQuery events)
    {
        SqlRelation joined = new SqlJoin(
            SqlJoinKind.Left, Named(events), new SqlTable(IdsTable, ById), Equal(Column("e", Unique), Column(ById, Unique)));
        joined = new SqlJoin(
            SqlJoinKind.Left,
            joined,
            new SqlTable(FoundTable, ByTime),
            And(
                Equal(Column("e", Device), Column(ByTime, Device)),
                Equal(Column("e", "InitiatingProcessId"), Column(ByTime, Number)),
                Equal(Column("e", Name), Column(ByTime, Name)),
                Equal(Column("e", Time), Column(ByTime, Time)),
                Equal(Column("e", Unique), Column(ByTime, Unique))));
        joined = new SqlJoin(
            SqlJoinKind.Left, joined, new SqlTable(KnownTable, Known), Equal(Column(Known, Row), Coalesce(Column(ById, Row), Column(ByTime, Row))));
        return new SqlSelect { Items = [.. schema.Columns.Select(c => new SqlSelectItem(Value(schema, c), c.Name))], From = joined };
    }

    /// <summary>The events with the keys of the processes that they name.</summary>
    private static SqlDerived Named(SqlQuery events) => new(
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

    /// <summary>
    /// Whether the process that began last is the one that the event names: it had not ended, within the slack, and where
    /// both have a unique identifier it would have been found by that.
    /// </summary>
    private static SqlExpression IsThere => And(
        Or(IsNull(Column(ByTime, Until)), LessOrEqual(Column("said", Time), Add(Column(ByTime, Until), BigInt(2 * Slack)))),
        Or(Equal(Column("said", Unique), String(string.Empty)), Equal(Column(ByTime, Unique), String(string.Empty))));

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

using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Context;

/// <summary>
/// The name that a connection was made to: TLS's server name or HTTP's host of the same Zeek connection, else what the
/// same client was answered before when it asked for the address, up to an hour earlier. Never a reverse look-up: its
/// answer is the address's owner's choice.
/// </summary>
internal static class NameContext
{
    public const string NamesTable = "tocsin_names";
    public const string AnswersTable = "tocsin_answers";

    /// <summary>Of what nameless connections say of themselves, the name.</summary>
    public const string FoundTable = "tocsin_names_found";

    private const string Local = "$local";
    private const string Device = "$device";

    private const string Uid = "$uid";
    private const string Client = "$client";
    private const string Address = "$address";
    private const string Name = "$name";
    private const string Time = "$time";

    /// <summary>A client's own clock for its question and its connection may be a second apart.</summary>
    private const long Slack = 10_000_000;
    private const long LongestAgo = 36_000_000_000;

    /// <summary>Between the parts of an answer: Zeek's, as text or as a JSON array, and Sysmon's. Text of a TXT record has spaces.</summary>
    private const string Separators = @"[,;\[\]""]+";

    /// <summary>Uid and name of Zeek's TLS and HTTP, TLS first.</summary>
    public static SqlSelect Names(SqlQuery events) => new()
    {
        DistinctOn = [Column(Uid)],
        Items = [new(UidOf(), Uid), new(Column("RemoteUrl"), Name)],
        From = new SqlDerived(events, "events"),
        Where = NotEqual(Column("RemoteUrl"), String(string.Empty)),
        OrderBy =
        [
            new(Column(Uid), false, false),
            new(If(Equal(Column("ActionType"), String("SslConnectionInspected")), Integer(0), Integer(1)), false, false),
            new(Column("Timestamp"), false, false),
        ],
    };

    /// <summary>Client (an address from Zeek, a device from Sysmon), answered address, the name asked for, and when.</summary>
    public static SqlUnionAll Answers(SqlQuery? zeek, SqlQuery? sysmon)
    {
        SqlQuery[] parts =
        [
            .. zeek is null ? [] : new SqlQuery[] { Answers(zeek, Column("LocalIP"), "query", "answers") },
            .. sysmon is null ? [] : new SqlQuery[] { Answers(sysmon, Column("DeviceName"), "DnsQueryString", "DnsQueryResult") },
        ];
        return new SqlUnionAll([.. parts]);
    }

    /// <summary>
    /// The clients of nameless connections (by address and by device), with what they were answered last before they
    /// connected; a table of its own for the reason that <see cref="ProcessContext.Found"/> gives.
    /// </summary>
    public static SqlSelect Found(SqlQuery events)
    {
        var said = new SqlDerived(new SqlUnionAll([Said(events, Local), Said(events, Device)]), "said");
        var answered = new SqlJoin(
            SqlJoinKind.AsOfLeft,
            new SqlDerived(new SqlSelect { IsDistinct = true, Items = [new(new SqlStar())], From = said }, "e"),
            new SqlTable(AnswersTable, "answers"),
            And(
                Equal(Column("e", Client), Column("answers", Client)),
                Equal(Column("e", Address), Column("answers", Address)),
                GreaterOrEqual(Column("e", Time), Column("answers", Time))));
        return new SqlSelect
        {
            Items = [new(Column("e", Client), Client), new(Column("e", Address), Address), new(Column("e", Time), Time), new(Column("answers", Name), Name)],
            From = answered,
            Where = LessOrEqual(Subtract(Column("e", Time), Column("answers", Time)), BigInt(LongestAgo + Slack)),
        };
    }

    private static SqlSelect Said(SqlQuery events, string client) => new()
    {
        Items = [new(Column(client), Client), new(Column(Address)), new(Column(Time))],
        From = Keyed(events),
        Where = And(Equal(Column("RemoteUrl"), String(string.Empty)), IsNotNull(Column(Time))),
    };

    private static SqlDerived Keyed(SqlQuery events) => new(
        new SqlSelect
        {
            Items =
            [
                new(new SqlStar()),
                new(UidOf(), Uid),
                new(Plain(Column("RemoteIP")), Address),
                new(Call("lower", Column("DeviceName")), Device),
                new(Plain(Column("LocalIP")), Local),
                new(Add(Column("Timestamp"), BigInt(Slack)), Time),
            ],
            From = new SqlDerived(events, "events"),
        },
        "e");

    /// <summary>The connections with names where they have none.</summary>
    public static SqlSelect Fill(SqlQuery events, bool hasNames, bool hasAnswers)
    {
        SqlRelation joined = Keyed(events);
        var names = new List<SqlExpression> { Call("nullif", Column("e", "RemoteUrl"), String(string.Empty)) };
        if (hasNames)
        {
            joined = new SqlJoin(SqlJoinKind.Left, joined, new SqlTable(NamesTable, "named"), Equal(Column("e", Uid), Column("named", Uid)));
            names.Add(Column("named", Name));
        }

        if (hasAnswers)
        {
            joined = Answered(Answered(joined, "by_address", Local), "by_device", Device);
            names.Add(Column("by_address", Name));
            names.Add(Column("by_device", Name));
        }

        // What was inspected is about the packets, and says itself what name it saw; what came in was not asked for by name.
        var isConnection = Not(Or(
            Call("ends_with", Column("e", "ActionType"), String("Inspected")),
            Call("starts_with", Column("e", "ActionType"), String("Inbound")),
            Equal(Column("e", "ActionType"), String("ConnectionAttempt"))));
        var url = If(isConnection, Coalesce([.. names, String(string.Empty)]), Column("e", "RemoteUrl"));
        return new SqlSelect
        {
            Items = [.. KnownTables.DeviceNetworkEvents.Columns.Select(c => new SqlSelectItem(c.Name is "RemoteUrl" ? url : Column("e", c.Name), c.Name))],
            From = joined,
        };
    }

    private static SqlJoin Answered(SqlRelation joined, string alias, string client) => new(
        SqlJoinKind.Left,
        joined,
        new SqlTable(FoundTable, alias),
        And(
            Equal(Column("e", client), Column(alias, Client)),
            Equal(Column("e", Address), Column(alias, Address)),
            Equal(Column("e", Time), Column(alias, Time))));

    /// <summary>The answers that are addresses of other hosts. Of two names at one moment one is taken, always the same.</summary>
    private static SqlSelect Answers(SqlQuery events, SqlExpression client, string question, string answers) => new()
    {
        Items = [new(Column(Client)), new(Plain(Column(Address)), Address), new(Call("min", Column(Name)), Name), new(Column(Time))],
        From = new SqlDerived(
            new SqlSelect
            {
                Items =
                [
                    new(Plain(client), Client),
                    new(Call("trim", Call("unnest", Call("regexp_split_to_array", Property(answers), String(Separators)))), Address),
                    new(Property(question), Name),
                    new(Column("Timestamp"), Time),
                ],
                From = new SqlDerived(events, "events"),
                Where = Not(CameIn(Column("AdditionalFields"))),
            },
            "answers"),
        Where = And(
            NotEqual(Column(Name), String(string.Empty)),
            IsNotNull(Column(Time)),
            Not(new SqlIn(Call(KqlFunctionNames.IpType, Column(Address)), [String(string.Empty), String("Loopback")])),
            Not(new SqlIn(Column(Address), [String("0.0.0.0"), String("::")]))),
        GroupBy = [Column(Client), Plain(Column(Address)), Column(Time)],
    };

    /// <summary>Zeek's dns says which way it went, in text that we wrote: quotes within values are escaped.</summary>
    private static SqlCall CameIn(SqlExpression properties) => Call("contains", properties, String("\"direction\":\"In\""));

    private static SqlExpression Property(string name) =>
        Coalesce(Call("json_extract_string", Call("nullif", Column("AdditionalFields"), String(string.Empty)), String("$." + name)), String(string.Empty));

    private static SqlExpression UidOf() => Call("regexp_extract", Column("AdditionalFields"), String("^\\{\"uid\":\"([^\"]*)\""), Integer(1));

    /// <summary>IPv4 is the same behind IPv6's prefix for it.</summary>
    private static SqlExpression Plain(SqlExpression address) =>
        Call("regexp_replace", Call("lower", Call(KqlFunctionNames.IpText, address)), String("^::ffff:"), String(string.Empty));
}

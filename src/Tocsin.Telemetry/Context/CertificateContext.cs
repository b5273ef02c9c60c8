using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Context;

/// <summary>
/// The certificate that a server showed, from Zeek's x509, in the handshake's AdditionalFields: the first of the chain,
/// by the file's identifier (older Zeek) or the fingerprint (Zeek 5 and later).
/// </summary>
internal static class CertificateContext
{
    public const string Table = "tocsin_certificates";

    private const string Key = "$key";
    private const string Properties = "$properties";
    private const string ByFile = "$by_file";
    private const string ByFingerprint = "$by_fingerprint";

    private static readonly SqlExpression Own = Column("e", "AdditionalFields");

    /// <summary>Each certificate under each name that handshakes give it.</summary>
    public static SqlSelect Certificates(SqlQuery certificates) => new()
    {
        DistinctOn = [Column(Key)],
        Items = [new(Column(Key)), new(Column(Properties))],
        From = new SqlDerived(new SqlUnionAll([Named(certificates, "FileId"), Named(certificates, "Fingerprint")]), "named"),
        Where = And(NotEqual(Column(Key), String(string.Empty)), NotEqual(Column(Properties), String("{}"))),
        OrderBy = [new(Column(Key), false, false), new(Column(Properties), false, false)],
    };

    /// <summary>The handshakes with their certificates.</summary>
    public static SqlSelect Fill(SqlQuery handshakes)
    {
        var joined = Joined(Joined(Keyed(handshakes, "e"), "f", ByFile), "p", ByFingerprint);
        var found = Coalesce(Column("f", Properties), Column("p", Properties));
        var filled = Call("concat", Call("left", Own, Subtract(Call("length", Own), Integer(1))), String(","), Call("substring", found, Integer(2)));
        return new SqlSelect
        {
            Items =
            [
                .. KnownTables.DeviceNetworkEvents.Columns.Select(c => new SqlSelectItem(
                    c.Name is "AdditionalFields" ? If(IsNull(found), Own, filled) : Column("e", c.Name), c.Name)),
            ],
            From = joined,
        };
    }

    /// <summary>How many certificates handshakes name first in their chains, by file: file (index), records.</summary>
    public static SqlSelect Count(SqlQuery certificates, SqlQuery handshakes) => new()
    {
        Items = [new(Column(Stage.File)), new(Call("count", new SqlStar()))],
        From = new SqlDerived(certificates, "certificates"),
        Where = Or(
            new SqlInQuery(Column("FileId"), Keys(handshakes, ByFile)),
            new SqlInQuery(Column("Fingerprint"), Keys(handshakes, ByFingerprint))),
        GroupBy = [Column(Stage.File)],
    };

    private static SqlSelect Keys(SqlQuery handshakes, string key) => new()
    {
        Items = [new(Column(key))],
        From = Keyed(handshakes, "keyed"),
        Where = NotEqual(Column(key), String(string.Empty)),
    };

    private static SqlSelect Named(SqlQuery certificates, string name) => new()
    {
        Items = [new(Column(name), Key), new(Column("AdditionalFields"), Properties)],
        From = new SqlDerived(certificates, "certificates"),
    };

    private static SqlJoin Joined(SqlRelation relation, string alias, string key) => new(
        SqlJoinKind.Left, relation, new SqlTable(Table, alias), Equal(Column("e", key), Column(alias, Key)));

    private static SqlDerived Keyed(SqlQuery handshakes, string alias) => new(
        new SqlSelect
        {
            Items = [new(new SqlStar()), new(First("cert_chain_fuids"), ByFile), new(First("cert_chain_fps"), ByFingerprint)],
            From = new SqlDerived(handshakes, "handshakes"),
        },
        alias);

    /// <summary>The first of a set, which TSV writes with commas and JSON as an array.</summary>
    private static SqlCall First(string property)
    {
        var chain = Coalesce(Call("json_extract_string", Call("nullif", Column("AdditionalFields"), String(string.Empty)), String("$." + property)), String(string.Empty));
        return Call("split_part", Call("translate", chain, String("[]\" "), String(string.Empty)), String(","), Integer(1));
    }
}

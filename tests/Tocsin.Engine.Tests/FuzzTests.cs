using System.Globalization;
using Shouldly;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// Queries put together at random, from a fixed seed: whatever binds must run. One that ends in a fault of ours is
/// printed whole, to become a case.
/// </summary>
public sealed class FuzzTests(EngineFixture engine)
{
    private const string Table = """
        datatable(b:bool, i:int, l:long, r:real, s:string, t:datetime, p:timespan, d:dynamic)
        [
            true, 1, 2, 2.5, 'a b', datetime(2026-01-02), 1h, dynamic([1, 2]),
            bool(null), int(null), long(null), real(null), '', datetime(null), timespan(null), dynamic(null),
            false, -1, 9223372036854775807, real(nan), 'Ünï', datetime(9999-12-31), -1d, dynamic({"a": "x"}),
        ]
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_binds_runs(int seed)
    {
        var random = new Random(seed);
        var faults = new List<string>();
        var answered = 0;
        for (var i = 0; i < 150; i++)
        {
            var query = new QueryMaker(random).Query(Table);
            try
            {
                answered += Answer.Of(engine.Session, query).Error is null ? 1 : 0;
            }
            catch (Exception e)
            {
                faults.Add($"{query[Table.Length..]}\n    {e.Message}");
            }
        }

        faults.ShouldBeEmpty(string.Join('\n', faults));
        answered.ShouldBeGreaterThan(15, "too few of the queries bind to prove anything");
    }

    /// <summary>Random pipelines; types are kept in mind, so that many bind, but not always respected.</summary>
    private sealed class QueryMaker(Random random)
    {
        private static readonly string[] Types = ["bool", "int", "long", "real", "string", "datetime", "timespan", "dynamic"];

        public string Query(string table) => table + string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"\n| {Operator()}"));

        private string Operator() => random.Next(14) switch
        {
            0 or 1 => $"where {Expression("bool", 3)}",
            2 or 3 => $"extend x{random.Next(3)} = {Expression(Any(), 3)}",
            4 => $"sort by {Column(Any())} {One("asc", "desc", "asc nulls last", "desc nulls first")}",
            5 => $"top {random.Next(4)} by {Expression(One("long", "string", "datetime"), 2)}",
            6 => $"take {random.Next(4)}",
            7 => $"summarize a = {Aggregate()}, {Aggregate()} by {One("b", "i", "s", "bin(t, 1d)", "k = l % 2")}",
            8 => $"summarize {Aggregate()}",
            9 => "distinct s, i",
            10 => $"mv-expand d {One(string.Empty, "to typeof(long)", "to typeof(string)")}",
            11 => $"mv-apply e = d on (where {Expression("bool", 1)} | summarize c = count())",
            12 => $"join kind={One("inner", "leftouter", "fullouter", "leftanti", "rightsemi", "innerunique")} (print i = 1, z = {Expression("long", 1)}) on i",
            _ => $"union (print s = {Expression("string", 1)}, n = 1)",
        };

        private string Expression(string type, int depth)
        {
            if (depth == 0 || random.Next(5) == 0)
            {
                return random.Next(4) == 0 ? Literal(type) : Column(type);
            }

            string E(string t) => Expression(t, depth - 1);
            return type switch
            {
                "bool" => random.Next(9) switch
                {
                    0 => $"({E("bool")} {One("and", "or")} {E("bool")})",
                    1 => $"not({E("bool")})",
                    2 => $"({E("long")} {One("<", "<=", ">", ">=", "==", "!=")} {E(One("int", "long", "real"))})",
                    3 => $"({E("string")} {One("has", "contains", "startswith", "endswith", "==", "=~", "!has", "hasprefix")} {E("string")})",
                    4 => $"({E("string")} {One("in", "in~", "!in", "has_any")} ({Literal("string")}, {Literal("string")}))",
                    5 => $"isnull({E(Any())})",
                    6 => $"isempty({E(Any())})",
                    7 => $"({E("datetime")} between (ago(1d) .. now()))",
                    _ => $"({E("dynamic")} {One("==", "!=")} {E(Any())})",
                },
                "int" => $"toint({E(Any())})",
                "long" => One($"({E("long")} {One("+", "-", "*", "/", "%")} {E("int")})", $"strlen({E("string")})", $"array_length({E("dynamic")})", $"tolong({E(Any())})", $"bin({E("long")}, 2)", $"datetime_diff('hour', {E("datetime")}, {E("datetime")})"),
                "real" => One($"({E("real")} {One("+", "-", "*", "/", "%")} {E("long")})", $"todouble({E(Any())})", $"({E("timespan")} / {E("timespan")})", $"sqrt({E("real")})", $"round({E("real")}, 1)"),
                "string" => One($"strcat({E(Any())}, {E("string")})", $"tostring({E(Any())})", $"tolower({E("string")})", $"substring({E("string")}, {E("int")}, 2)", $"iff({E("bool")}, {E("string")}, {E("string")})", $"case({E("bool")}, {E("string")}, {E("bool")}, {E("string")}, {E("string")})"),
                "datetime" => One($"({E("datetime")} {One("+", "-")} {E("timespan")})", $"startofday({E("datetime")})", $"bin({E("datetime")}, 1h)", $"todatetime({E("string")})", $"coalesce({E("datetime")}, now())"),
                "timespan" => One($"({E("datetime")} - {E("datetime")})", $"({E("timespan")} * {E("long")})", $"totimespan({E("string")})", $"abs({E("timespan")})"),
                _ => One($"{Column("dynamic")}.a", $"{Column("dynamic")}[{random.Next(-2, 3).ToString(CultureInfo.InvariantCulture)}]", $"parse_json({E("string")})", $"split({E("string")}, ' ')", $"pack_array({E(Any())}, {E(Any())})", $"todynamic({E("string")})"),
            };
        }

        private string Aggregate() => One(
            "count()", $"countif({Expression("bool", 2)})", $"sum({Expression(One("long", "real", "int"), 2)})", $"avg({Expression("real", 2)})", $"min({Expression(Any(), 2)})",
            $"max({Expression(One("datetime", "string"), 1)})", $"dcount({Expression(Any(), 2)})", $"make_list({Expression(Any(), 2)})", $"make_set({Expression(Any(), 1)}, 2)", $"arg_max({Column("datetime")}, *)",
            $"take_any({Column("string")})", $"stdev({Expression("long", 1)})");

        private string Any() => One(Types);

        private string One(params string[] of) => of[random.Next(of.Length)];

        private static string Column(string type) => type switch
        {
            "bool" => "b",
            "int" => "i",
            "long" => "l",
            "real" => "r",
            "string" => "s",
            "datetime" => "t",
            "timespan" => "p",
            _ => "d",
        };

        private string Literal(string type) => type switch
        {
            "bool" => One("true", "bool(null)"),
            "int" => One("int(0)", "int(-7)", "int(null)"),
            "long" => One("0", "5", "long(null)", "9223372036854775807"),
            "real" => One("0.0", "1.5", "real(nan)", "real(null)", "real(+inf)"),
            "string" => One("''", "'a'", "'Ü'", "'a\\'b\\\\'", "'%_'"),
            "datetime" => One("datetime(2026-01-01)", "datetime(null)", "datetime(0001-01-01)"),
            "timespan" => One("1h", "timespan(null)", "-1tick"),
            _ => One("dynamic([1, null])", "dynamic({\"a\": [1]})", "dynamic(null)", "dynamic('x')"),
        };
    }
}

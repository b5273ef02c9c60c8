using System.Globalization;
using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class AggregateFunctionTests : IDisposable
{
    private const int Most = 1_000_000;

    private static readonly (string Name, DuckDbType Element, string Value)[] Kinds =
    [
        ("set_text", DuckDbType.Varchar, "CASE WHEN hash(i) % 50 = 0 THEN '' ELSE repeat('wört ', (hash(i) % 5)::INT) || (hash(i + 7) % $distinct) END"),
        ("set_long", DuckDbType.BigInt, "(hash(i) % $distinct)::BIGINT * 4611686018427 - 5"),
        ("set_int", DuckDbType.Integer, "(hash(i) % $distinct)::INT - 5"),
        ("set_real", DuckDbType.Double, "CASE WHEN hash(i) % 50 = 0 THEN 'NaN'::DOUBLE ELSE (hash(i) % $distinct) / 7.0 END"),
        ("set_bool", DuckDbType.Boolean, "hash(i) % $distinct = 0"),
    ];

    private readonly DuckDbSession _session = Open(new DuckDbOptions { Threads = 1 });

    public static TheoryData<string, int, int> Shapes()
    {
        var shapes = new TheoryData<string, int, int>();
        foreach ((string name, _, _) in Kinds)
        {
            foreach ((int groups, int distinct) in new[] { (1, 1), (1, 20), (1, 30_000), (7, 9), (500, 40), (20_000, 3), (20_000, 1_000_000) })
            {
                shapes.Add(name, groups, distinct);
            }
        }

        return shapes;
    }

    public void Dispose()
    {
        // A statement ends the one before.
        _session.Execute("SELECT 1");
        _session.FunctionMemory.Held.ShouldBe(0);
        _session.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sets_hold_each_value_once_in_the_order_of_rows(string name, int groups, int distinct)
    {
        string value = Value(name, distinct);
        _session.Execute($"CREATE TEMP TABLE t AS SELECT (hash(i + 3) % {groups})::INT AS g, CASE WHEN i % 11 = 0 THEN NULL ELSE {value} END AS v FROM range(60000) r(i)");
        var expected = new SortedDictionary<int, List<object>>();
        foreach (object?[] row in Rows("SELECT g, v FROM t"))
        {
            List<object> values = expected.TryGetValue((int)row[0]!, out List<object>? known) ? known : expected[(int)row[0]!] = [];
            if (row[1] is { } seen)
            {
                values.Add(seen);
            }
        }

        var found = Rows($"SELECT g, {name}(v), {name}_limited(v, 3) FROM t GROUP BY g ORDER BY g");
        found.Select(row => (int)row[0]!).ShouldBe(expected.Keys);
        foreach (object?[] row in found)
        {
            object[] once = [.. expected[(int)row[0]!].Distinct()];
            ((object[])row[1]!).ShouldBe(once);
            ((object[])row[2]!).ShouldBe(once.Take(3));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Threads_together_find_the_same_values(string name, int groups, int distinct)
    {
        using DuckDbSession session = Open(new DuckDbOptions { Threads = 4 });
        session.Execute($"CREATE TEMP TABLE t AS SELECT (hash(i + 3) % {groups})::INT AS g, {Value(name, distinct)} AS v FROM range(600000) r(i)");
        session.QueryValue($"SELECT count(*) FROM (SELECT list_sort({name}(v)) AS a, list_sort(list(DISTINCT v)) AS b FROM t GROUP BY g) WHERE a <> b").ShouldBe(0L);
        session.FunctionMemory.Held.ShouldBe(0);
    }

    [Fact]
    public void Nothing_gives_an_empty_set()
    {
        Text("SELECT set_long(i) FROM range(0) t(i)").ShouldBe("");
        Text("SELECT set_text(v) FROM (VALUES (NULL::VARCHAR)) t(v)").ShouldBe("");
        Text("SELECT set_text(v) FILTER (v <> 'a') FROM (VALUES ('a')) t(v)").ShouldBe("");
        Text("SELECT set_text(v) FROM (VALUES ('')) t(v)").ShouldBe("''");
        Text("SELECT set_int_limited(i::INT, 0) FROM range(5) t(i)").ShouldBe("");
    }

    [Fact]
    public void Reals_that_are_equal_come_once()
    {
        Text("SELECT set_real(v) FROM (VALUES (0.0::DOUBLE), ('NaN'), ('-0.0'), ('NaN'), ('inf'), (-1.5), ('inf')) t(v)").ShouldBe("0,NaN,Infinity,-1.5");
    }

    [Fact]
    public void Works_with_filter_and_distinct()
    {
        Text("SELECT set_long(i) FILTER (i % 3 = 1) FROM range(10) t(i)").ShouldBe("1,4,7");
        _session.QueryValue("SELECT len(set_long(DISTINCT i % 3)) FROM range(10) t(i)").ShouldBe(3L);
    }

    [Fact]
    public void A_set_takes_no_more_than_its_most()
    {
        _session.RegisterAggregate(AggregateFunction.Distinct("set_of_100", DuckDbType.Varchar, 100, takesLimit: false));
        _session.QueryValue("SELECT len(set_of_100(i::VARCHAR)) FROM range(100000) t(i)").ShouldBe(100L);
    }

    /// <summary>A window uses states again whose blocks went over to others: an answer would be wrong.</summary>
    [Fact]
    public void Windows_are_refused()
    {
        Should.Throw<DuckDbException>(() => _session.QueryValue("SELECT sum(n) FROM (SELECT len(set_long(i) OVER (ORDER BY i ROWS BETWEEN 3000 PRECEDING AND CURRENT ROW)) AS n FROM range(20000) t(i))"))
            .InnerException.ShouldBeOfType<NotSupportedException>();
    }

    [Theory]
    [InlineData("SELECT set_long(i) FROM range(50000000) t(i)")]
    [InlineData("SELECT sum(len(s)) FROM (SELECT set_text('a text that lies in a block ' || i) AS s FROM range(5000000) t(i) GROUP BY i // 20)")]
    public void Memory_beyond_the_limit_is_an_error_of_the_query_alone(string sql)
    {
        using DuckDbSession session = Open(new DuckDbOptions { MemoryLimit = 100_000_000, Threads = 2 }, int.MaxValue);
        DuckDbException exception = Should.Throw<DuckDbException>(() => session.QueryValue(sql));
        exception.InnerException.ShouldBeOfType<FunctionMemoryException>().Message.ShouldContain("100 MB");
        exception.Function.ShouldNotBeNull().ShouldStartWith("set_");
        session.FunctionMemory.Held.ShouldBe(0);
        session.QueryValue("SELECT len(set_long(i)) FROM range(1000) t(i)").ShouldBe(1000L);
    }

    [Fact]
    public void States_outlive_being_spilled()
    {
        string folder = Directory.CreateTempSubdirectory("tocsin-test-").FullName;
        try
        {
            using DuckDbSession session = Open(new DuckDbOptions { MemoryLimit = 150_000_000, Threads = 2, TempDirectory = folder });

            // Sets in place and in blocks, under keys that take more than the memory.
            const string sql = """
                SELECT count(*) AS keys, sum(len(a)) AS few, sum(len(b)) AS more, sum(list_sum(b)) AS numbers
                FROM (SELECT set_int((i % 3)::INT) AS a, set_long(i) AS b FROM range(4000000) t(i) GROUP BY lpad((i % 800000)::VARCHAR, 200, '0'))
                """;
            string.Join(',', Rows(session, sql).Single().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))).ShouldBe("800000,2400000,4000000,7999998000000");
            session.FunctionMemory.Held.ShouldBe(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_was_not_read_is_given_back()
    {
        using (DuckDbResult result = _session.Query("SELECT i // 100, set_long(i) FROM range(1000000) t(i) GROUP BY 1"))
        {
            result.TryReadChunk(out DataChunk? chunk).ShouldBeTrue();
            chunk.Dispose();
        }

        _session.FunctionMemory.Held.ShouldBeGreaterThan(0);
        _session.Execute("SELECT 1");
        _session.FunctionMemory.Held.ShouldBe(0);
        Should.Throw<DuckDbException>(() => _session.QueryValue("SELECT set_long(CASE WHEN i > 900000 THEN error('late') ELSE i END) FROM range(1000000) t(i)"));
    }

    private static DuckDbSession Open(DuckDbOptions options, int most = Most)
    {
        DuckDbSession session = DuckDbSession.Open(options);
        foreach ((string name, DuckDbType element, _) in Kinds)
        {
            session.RegisterAggregate(AggregateFunction.Distinct(name, element, most, takesLimit: false));
            session.RegisterAggregate(AggregateFunction.Distinct($"{name}_limited", element, most, takesLimit: true));
        }

        return session;
    }

    private static string Value(string name, int distinct) =>
        Kinds.Single(kind => kind.Name == name).Value.Replace("$distinct", distinct.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static object?[][] Rows(DuckDbSession session, string sql)
    {
        using DuckDbResult result = session.Query(sql);
        return [.. result.ReadRows()];
    }

    private object?[][] Rows(string sql) => Rows(_session, sql);

    private string Text(string sql) => string.Join(
        ',',
        ((object?[])_session.QueryValue(sql)!).Select(value => value is string text ? $"'{text}'" : Convert.ToString(value, CultureInfo.InvariantCulture)));
}

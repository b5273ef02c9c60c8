using System.Globalization;
using System.Numerics;
using System.Text;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.DuckDb.Tests;

/// <summary>DuckDB's own <c>test_all_types()</c> has the least, the greatest and the null value of every type.</summary>
public sealed class AllTypesTests
{
    [Fact]
    public void Reads_the_least_greatest_and_null_value_of_every_type()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select * exclude (medium_enum, large_enum) from test_all_types()");
        object?[][] rows = [.. result.ReadRows()];
        var actual = new StringBuilder();
        for (int i = 0; i < result.Columns.Length; i++)
        {
            DuckDbColumn column = result.Columns[i];
            actual.Append(CultureInfo.InvariantCulture, $"{column.Name}\n  {column.Type}\n");
            foreach (object?[] row in rows)
            {
                actual.Append(CultureInfo.InvariantCulture, $"  {TestFormat.Of(row[i])}\n");
            }
        }

        Golden.Check(Path.Combine(Golden.Folder("cases"), "all-types.txt"), actual.ToString());
    }

    [Fact]
    public void Agrees_with_the_text_that_DuckDB_makes_of_the_values()
    {
        string[] columns =
        [
            "tinyint", "smallint", "int", "bigint", "hugeint", "uhugeint", "utinyint", "usmallint", "uint", "ubigint",
            "dec_4_1", "dec_9_4", "dec_18_6", "dec38_10", "uuid", "varchar", "bit", "small_enum", "medium_enum", "large_enum",
        ];
        using DuckDbSession session = DuckDbSession.Open();
        foreach (string column in columns)
        {
            using DuckDbResult result = session.Query($"select {column}, {column}::varchar from test_all_types(use_large_enum => {(column == "large_enum" ? "true" : "false")})");
            foreach (object?[] row in result.ReadRows())
            {
                Convert.ToString(row[0], CultureInfo.InvariantCulture).ShouldBe(row[1] ?? "", column);
            }
        }
    }

    [Fact]
    public void Reads_bignums_of_any_length()
    {
        using DuckDbSession session = DuckDbSession.Open();
        foreach (string number in new[] { "0", "1", "-1", "255", "-256", "340282366920938463463374607431768211456" })
        {
            session.QueryValue($"select '{number}'::bignum").ShouldBe(BigInteger.Parse(number, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Types_read_from_DuckDB_equal_those_made_here()
    {
        using DuckDbSession session = DuckDbSession.Open();
        session.DescribeQuery("select {a: 1::bigint, b: ['x']} s, 1.5::decimal(9,2) d, '{}'::json j, [[true]] l").Select(column => column.Type).ShouldBe(
        [
            DuckDbType.Struct(new("a", DuckDbType.BigInt), new("b", DuckDbType.List(DuckDbType.Varchar))),
            DuckDbType.Decimal(9, 2),
            DuckDbType.Json,
            DuckDbType.List(DuckDbType.List(DuckDbType.Boolean)),
        ]);
    }
}

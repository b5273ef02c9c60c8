using Shouldly;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Xunit;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Sql.Tests;

/// <summary>What DuckDB reads: quoting above all, since names and texts come from queries and files.</summary>
public sealed class DuckDbWriterTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("", "''")]
    [InlineData("a\\b", "'a\\b'")]
    [InlineData("'; DROP TABLE t; --", "'''; DROP TABLE t; --'")]
    public void A_text_is_quoted(string text, string expected) => DuckDbWriter.QuoteString(text).ShouldBe(expected);

    [Theory]
    [InlineData("a\"b")]
    [InlineData("select")]
    [InlineData("two words")]
    [InlineData("Ünï")]
    public void A_name_is_quoted(string name) => Select(S.Column(name)).ShouldContain($"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    [Fact]
    public void A_chain_of_thousands_is_written_without_deep_recursion() =>
        Select(S.Or(Enumerable.Range(0, 20_000).Select(i => S.Equal(S.Column("a"), S.BigInt(i))))).ShouldContain("19999");

    [Theory]
    [InlineData(double.NaN, "CAST('nan' AS DOUBLE)")]
    [InlineData(double.PositiveInfinity, "CAST('inf' AS DOUBLE)")]
    [InlineData(double.NegativeInfinity, "CAST('-inf' AS DOUBLE)")]
    [InlineData(0.1, "CAST('0.1' AS DOUBLE)")]
    public void A_real_is_a_cast_text(double value, string expected) => Written(S.Double(value)).ShouldBe(expected);

    /// <summary>DuckDB reads a minus and then digits, which for the least value do not fit the type.</summary>
    [Theory]
    [InlineData(int.MinValue, "CAST('-2147483648' AS INTEGER)")]
    [InlineData(int.MinValue + 1, "-2147483647")]
    [InlineData(int.MaxValue, "2147483647")]
    public void An_int_keeps_its_type(int value, string expected) => Written(S.Integer(value)).ShouldBe(expected);

    [Theory]
    [InlineData(long.MinValue, "CAST('-9223372036854775808' AS BIGINT)")]
    [InlineData(int.MinValue, "CAST(-2147483648 AS BIGINT)")]
    [InlineData(1, "CAST(1 AS BIGINT)")]
    public void A_long_keeps_its_type(long value, string expected) => Written(S.BigInt(value)).ShouldBe(expected);

    private static string Written(SqlExpression expression) => Select(expression)["SELECT".Length..].Trim();

    private static string Select(SqlExpression expression) => DuckDbWriter.Write(new SqlSelect { Items = [new SqlSelectItem(expression)] });
}

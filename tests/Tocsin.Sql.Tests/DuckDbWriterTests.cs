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
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_none_is_a_cast_text(double value) => Select(S.Double(value)).ShouldContain("'");

    private static string Select(SqlExpression expression) => DuckDbWriter.Write(new SqlSelect { Items = [new SqlSelectItem(expression)] });
}

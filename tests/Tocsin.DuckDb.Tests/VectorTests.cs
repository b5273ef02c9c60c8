using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class VectorTests
{
    // Each query leaves DuckDB another kind of vector, which the reader must not notice.
    [Theory]
    [InlineData("select i from range(4) t(i)", "[0, 1, 2, 3]")]
    [InlineData("select 7 from range(4)", "[7, 7, 7, 7]")]
    [InlineData("select null::bigint from range(3)", "[null, null, null]")]
    [InlineData("select 'constant and long enough for the heap' from range(2)", "['constant and long enough for the heap', 'constant and long enough for the heap']")]
    [InlineData("select i from range(100) t(i) where i % 30 = 7", "[7, 37, 67, 97]")]
    [InlineData("select l from (values (1, 'a'), (2, null), (3, 'a long text that stays outside of its slot')) t(k, l) order by k desc", "['a long text that stays outside of its slot', null, 'a']")]
    [InlineData("select unnest([[1, 2], [], null, [3]])", "[[1, 2], [], null, [3]]")]
    [InlineData("select [[i], [i, null]] from range(2) t(i) where i = 1", "[[[1], [1, null]]]")]
    [InlineData("select {a: i, b: {c: 'x' || i, d: [i]}} from range(3) t(i) where i > 1", "[{a: 2, b: {c: 'x2', d: [2]}}]")]
    [InlineData("select case when i = 1 then null else {a: i} end from range(3) t(i)", "[{a: 0}, null, {a: 2}]")]
    [InlineData("select map {'k' || i: i} from range(2) t(i)", "[[{key: 'k0', value: 0}], [{key: 'k1', value: 1}]]")]
    [InlineData("select a[2:3] from (values ([1, 2, 3, 4]), ([5])) t(a)", "[[2, 3], []]")]
    [InlineData("select unnest([1, null, 3])", "[1, null, 3]")]
    [InlineData("select union_value(k := 2) from range(2)", "[2, 2]")]
    [InlineData("select array_value(i, i + 1) from range(2) t(i)", "[[0, 1], [1, 2]]")]
    [InlineData("select l from (select list(i) l from range(6) t(i) group by i % 2 order by i % 2)", "[[0, 2, 4], [1, 3, 5]]")]
    [InlineData("select x from (values ('twelve bytes'), ('thirteen byte'), (''), ('é🦆')) t(x)", "['twelve bytes', 'thirteen byte', '', 'é🦆']")]
    [InlineData("select i::enum('x', 'y') from (values ('y'), (null), ('x')) t(i)", "['y', null, 'x']")]
    [InlineData("select lag(i) over (order by i) from range(3) t(i)", "[null, 0, 1]")]
    public void Reads_every_kind_of_vector(string sql, string expected)
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query(sql);
        TestFormat.Of(result.ReadRows().Select(row => row[0]).ToArray()).ShouldBe(expected);
    }

    [Fact]
    public void Nulls_are_told_row_by_row()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select case when i % 3 <> 0 then i end from range(5000) t(i)");
        long row = 0;
        foreach (DataChunk chunk in result.ReadChunks())
        {
            VectorReader column = chunk.Column(0);
            for (int i = 0; i < chunk.RowCount; i++, row++)
            {
                column.IsNull(i).ShouldBe(row % 3 == 0);
            }
        }

        row.ShouldBe(5000);
    }

    [Fact]
    public void Reading_as_the_wrong_type_or_row_throws()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select 1::bigint, 'x', [1]");
        result.TryReadChunk(out DataChunk? read).ShouldBeTrue();
        using DataChunk chunk = read;
        Should.Throw<InvalidOperationException>(() => chunk.Column(0).Values<int>().Length).Message.ShouldContain("BIGINT");
        Should.Throw<InvalidOperationException>(() => chunk.Column(0).Bytes(0).Length);
        Should.Throw<InvalidOperationException>(() => chunk.Column(1).Entry(0));
        Should.Throw<InvalidOperationException>(() => chunk.Column(2).Field(0).Length);
        Should.Throw<InvalidOperationException>(() => chunk.Column(0).Elements.Length);
        Should.Throw<ArgumentOutOfRangeException>(() => chunk.Column(1).Bytes(1).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => chunk.Column(1).IsNull(-1));
    }

    [Fact]
    public void A_chunk_is_gone_when_disposed()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select 1");
        result.TryReadChunk(out DataChunk? chunk).ShouldBeTrue();
        chunk.Dispose();
        Should.Throw<ObjectDisposedException>(() => chunk.Column(0).Length);
    }

    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("5", 3, "0.005")]
    [InlineData("-5", 3, "-0.005")]
    [InlineData("-12345", 2, "-123.45")]
    [InlineData("170141183460469231731687303715884105727", 38, "1.70141183460469231731687303715884105727")]
    public void Decimals_are_spelled_exactly(string unscaled, byte scale, string expected) =>
        new DuckDbDecimal(Int128.Parse(unscaled, System.Globalization.CultureInfo.InvariantCulture), scale).ToString().ShouldBe(expected);
}

using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class SessionTests
{
    [Fact]
    public void Reads_what_a_query_gives()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select i, 'row number ' || i as text, [i, i + 1] as list from range(3) t(i)");
        result.Columns.ShouldBe([new("i", DuckDbType.BigInt), new("text", DuckDbType.Varchar), new("list", DuckDbType.List(DuckDbType.BigInt))]);
        result.TryReadChunk(out DataChunk? chunk).ShouldBeTrue();
        using (chunk)
        {
            chunk.RowCount.ShouldBe(3);
            chunk.Column(0).Values<long>().ToArray().ShouldBe([0L, 1, 2]);
            chunk.Column(1).Text(2).ShouldBe("row number 2");
            chunk.Column(2).Value(1).ShouldBe(new object[] { 1L, 2L });
        }

        result.TryReadChunk(out _).ShouldBeFalse();
    }

    [Fact]
    public void Runs_a_function_of_ours()
    {
        using DuckDbSession session = DuckDbSession.Open();
        session.RegisterScalar(new ScalarFunction("twice", [DuckDbType.BigInt], DuckDbType.BigInt, static (in ScalarInput input, VectorWriter output) =>
        {
            ReadOnlySpan<long> values = input.Column(0).Values<long>();
            Span<long> doubled = output.Values<long>();
            for (int row = 0; row < values.Length; row++)
            {
                doubled[row] = 2 * values[row];
            }
        }));
        session.QueryValue("select sum(twice(i)) from range(100000) t(i)").ShouldBe((Int128)9999900000);
    }

    [Fact]
    public void Runs_functions_of_rows()
    {
        using DuckDbSession session = DuckDbSession.Open();
        session.RegisterScalar(ScalarFunction.Create("same", (ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right)));
        session.RegisterScalar(ScalarFunction.Create("doubled", (ReadOnlySpan<byte> text, Utf8Writer output) =>
        {
            output.Append(text);
            output.Append(text);
        }));
        session.QueryValue("select same('a', 'a')").ShouldBe(true);
        session.QueryValue("select count(*) from range(5000) t(i) where same('long enough to be apart ' || i % 7, 'long enough to be apart 3')").ShouldBe(714L);
        session.QueryValue("select string_agg(doubled(x), ',' order by x) from (values ('a'), (null), ('0123456')) t(x)").ShouldBe("01234560123456,aa");
    }
}

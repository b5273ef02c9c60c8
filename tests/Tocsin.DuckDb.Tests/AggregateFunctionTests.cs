using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class AggregateFunctionTests : IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open();

    public AggregateFunctionTests()
    {
        _session.RegisterAggregate(AggregateFunction.Create(
            "our_sum",
            (Total total, long value) => total.Value += value,
            (into, from) => into.Value += from.Value,
            total => total.Value));
        _session.RegisterAggregate(AggregateFunction.Create(
            "our_longest",
            (Longest longest, ReadOnlySpan<byte> text) => longest.Offer(text),
            (into, from) => into.Offer(from.Text),
            (Longest longest, Utf8Writer output) =>
            {
                output.Append(longest.Text);
                if (longest.Text is null)
                {
                    output.SetNull();
                }
            }));
        _session.RegisterAggregate(AggregateFunction.Create(
            "our_list",
            (List<long> list, long? value) => list.Add(value ?? -1),
            (into, from) => into.AddRange(from),
            (List<long> list, ListWriter<long> output) =>
            {
                list.Sort();
                foreach (long value in list)
                {
                    output.Add(value);
                }
            }));
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Adds_over_all_rows_and_none()
    {
        _session.QueryValue("select our_sum(i) from range(1000000) t(i)").ShouldBe(499999500000L);
        _session.QueryValue("select our_sum(i) from range(0) t(i)").ShouldBe(0L);
        _session.QueryValue("select our_sum(7) from range(5000)").ShouldBe(35000L);
        _session.QueryValue("select our_longest(i::varchar) from range(0) t(i)").ShouldBeNull();
    }

    [Fact]
    public void Adds_by_group()
    {
        _session.QueryValue("select count(*) from (select i % 1000 as k, our_sum(i) s, sum(i) t from range(300000) t(i) group by k) where s = t").ShouldBe(1000L);
        _session.QueryValue("select count(*) from (select i // 2 as k, our_sum(i) s, sum(i) t from range(200000) t(i) group by k) where s = t").ShouldBe(100000L);
    }

    [Fact]
    public void Nulls_do_not_count_unless_asked_for()
    {
        _session.QueryValue("select our_sum(x) from (values (1), (null), (5)) t(x)").ShouldBe(6L);
        _session.QueryValue("select our_list(x) from (values (1), (null), (5)) t(x)").ShouldBe(new object[] { -1L, 1L, 5L });
    }

    [Fact]
    public void Text_and_lists_are_results()
    {
        Rows("select our_longest(x) from (values (1, 'a'), (1, 'long enough for the heap'), (2, null), (3, 'bb')) t(k, x) group by k order by k").ShouldBe("['long enough for the heap', null, 'bb']");
        Rows("select our_list(i) from range(7) t(i) group by i % 3 order by i % 3").ShouldBe("[[0, 3, 6], [1, 4], [2, 5]]");
    }

    [Fact]
    public void Works_with_filter_order_distinct_and_windows()
    {
        _session.QueryValue("select our_sum(i) filter (i % 2 = 0) from range(10) t(i)").ShouldBe(20L);
        _session.QueryValue("select our_sum(distinct i % 3) from range(10) t(i)").ShouldBe(3L);
        Rows("select our_sum(i) over (order by i rows between 1 preceding and 1 following) from range(5) t(i)").ShouldBe("[1, 3, 6, 9, 7]");
        Rows("select our_sum(i) over (partition by i % 2) from range(4) t(i) order by i").ShouldBe("[2, 4, 2, 4]");
    }

    [Fact]
    public void Kernels_read_several_columns()
    {
        _session.RegisterAggregate(new AggregateFunction<Total>(
            "dot",
            [DuckDbType.BigInt, DuckDbType.BigInt],
            DuckDbType.BigInt,
            static (in AggregateInput<Total> input) =>
            {
                ReadOnlySpan<long> left = input.Column(0).Values<long>();
                ReadOnlySpan<long> right = input.Column(1).Values<long>();
                for (int row = 0; row < input.RowCount; row++)
                {
                    input.State(row).Value += left[row] * right[row];
                }
            },
            static (into, from) => into.Value += from.Value,
            static (total, output, row) => output.Values<long>()[row] = total.Value));
        _session.QueryValue("select dot(i, i + 1) from range(4) t(i)").ShouldBe(20L);
    }

    [Fact]
    public void What_an_aggregate_throws_fails_the_query_and_is_kept()
    {
        _session.RegisterAggregate(AggregateFunction.Create(
            "fail_on_5",
            (Total _, long value) =>
            {
                if (value == 5)
                {
                    throw new InvalidOperationException("five came");
                }
            },
            (_, _) => { },
            total => total.Value));
        DuckDbException exception = Should.Throw<DuckDbException>(() => _session.QueryValue("select fail_on_5(i) from range(10) t(i)"));
        exception.Message.ShouldContain("five came");
        exception.InnerException.ShouldBeOfType<InvalidOperationException>();
        _session.QueryValue("select fail_on_5(i) from range(5) t(i)").ShouldBe(0L);
    }

    private string Rows(string sql)
    {
        using DuckDbResult result = _session.Query(sql);
        return TestFormat.Of(result.ReadRows().Select(row => row[0]).ToArray());
    }

    private sealed class Total
    {
        internal long Value { get; set; }
    }

    private sealed class Longest
    {
        internal byte[]? Text { get; private set; }

        internal void Offer(ReadOnlySpan<byte> text)
        {
            if (Text is null || text.Length > Text.Length || (text.Length == Text.Length && text.SequenceCompareTo(Text) > 0))
            {
                Text = text.ToArray();
            }
        }
    }
}

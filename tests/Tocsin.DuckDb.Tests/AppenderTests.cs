using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class AppenderTests : IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Appends_rows_of_several_chunks()
    {
        _session.Execute("create table t (i bigint, s varchar, d double, b boolean, l bigint[], u uuid)");
        using (DuckDbAppender appender = _session.Append("t"))
        {
            appender.Types.ShouldBe([DuckDbType.BigInt, DuckDbType.Varchar, DuckDbType.Double, DuckDbType.Boolean, DuckDbType.List(DuckDbType.BigInt), DuckDbType.Uuid]);
            for (int i = 0; i < 10000; i++)
            {
                appender.Set(0, (long)i);
                appender.SetText(1, Encoding.UTF8.GetBytes("text number " + i.ToString(CultureInfo.InvariantCulture)));
                appender.Set(2, i / 4.0);
                if (i % 3 == 0)
                {
                    appender.SetNull(3);
                }
                else
                {
                    appender.Set(3, i % 2 == 0);
                }

                appender.Chunk.Column(4).AppendList<long>(appender.Row, i % 5).Fill(i);
                appender.Chunk.Column(5).SetUuid(appender.Row, new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
                appender.EndRow();
            }

            appender.Complete();
        }

        _session.QueryValue("""
            select count(*) from t where s = 'text number ' || i and d = i / 4 and b is not distinct from (case when i % 3 <> 0 then i % 2 = 0 end)
                and l = list_transform(range(i % 5), x -> i) and u::varchar = printf('%08x-0001-0002-0304-05060708090a', i)
            """).ShouldBe(10000L);
    }

    [Fact]
    public void Appends_whole_columns()
    {
        _session.Execute("create table t (i bigint)");
        using (DuckDbAppender appender = _session.Append("t"))
        {
            for (int chunk = 0; chunk < 3; chunk++)
            {
                Span<long> values = appender.Chunk.Column(0).Values<long>();
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = row;
                }

                appender.EndRows(chunk == 2 ? 10 : values.Length);
            }

            Should.Throw<ArgumentOutOfRangeException>(() => appender.EndRows(ChunkWriter.Capacity));
            appender.Complete();
        }

        _session.QueryValue("select count(*) || ' ' || sum(i) from t").ShouldBe($"4106 {(2 * 2047 * 1024) + 45}");
    }

    [Fact]
    public void Without_completion_nothing_is_left_behind()
    {
        _session.Execute("create table t (i bigint)");
        using (DuckDbAppender appender = _session.Append("t"))
        {
            for (int i = 0; i < 5000; i++)
            {
                appender.Set(0, (long)i);
                appender.EndRow();
            }
        }

        _session.QueryValue("select count(*) from t").ShouldBe(0L);
    }

    [Fact]
    public void A_broken_constraint_is_reported()
    {
        _session.Execute("create table t (i bigint not null)");
        using DuckDbAppender appender = _session.Append("t");
        appender.SetNull(0);
        appender.EndRow();
        Should.Throw<DuckDbException>(appender.Complete).Kind.ShouldBe(DuckDbErrorKind.Constraint);
    }

    [Fact]
    public void A_missing_table_is_reported() =>
        Should.Throw<DuckDbException>(() => _session.Append("nothing")).Message.ShouldContain("nothing");
}

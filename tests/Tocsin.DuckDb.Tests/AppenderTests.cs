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
        _session.Execute("create table t (i bigint, s varchar, d double, b boolean)");
        using (DuckDbAppender appender = _session.Append("t"))
        {
            appender.Types.ShouldBe([DuckDbType.BigInt, DuckDbType.Varchar, DuckDbType.Double, DuckDbType.Boolean]);
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

                appender.EndRow();
            }

            appender.Complete();
        }

        _session.QueryValue("""
            select count(*) from t where s = 'text number ' || i and d = i / 4 and b is not distinct from (case when i % 3 <> 0 then i % 2 = 0 end)
            """).ShouldBe(10000L);
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

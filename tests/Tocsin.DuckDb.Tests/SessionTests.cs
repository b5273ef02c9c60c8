using System.Collections.Immutable;
using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class SessionTests
{
    // Runs for hours unless stopped. (DuckDB looks for an interrupt between chunks of a source, so that it would stop a
    // join late which makes very many rows of one chunk.)
    private const string Endless = "select count(*) from range(100000000000) t(i) where hash(i) % 7 = 3";

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
    public void Streams_results_larger_than_a_chunk_in_order()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select i, 'a text that is not inlined ' || i from range(300000) t(i)");
        long expected = 0;
        foreach (DataChunk chunk in result.ReadChunks())
        {
            VectorReader texts = chunk.Column(1);
            foreach (long value in chunk.Column(0).Values<long>())
            {
                value.ShouldBe(expected);
                texts.Bytes((int)(expected % texts.Length)).Length.ShouldBeGreaterThan(26);
                expected++;
            }
        }

        expected.ShouldBe(300000);
    }

    [Fact]
    public void A_result_may_be_left_unread()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using (DuckDbResult result = session.Query("select * from range(10000000)"))
        {
            result.TryReadChunk(out DataChunk? chunk).ShouldBeTrue();
            chunk.Dispose();
        }

        session.QueryValue("select 1").ShouldBe(1);
    }

    [Fact]
    public void Execute_runs_several_statements()
    {
        using DuckDbSession session = DuckDbSession.Open();
        session.Execute("create table t (a bigint); insert into t select * from range(5)").ShouldBe(5);
        session.Execute("delete from t where a < 2").ShouldBe(2);
        session.QueryValue("select count(*) from t").ShouldBe(3L);
    }

    [Theory]
    [InlineData("select", DuckDbErrorKind.Parser)]
    [InlineData("select nothing", DuckDbErrorKind.Binder)]
    [InlineData("select * from nothing", DuckDbErrorKind.Catalog)]
    [InlineData("select 'x'::bigint", DuckDbErrorKind.Conversion)]
    [InlineData("select i::bool::text::bigint from range(3) t(i)", DuckDbErrorKind.Conversion)]
    [InlineData("select error('mine')", DuckDbErrorKind.InvalidInput)]
    [InlineData("select * from read_parquet('/does/not/exist.parquet')", DuckDbErrorKind.IO)]
    [InlineData("select 170141183460469231731687303715884105727 + i::hugeint from range(1, 2) t(i)", DuckDbErrorKind.OutOfRange)]
    public void Reports_errors_with_their_kind(string sql, DuckDbErrorKind kind)
    {
        using DuckDbSession session = DuckDbSession.Open();
        DuckDbException exception = Should.Throw<DuckDbException>(() =>
        {
            using DuckDbResult result = session.Query(sql);
            foreach (DataChunk _ in result.ReadChunks())
            {
            }
        });
        exception.Kind.ShouldBe(kind);
        exception.Message.ShouldContain("Error");
        session.QueryValue("select 1").ShouldBe(1);
    }

    [Fact]
    public void A_failure_after_the_first_rows_is_reported()
    {
        using DuckDbSession session = DuckDbSession.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbResult result = session.Query("select case when i = 2000000 then error('late') else i end from range(3000000) t(i)");
        long rows = 0;
        DuckDbException exception = Should.Throw<DuckDbException>(() =>
        {
            foreach (DataChunk chunk in result.ReadChunks())
            {
                rows += chunk.RowCount;
            }
        });
        exception.Message.ShouldContain("late");
        rows.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Refuses_text_that_the_C_API_would_cut_short()
    {
        using DuckDbSession session = DuckDbSession.Open();
        Should.Throw<ArgumentException>(() => session.Execute("select 1\0; this is not seen"));
    }

    [Fact]
    public void Describes_without_running()
    {
        using DuckDbSession session = DuckDbSession.Open();
        session.Execute("create table t (a bigint, b varchar)");
        session.DescribeQuery("select *, error('not run')::varchar as c from t").ShouldBe(
            [new("a", DuckDbType.BigInt), new("b", DuckDbType.Varchar), new("c", DuckDbType.Varchar)]);
        Should.Throw<DuckDbException>(() => session.DescribeQuery("select c from t")).Kind.ShouldBe(DuckDbErrorKind.Binder);
    }

    [Fact]
    public void Settings_take_effect()
    {
        using DuckDbSession session = DuckDbSession.Open(new DuckDbOptions
        {
            MemoryLimit = 1 << 30,
            Threads = 3,
            TempDirectory = "/tmp/some-folder",
            Settings = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("default_null_order", "nulls_first")]),
        });
        string Setting(string name) => (string)session.QueryValue($"select current_setting('{name}')::varchar")!;
        Setting("memory_limit").ShouldBe("1.0 GiB");
        Setting("threads").ShouldBe("3");
        Setting("temp_directory").ShouldBe("/tmp/some-folder");
        Setting("autoinstall_known_extensions").ShouldBe("false");
        Setting("autoload_known_extensions").ShouldBe("false");
        Setting("TimeZone").ShouldBe("UTC");
        session.QueryValue("select string_agg(coalesce(x, -1), ',' order by x) from (values (1), (null)) t(x)").ShouldBe("-1,1");
    }

    [Fact]
    public void An_unknown_setting_is_an_error() =>
        Should.Throw<DuckDbException>(() => DuckDbSession.Open(new DuckDbOptions
        {
            Settings = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("no_such_setting", "1")]),
        })).Message.ShouldContain("no_such_setting");

    [Fact]
    public void Parquet_and_json_are_linked_in()
    {
        using DuckDbSession session = DuckDbSession.Open();
        session.QueryValue("select string_agg(extension_name, ' ' order by extension_name) from duckdb_extensions() where loaded and extension_name in ('json', 'parquet', 'icu')").ShouldBe("icu json parquet");
    }

    [Fact]
    public void A_function_registered_after_a_result_that_was_left_stays()
    {
        using var session = DuckDbSession.Open(new DuckDbOptions());
        using (var left = session.Query("SELECT * FROM range(1000000)"))
        {
            left.TryReadChunk(out var chunk).ShouldBeTrue();
            chunk.Dispose();
        }

        session.RegisterScalar(ScalarFunction.Create("tripled", (long x) => x * 3));
        session.QueryValue("SELECT tripled(14)").ShouldBe(42L);
    }

    [Fact]
    public void A_cancelled_query_stops()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using var ofQuery = new CancellationTokenSource(50);
        Should.Throw<OperationCanceledException>(() => session.QueryValue(Endless, ofQuery.Token)).CancellationToken.ShouldBe(ofQuery.Token);
        using var ofStatement = new CancellationTokenSource();
        ofStatement.CancelAfter(50);
        ofStatement.IsCancellationRequested.ShouldBeFalse();
        Should.Throw<OperationCanceledException>(() => session.Execute(Endless, ofStatement.Token)).CancellationToken.ShouldBe(ofStatement.Token);
        session.QueryValue("select 1").ShouldBe(1);
    }

    [Fact]
    public void Cancelling_reaches_a_query_whenever_it_comes()
    {
        using DuckDbSession session = DuckDbSession.Open();
        for (int i = 0; i < 20; i++)
        {
            // From before the statement begins to well after.
            using var source = new CancellationTokenSource();
            var canceller = new Thread(() =>
            {
                Thread.SpinWait(i * 20000);
                source.Cancel();
            });
            canceller.Start();
            Should.Throw<OperationCanceledException>(() => session.QueryValue(Endless, source.Token));
            canceller.Join();
        }
    }

    [Fact]
    public void Cancelling_after_the_end_harms_nothing()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using var source = new CancellationTokenSource();
        session.QueryValue("select 1", source.Token).ShouldBe(1);
        source.Cancel();
        session.QueryValue("select 2").ShouldBe(2);
    }

    [Fact]
    public void A_result_may_outlive_its_session()
    {
        using var source = new CancellationTokenSource();
        DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select i from range(100000) t(i)", source.Token);
        session.Dispose();
        result.ReadChunks().Sum(chunk => chunk.RowCount).ShouldBe(100000);
        source.Cancel();
        result.Dispose();
        result.Dispose();
    }

    [Fact]
    public void Memory_beyond_the_limit_is_an_error_of_the_query_alone()
    {
        using DuckDbSession session = DuckDbSession.Open(new DuckDbOptions { MemoryLimit = 30_000_000, TempDirectory = "" });
        Should.Throw<DuckDbException>(() => session.QueryValue("select length(list(i)) from range(50000000) t(i)")).Kind.ShouldBe(DuckDbErrorKind.OutOfMemory);
        session.QueryValue("select 1").ShouldBe(1);
    }

    [Fact]
    public void Names_survive_the_crossing()
    {
        using DuckDbSession session = DuckDbSession.Open();
        using DuckDbResult result = session.Query("select 1 as \"Größe 📏\", 'naïve 🦆' as \"a\"\"b\"");
        result.Columns.Select(column => column.Name).ShouldBe(["Größe 📏", "a\"b"]);
        result.ReadRows().Single()[1].ShouldBe("naïve 🦆");
    }
}

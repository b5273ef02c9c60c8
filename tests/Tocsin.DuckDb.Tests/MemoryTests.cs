using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

/// <summary>What is taken is given back: on our side of the boundary and on DuckDB's. Alone, because it looks at the whole process.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MemoryTests
{
    [Fact]
    public void Functions_die_with_their_database()
    {
        WeakReference[] references = UseFunctions();
        for (int i = 0; i < 10 && references.Any(reference => reference.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        references.ShouldAllBe(reference => !reference.IsAlive);
    }

    [Fact]
    public void Repeated_queries_take_no_more_memory()
    {
        using DuckDbSession session = DuckDbSession.Open(new DuckDbOptions { Threads = 2 });
        session.RegisterScalar(ScalarFunction.Create("doubled", (ReadOnlySpan<byte> text, Utf8Writer output) =>
        {
            output.Append(text);
            output.Append(text);
        }));
        session.RegisterAggregate(AggregateFunction.Distinct("our_set", DuckDbType.BigInt, int.MaxValue, takesLimit: false));
        Run(session, 20);
        long before = ResidentBytes();
        Run(session, 100);
        long grown = ResidentBytes() - before;
        grown.ShouldBeLessThan(32_000_000);
        session.QueryValue("select sum(memory_usage_bytes)::bigint from duckdb_memory()").ShouldBeOfType<long>().ShouldBeLessThan(4_000_000);
    }

    // Each run would leave megabytes if its chunks, strings, states or results stayed.
    private static void Run(DuckDbSession session, int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            using (DuckDbResult result = session.Query("select doubled('a text of some length ' || i), [i, i], {a: i} from range(20000) t(i)"))
            {
                result.ReadChunks().Sum(chunk => chunk.RowCount).ShouldBe(20000);
            }

            using (DuckDbResult result = session.Query("select i % 1000, our_set(i) from range(20000) t(i) group by 1"))
            {
                result.TryReadChunk(out DataChunk? chunk).ShouldBeTrue();
                chunk.Dispose();
            }

            Should.Throw<DuckDbException>(() => session.QueryValue("select error('x' || i) from range(10) t(i)"));
            session.DescribeQuery("select 1 as a, [{b: 'c'}] as d").Length.ShouldBe(2);
        }
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] UseFunctions()
    {
        object scalarMark = new();
        object stateMark = new();
        using DuckDbSession session = DuckDbSession.Open();
        session.RegisterScalar(ScalarFunction.Create("marked", (long x) => x + (scalarMark is null ? 1 : 0)));
        session.RegisterScalar(new ScalarFunction("stateful", [DuckDbType.BigInt], DuckDbType.BigInt, (in ScalarInput input, VectorWriter output) => input.Column(0).Values<long>().CopyTo(output.Values<long>()))
        {
            CreateState = () => new object[] { stateMark },
        });
        var aggregate = AggregateFunction.Distinct("our_set", DuckDbType.BigInt, int.MaxValue, takesLimit: false);
        session.RegisterAggregate(aggregate);
        session.QueryValue("select sum(marked(stateful(i))) from range(10000) t(i)").ShouldBe((Int128)49995000);
        session.QueryValue("select sum(len(s)) from (select our_set(i) s from range(10000) t(i) group by i % 100)").ShouldBe((Int128)10000);
        return [new WeakReference(scalarMark), new WeakReference(stateMark), new WeakReference(aggregate), new WeakReference(session.FunctionMemory)];
    }
}

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

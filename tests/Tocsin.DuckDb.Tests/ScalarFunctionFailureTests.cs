using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class ScalarFunctionFailureTests : IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_a_function_throws_fails_the_query_and_is_kept()
    {
        _session.RegisterScalar(ScalarFunction.Create("fail_at", (long x, long at) => x == at ? throw new InvalidOperationException("this row is not to my liking 🦆") : x));
        DuckDbException exception = Should.Throw<DuckDbException>(() => _session.QueryValue("select sum(fail_at(i, 77777)) from range(100000) t(i)"));
        exception.Message.ShouldContain("this row is not to my liking 🦆");
        exception.Kind.ShouldBe(DuckDbErrorKind.InvalidInput);
        exception.InnerException.ShouldBeOfType<InvalidOperationException>().StackTrace.ShouldNotBeNull().ShouldContain(nameof(What_a_function_throws_fails_the_query_and_is_kept));
        _session.QueryValue("select sum(fail_at(i, 77777)) from range(10) t(i)").ShouldBe((Int128)45);
        Should.Throw<DuckDbException>(() => _session.QueryValue("select nothing")).InnerException.ShouldBeNull();
    }

    [Fact]
    public void What_a_constant_call_throws_is_kept()
    {
        _session.RegisterScalar(ScalarFunction.Create("fail", (long _) => Fail(new FormatException("folded"))));
        Should.Throw<DuckDbException>(() => _session.QueryValue("select fail(1)")).InnerException.ShouldBeOfType<FormatException>();
    }

    [Fact]
    public void Hostile_exceptions_do_not_cross()
    {
        _session.RegisterScalar(ScalarFunction.Create("fail", (long kind) => kind switch
        {
            0 => throw new DirectoryNotFoundException(),
            1 => throw new UnreadableException(),
            2 => throw new OperationCanceledException("cancelled by nobody"),
            3 => throw new FormatException("zero\0inside"),
            4 => ((long[])null!)[0],
            5 => 1 / (kind - 5),
            _ => kind,
        }));
        for (int kind = 0; kind < 6; kind++)
        {
            Should.Throw<DuckDbException>(() => _session.QueryValue($"select sum(fail(i)) from range({kind}, {kind} + 1) t(i)")).InnerException.ShouldNotBeNull($"exception {kind}");
        }

        _session.QueryValue("select fail(10)").ShouldBe(10L);
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_refused()
    {
        _session.RegisterScalar(ScalarFunction.Create("cut_short", (ReadOnlySpan<byte> text, Utf8Writer output) => output.Append(text[..1])));
        Should.Throw<DuckDbException>(() => _session.QueryValue("select cut_short('é')")).Message.ShouldContain("UTF-8");
    }

    [Fact]
    public void A_kernel_that_overruns_throws_instead()
    {
        _session.RegisterScalar(new ScalarFunction("overrun", [DuckDbType.BigInt], DuckDbType.BigInt, static (in ScalarInput input, VectorWriter output) => output.Values<long>()[input.RowCount] = 1));
        Should.Throw<DuckDbException>(() => _session.QueryValue("select overrun(1)")).InnerException.ShouldBeOfType<IndexOutOfRangeException>();
    }

    private static long Fail(Exception exception) => throw exception;

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("not even the message");
    }
}

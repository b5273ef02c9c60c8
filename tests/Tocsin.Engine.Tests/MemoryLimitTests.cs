using Shouldly;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>What functions of ours hold beyond DuckDB's memory counts against the same limit.</summary>
public sealed class MemoryLimitTests
{
    /// <summary>So many thousand rows, which take DuckDB no memory.</summary>
    private const string Numbers = """
        let numbers = (thousands: long)
        {
            range a from 1 to thousands step 1 | extend k = 1 | join kind=inner (range b from 1 to 1000 step 1 | extend k = 1) on k | project x = a * 1000 + b
        };

        """;

    [Theory]
    [InlineData(64, "numbers(3000) | summarize s = make_set(strcat('a text that takes room ', x)) by x % 8 | summarize sum(array_length(s))")]
    [InlineData(64, "numbers(6000) | summarize s = make_set_if(x * 7, x > 5) by x / 20 | summarize sum(array_length(s))")]
    [InlineData(64, "numbers(3000) | summarize s = make_set(bag_pack('some', x, 'more', 'of the same')) by x % 8 | summarize sum(array_length(s))")]
    [InlineData(200, "numbers(600) | serialize | scan declare (text: string) with (step s output=last: true => text = strcat('012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789', substring(s.text, 300, 3), x % 7);) | summarize sum(strlen(text))")]
    public void A_query_that_gathers_too_much_is_told_what_to_do(int megabytes, string query)
    {
        using var session = Open(megabytes);
        var failure = Should.Throw<UnreadableDataException>(() => Answer.Of(session, Numbers + query, TestContext.Current.CancellationToken));
        failure.Message.ShouldContain($"what the query's functions must keep would pass the limit of {megabytes} MB");
        failure.Message.ShouldContain("Raise --memory");

        // The session goes on.
        Answer.Of(session, "range x from 1 to 10 step 1 | summarize n = array_length(make_set(x / 3))").Rows[0][0].GetInt64().ShouldBe(4);
    }

    [Fact]
    public void A_limit_of_values_limits_the_memory()
    {
        using var session = Open(64);
        const string query = "numbers(3000) | summarize s = make_set(strcat('a text that takes room ', x), 100) by x % 8 | summarize n = sum(array_length(s))";
        Answer.Of(session, Numbers + query).Rows[0][0].GetInt64().ShouldBe(800);
    }

    /// <summary>DuckDB does not destroy the states of groups that nobody asks for.</summary>
    [Fact]
    public void Groups_that_are_not_read_leave_nothing_behind()
    {
        using var session = Open(64);
        for (var i = 0; i < 10; i++)
        {
            Answer.Of(session, Numbers + "numbers(400) | summarize s = make_set(x) by x / 20 | take 3").Rows.Length.ShouldBe(3);
        }
    }

    private static IEngineSession Open(int megabytes) =>
        new DuckDbEngine(new EngineOptions(MemoryLimit: megabytes * 1_000_000L, Threads: 2)).Open(new DataRequest([], [], EngineFixture.Now), new Progress<string>(), CancellationToken.None);
}

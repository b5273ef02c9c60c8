using Shouldly;
using Tocsin.Detections.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

public sealed class ValueTestTests
{
    [Theory]
    [InlineData("60", "60", true)]
    [InlineData("60", "60.0", true)]
    [InlineData("60", "61", false)]
    [InlineData(">= 60", "60", true)]
    [InlineData("> 60", "60", false)]
    [InlineData("< 1h", "00:59:59", true)]
    [InlineData("<= 2026-04-13", "2026-04-13T00:00:00.0000000Z", true)]
    [InlineData("!= 0", "0", false)]
    [InlineData("250 .. 350", "350", true)]
    [InlineData("250 .. 350", "350.5", false)]
    [InlineData("WS-17", "ws-17", true)]
    [InlineData("!= anna", "Ben", true)]
    [InlineData("> anna", "ben", false)]
    [InlineData("a .. b", "a .. b", true)]
    [InlineData("", "", true)]
    public void Values_compare_by_size_where_they_have_one_and_as_text_else(string test, string value, bool holds) =>
        ValueTest.Parse(test).Holds(value).ShouldBe(holds);
}

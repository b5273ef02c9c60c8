using System.Text;
using Shouldly;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;
using Xunit;

namespace Tocsin.Functions.Tests;

/// <summary>Numbers, times and objects as logs write them.</summary>
public sealed class LogTextTests
{
    [Theory]
    [InlineData("1770797100", "2026-02-11T08:05:00.0000000Z")]
    [InlineData("1770797100.", "2026-02-11T08:05:00.0000000Z")]
    [InlineData("1770797100.5", "2026-02-11T08:05:00.5000000Z")]
    [InlineData("1770797100.123456789", "2026-02-11T08:05:00.1234567Z")]
    [InlineData("0", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("253402300799.9999999", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-02-11T08:05:00Z", "2026-02-11T08:05:00.0000000Z")]
    [InlineData("253402300800", "1978-01-11T21:31:40.8000000Z")]
    [InlineData("99999999999999999999", null)]
    [InlineData(".5", null)]
    [InlineData("1.2.3", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("1e9", null)]
    public void Seconds_since_1970_are_read_by_their_digits(string text, string? expected) =>
        (UnixTimeText.Parse(Encoding.UTF8.GetBytes(text)) is { } ticks ? new DateTime(ticks, DateTimeKind.Utc).ToString("O") : null).ShouldBe(expected);

    [Theory]
    [InlineData("443", 443L, 443)]
    [InlineData("443.0", 443L, 443)]
    [InlineData("-443.000", -443L, -443)]
    [InlineData(" 443 ", 443L, 443)]
    [InlineData("+7", 7L, 7)]
    [InlineData("0x1F", 31L, 31)]
    [InlineData("0xFFFFFFFF", 4294967295L, -1)]
    [InlineData("2147483648", 2147483648L, null)]
    [InlineData("9223372036854775807", long.MaxValue, null)]
    [InlineData("9223372036854775808", null, null)]
    [InlineData("443.5", null, null)]
    [InlineData("443.", null, null)]
    [InlineData(".0", null, null)]
    [InlineData("1e3", null, null)]
    [InlineData("", null, null)]
    [InlineData("-", null, null)]
    public void Whole_numbers_may_have_a_fraction_of_zeros(string text, long? expected, int? expectedInt)
    {
        WholeNumberText.ToLong(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);
        WholeNumberText.ToInt(Encoding.UTF8.GetBytes(text)).ShouldBe(expectedInt);
    }

    [Theory]
    [InlineData("t", "x", "\"x\"")]
    [InlineData("t", "a\"b\\c\nd\u0001é", "\"a\\\"b\\\\c\\nd\\u0001é\"")]
    [InlineData("t", "", null)]
    [InlineData("n", "12", "12")]
    [InlineData("n", "-0.50", "-0.50")]
    [InlineData("n", "1e3", "1000.0")]
    [InlineData("n", "007", "7.0")]
    [InlineData("n", "nan", null)]
    [InlineData("n", "abc", null)]
    [InlineData("b", "true", "true")]
    [InlineData("b", "T", null)]
    public void Properties_that_say_nothing_are_left_out(string kind, string text, string? expected)
    {
        var properties = ObjectText.Parse(Encoding.UTF8.GetBytes(kind + "\"p\"\n"));
        var value = Encoding.UTF8.GetBytes(text);
        var target = new byte[properties.Room(value.Length)];
        var written = properties.Write(0, value, (byte)'{', target);
        Encoding.UTF8.GetString(target, 0, written).ShouldBe(expected is null ? "" : "{\"p\":" + expected);
    }
}

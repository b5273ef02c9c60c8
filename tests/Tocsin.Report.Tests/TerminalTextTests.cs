using Shouldly;
using Tocsin.Report.Writing;
using Xunit;

namespace Tocsin.Report.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain é 漢字", "plain é 漢字")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m")]
    [InlineData("a\r\nb\tc", "a\\r\\nb\\tc")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("exe\u202egnp.doc", "exe\\u202egnp.doc")]
    [InlineData("\0\a\u007f", "\\u0000\\u0007\\u007f")]
    public void Nothing_in_the_data_commands_the_terminal(string text, string expected) => TerminalText.Neutralise(text).ShouldBe(expected);

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("漢字", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🙂", 2)]
    public void Width_counts_columns(string text, int width) => TerminalText.Width(text).ShouldBe(width);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("漢字漢", 4, "漢…")]
    [InlineData("abcd", 1, "…")]
    public void What_does_not_fit_is_cut(string text, int width, string expected) => TerminalText.Fit(text, width).ShouldBe(expected);
}

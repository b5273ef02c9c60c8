using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>What only a terminal shows, on a pseudo-terminal of <c>script</c>.</summary>
public sealed class TerminalTests
{
    private const string Red = "\u001b[31m";
    private const string Progress = "Detection 1 of";

    [Fact]
    public void A_terminal_gets_colours_and_progress()
    {
        var shown = Show("TERM=xterm NO_COLOR=");
        shown.ShouldContain(Red);
        shown.ShouldContain(Progress);
    }

    [Theory]
    [InlineData("NO_COLOR=1 TERM=xterm")]
    [InlineData("NO_COLOR=0 TERM=xterm")]
    [InlineData("NO_COLOR= TERM=dumb")]
    public void Colours_can_be_refused(string environment)
    {
        var shown = Show(environment);
        shown.ShouldNotContain(Red);
        shown.ShouldContain("notepad.exe");
    }

    [Fact]
    public void A_pipe_gets_neither()
    {
        var run = Tocsin.Start(["hunt", "samples/", "--min-severity", "high"], Tocsin.Repository);
        (run.Output + run.Error).ShouldNotContain("\u001b");
        run.Error.ShouldNotContain(Progress);
    }

    private static string Show(string environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "There is no script(1) here to make a terminal with.");
        var program = Path.Combine(AppContext.BaseDirectory, "tocsin.dll");
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"env {environment} dotnet '{program}' hunt samples/ --min-severity high", "/dev/null"])
        {
            WorkingDirectory = Tocsin.Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var shown = process.StandardOutput.ReadToEnd();
        process.WaitForExit(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        return shown;
    }
}

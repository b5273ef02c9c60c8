using System.Diagnostics;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>When ./tocsin builds, with a stand-in for dotnet that writes down what it is asked to do.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Dotnet = """
        #!/bin/sh
        # Stands in for dotnet: 'publish' makes the program, anything else runs it.
        here=$(dirname "$0")
        echo "$1" >>"$here/asked"
        if [ "$1" = publish ]; then
            [ ! -f "$here/fails" ] || { echo 'error CS0000: broken'; exit 1; }
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2" && touch "$2/tocsin.dll"
        else
            shift
            echo "ran $*"
        fi
        """;

    private readonly TemporaryFolder _clone = new();

    public LauncherTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "./tocsin is for the shells of Linux and macOS.");
        File.Copy(Path.Combine(Tocsin.Repository, "tocsin"), Path.Combine(_clone.Path, "tocsin"));
        _clone.Write("src/Program.cs", "//");
        _clone.Write("bin/dotnet", Dotnet);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_clone.Path, "bin", "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Age("src/Program.cs");
    }

    [Fact]
    public void It_builds_once_and_passes_its_arguments_on()
    {
        Launch("query", "print 1").ShouldBe((0, "ran query print 1\n"));
        Launch("--version").ShouldBe((0, "ran --version\n"));
        Builds().ShouldBe(1);
    }

    [Fact]
    public void It_builds_again_when_a_source_is_newer_or_gone()
    {
        _clone.Write("src/Other.cs", "//");
        Age("src/Other.cs");
        Launch();
        File.SetLastWriteTimeUtc(Path.Combine(_clone.Path, "src/Program.cs"), DateTime.UtcNow.AddMinutes(1));
        Launch();
        Builds().ShouldBe(2);

        Age("src/Program.cs");
        Launch();
        File.Delete(Path.Combine(_clone.Path, "src/Other.cs"));
        Directory.SetLastWriteTimeUtc(Path.Combine(_clone.Path, "src"), DateTime.UtcNow.AddMinutes(1));
        Launch();
        Builds().ShouldBe(3);
    }

    [Fact]
    public void A_build_that_fails_says_why_with_status_4_and_runs_nothing()
    {
        _clone.Write("bin/fails", "");
        var (status, output) = Launch();
        status.ShouldBe(4);
        output.ShouldContain("error CS0000: broken");
        output.ShouldNotContain("ran ");

        File.Delete(Path.Combine(_clone.Path, "bin/fails"));
        Launch("again").ShouldBe((0, "ran again\n"));
    }

    [Fact]
    public async Task Two_that_start_together_build_once()
    {
        var both = await Task.WhenAll(Task.Run(() => Launch("a")), Task.Run(() => Launch("b")));
        both.ShouldBe([(0, "ran a\n"), (0, "ran b\n")]);
        Builds().ShouldBe(1);
    }

    [Fact]
    public void A_lock_whose_owner_is_gone_keeps_nobody_waiting()
    {
        _clone.Write("artifacts/tocsin.lock/owner", "999999999");
        Launch("x").ShouldBe((0, "ran x\n"));
    }

    public void Dispose() => _clone.Dispose();

    private (int Status, string Output) Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(_clone.Path, "tocsin"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.Combine(_clone.Path, "bin")}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private int Builds() => File.ReadAllLines(Path.Combine(_clone.Path, "bin/asked")).Count(line => line is "publish");

    /// <summary>A build stamps its time with the file system's clock, which may be coarse: sources are clearly older.</summary>
    private void Age(string name)
    {
        var hourAgo = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(Path.Combine(_clone.Path, name), hourAgo);
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(Path.Combine(_clone.Path, name))!, hourAgo);
    }
}

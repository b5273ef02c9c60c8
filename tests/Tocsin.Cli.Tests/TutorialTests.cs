using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>docs/writing-detections.md, followed literally from an empty folder: its files are written, its commands run in order.</summary>
public sealed partial class TutorialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Who_follows_the_steps_gets_a_working_package()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "samples"), Path.Combine(Tocsin.Repository, "samples"));
        var text = File.ReadAllText(Path.Combine(Tocsin.Repository, "docs/writing-detections.md"));
        var beginning = text.IndexOf("\n## Step by step", StringComparison.Ordinal);
        beginning.ShouldBePositive("the chapter that is followed");
        var commands = 0;
        foreach (Match step in Step().Matches(text, beginning))
        {
            if (step.Groups["file"] is { Success: true, Value: var file })
            {
                _folder.Write(file, step.Groups["text"].Value);
                continue;
            }

            var run = Tocsin.Start(step.Groups["command"].Value.Split(' '), _folder.Path);
            run.Status.ShouldBe(0, $"{step.Value}\n{run.Output}{run.Error}");
            commands++;
        }

        commands.ShouldBeGreaterThan(8);
        File.ReadAllText(Path.Combine(_folder.Path, "lonely-script.yaml")).ShouldContain("lonely-script", Case.Insensitive);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"File `(?<file>[^`]+)`:\n\n```\w*\n(?<text>[\s\S]*?)^```|^\./tocsin (?<command>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Step();
}

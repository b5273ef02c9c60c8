using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>The commands in the documents run as they stand there, over the samples and files of the names they use.</summary>
public sealed partial class DocumentationTests : IDisposable
{
    private static readonly string[] Documents = ["README.md", "docs/architecture.md"];

    private readonly TemporaryFolder _folder = new();

    public DocumentationTests()
    {
        foreach (var shown in new[] { "samples", "docs" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder.Path, shown), Path.Combine(Tocsin.Repository, shown));
        }

        _folder.Write("rule.kql", "DeviceNetworkEvents | summarize Connections = count() by RemoteIP");
        _folder.Write("export.csv", "Timestamp,DeviceName,RemoteIP\n2026-03-05T10:00:00Z,pc-1,203.0.113.5\n");
        _folder.Write("firewall.json", """{"TimeGenerated":"2026-03-05T10:00:00Z","Action":"deny","Port":443}""" + "\n");
        _folder.Write("queries.jsonl", """{"id":"q1","query":"print 1"}""" + "\n");
    }

    public static TheoryData<string> Commands =>
        [.. Documents.SelectMany(document => Command().Matches(Read(document)).Select(match => match.Groups["command"].Value))];

    public static TheoryData<string, string> Transcripts =>
        [.. Documents.SelectMany(document => Transcript().Matches(Read(document)).Select(match => (match.Groups["command"].Value, match.Groups["output"].Value)))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_run(string command)
    {
        var run = Run(command);
        run.Status.ShouldBe(0, run.Error);
        (run.Output + run.Error).ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Transcripts))]
    public void Transcripts_show_what_commands_print(string command, string output)
    {
        var run = Run(command);
        run.Status.ShouldBe(0, run.Error);
        Comparable(run.Output + run.Error).ShouldBe(Comparable(output));
    }

    public void Dispose() => _folder.Dispose();

    private static string Read(string document) => File.ReadAllText(Path.Combine(Tocsin.Repository, document));

    /// <summary>Without the time taken, blank lines and blanks at the ends of lines.</summary>
    private static string[] Comparable(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && !line.StartsWith("Time  ", StringComparison.Ordinal))];

    /// <summary>What the command writes, a file or the names in a folder, is its output here.</summary>
    private Run Run(string command)
    {
        var arguments = Word().Matches(command).Select(match => match.Value.Trim('"', '\'')).ToArray();
        if (arguments.Contains("events/") && arguments[0] is not "ingest")
        {
            Tocsin.Start(["ingest", "samples/", "--store", "events/"], _folder.Path).Status.ShouldBe(0);
        }

        var run = Tocsin.Start(arguments, _folder.Path);
        return Array.IndexOf(arguments, "-o") is >= 0 and var option && run.Status == 0
            ? run with { Output = Written(Path.Combine(_folder.Path, arguments[option + 1])) }
            : run;
    }

    private static string Written(string path) =>
        Directory.Exists(path) ? string.Join('\n', Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)) : File.ReadAllText(path);

    [GeneratedRegex(@"^\./tocsin (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^\$ \./tocsin (?<command>.+)\n(?<output>[^`]+)```", RegexOptions.Multiline)]
    private static partial Regex Transcript();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|[^ ]+")]
    private static partial Regex Word();
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// corpus/hostile through the program itself, as users meet it: exit status, words, nothing half-written. Time is bounded
/// by ending the process, never by asserting how long it took.
/// </summary>
public sealed partial class HostileTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Queries() => Files("queries");

    public static TheoryData<string> Data() => Files("files");

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_malformed_query_is_refused(string file)
    {
        var expected = Expected("queries", file);
        using var folder = new Testing.TemporaryFolder();
        var output = Path.Combine(folder.Path, "out.json");
        var run = await Tocsin("query", "-f", Corpus.PathOf("hostile", "queries", file), "--format", "json", "-o", output);

        run.ExitCode.ShouldBe(2, run.Errors);
        run.Output.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
        ShouldMention(expected, run.Errors);
        ShouldPointAt(expected, run.Errors);
    }

    [Theory]
    [MemberData(nameof(Data))]
    public async Task A_damaged_file_is_read_as_far_as_it_can_be(string file)
    {
        var expected = Expected("files", file);
        using var folder = new Testing.TemporaryFolder();
        var output = Path.Combine(folder.Path, "out.json");
        var run = await Tocsin("query", "DeviceNetworkEvents | count", "--data", Make(expected, file, folder), "--format", "json", "-o", output);

        var outcomes = expected.GetProperty("outcome") is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray().Select(o => o.GetString()) : [expected.GetProperty("outcome").GetString()];
        var statuses = expected.GetProperty("exit") is { ValueKind: JsonValueKind.Number } exit ? [exit.GetInt32()] : outcomes.Select(o => o is "unreadable" ? 3 : 0).ToArray();
        statuses.ShouldContain(run.ExitCode, run.Errors);
        File.Exists(output).ShouldBe(run.ExitCode == 0);
        run.Errors.ShouldNotContain("   at ", customMessage: "a stack trace");
        if (run.ExitCode == 0 && expected.GetProperty("used") is { ValueKind: JsonValueKind.Number } used)
        {
            JsonDocument.Parse(await File.ReadAllTextAsync(output)).RootElement[0].GetProperty("Count").GetInt64().ShouldBe(used.GetInt64(), run.Errors);
        }

        // A file that is read whole need say nothing: encodings and odd but sound files.
        if (run.Errors.Length > 0 || !outcomes.Contains("read"))
        {
            ShouldMention(expected, run.Errors);
        }

        Directory.EnumerateFiles(folder.Path, "escaped.ndjson", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private static TheoryData<string> Files(string folder) =>
        [.. Corpus.Lines(Corpus.PathOf("hostile", folder, "expected.jsonl")).Select(c => c.GetProperty("file").GetString()!)];

    private static JsonElement Expected(string folder, string file) =>
        Corpus.Lines(Corpus.PathOf("hostile", folder, "expected.jsonl")).First(c => c.GetProperty("file").GetString() == file);

    private static string Make(JsonElement expected, string file, Testing.TemporaryFolder folder)
    {
        if (!expected.TryGetProperty("repeat", out var repeat))
        {
            return Corpus.PathOf("hostile", "files", file);
        }

        var path = Path.Combine(folder.Path, "data", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        writer.Write(expected.GetProperty("before").GetString());
        for (var i = 0; i < expected.GetProperty("times").GetInt32(); i++)
        {
            writer.Write(repeat.GetString());
        }

        writer.Write(expected.GetProperty("after").GetString());
        return path;
    }

    private static void ShouldMention(JsonElement expected, string text)
    {
        foreach (var mention in expected.GetProperty("mentions").EnumerateArray())
        {
            var anyOf = mention.ValueKind == JsonValueKind.Array ? mention.EnumerateArray().Select(m => m.ToString()) : [mention.ToString()];
            anyOf.ShouldContain(m => text.Contains(m, StringComparison.OrdinalIgnoreCase), $"{mention} in:\n{text}");
        }
    }

    /// <summary>The first message names a line and column within the span that the case gives.</summary>
    private static void ShouldPointAt(JsonElement expected, string text)
    {
        if (expected.GetProperty("line").ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var place = Place().Match(text);
        place.Success.ShouldBeTrue(text);
        var (line, column) = (int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(place.Groups[2].Value, CultureInfo.InvariantCulture));
        var from = (expected.GetProperty("line").GetInt32(), expected.GetProperty("column").GetInt32());
        var to = (expected.GetProperty("endLine").GetInt32(), expected.GetProperty("endColumn").GetInt32());
        ((line, column).CompareTo(from) >= 0 && (line, column).CompareTo(to) <= 0).ShouldBeTrue($"{from} to {to}: {text}");
    }

    [GeneratedRegex(@":(\d+):(\d+): ")]
    private static partial Regex Place();

    private static async Task<(int ExitCode, string Output, string Errors)> Tocsin(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tocsin.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

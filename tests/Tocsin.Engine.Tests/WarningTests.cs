using Shouldly;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// corpus/warnings/*.jsonl: a query a line that runs, with the places and texts of all that is said of it.
/// <c>function</c> is the text of a stored function called Stored.
/// </summary>
public sealed class WarningTests(EngineFixture engine)
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Corpus.PathOf("warnings"), "*.jsonl").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_query_runs_and_is_warned_of_as_it_says(string file)
    {
        var failures = new List<string>();
        foreach (var line in Corpus.Lines(Corpus.PathOf("warnings", file)))
        {
            var query = line.GetProperty("query").GetString()!;
            string[] expected = [.. line.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!)];
            var found = WarningsOf(query, line.TryGetProperty("function", out var function) ? function.GetString() : null);
            if (!found.SequenceEqual(expected))
            {
                failures.Add($"{query}\n    {string.Join("\n    ", found)}");
            }
        }

        failures.ShouldBeEmpty(string.Join('\n', failures));
    }

    private string[] WarningsOf(string query, string? function)
    {
        if (function is null)
        {
            return WarningsOf(engine.Session, query);
        }

        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "Stored.kql"), function);
        using var session = EngineFixture.Open(new DataRequest([], [], EngineFixture.Now) { Functions = [folder.Path] });
        return WarningsOf(session, query);
    }

    private static string[] WarningsOf(IEngineSession session, string query)
    {
        var compiled = session.Compile(new SourceText(query));
        string[] messages = [.. compiled.Diagnostics.Select(d => $"{d.Position} {d.Message}")];
        return compiled.IsRefused ? ["refused:", .. messages] : messages;
    }
}

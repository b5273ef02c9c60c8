using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// What a real Kusto engine answered (../shared/conformance), judged by the script that stands beside it. Each answer that
/// differs, and each refusal, stands in corpus/conformance/known-differences.jsonl with its reason. Skipped where the answers
/// or python3 are not at hand.
/// </summary>
public sealed class ConformanceTests(EngineFixture engine)
{
    [Theory]
    [InlineData("kusto-answers.jsonl", "compare.py")]
    [InlineData("docs-examples.jsonl", "compare_docs.py")]
    public void No_answer_differs_from_Kustos_without_a_reason(string cases, string script)
    {
        var folder = Corpus.Shared("conformance");
        Assert.SkipWhen(folder is null, "../shared/conformance is not there");
        using var temporary = new Testing.TemporaryFolder();
        var results = Path.Combine(temporary.Path, "results.jsonl");
        var faults = new List<string>();
        using (var output = File.Create(results))
        {
            foreach (var line in Corpus.Lines(Path.Combine(folder!, cases)))
            {
                WriteAnswer(new BatchAnswers(output), line, faults);
            }
        }

        faults.ShouldBeEmpty(string.Join('\n', faults));
        var verdicts = Judge(Path.Combine(folder!, script), Path.Combine(folder!, cases), results);
        Assert.SkipWhen(verdicts is null, "python3 is not installed");
        var known = KnownDifferences();
        var wrong = verdicts!.Where(v => !known.Contains(v.Id)).Select(v => $"{v.Id}: {v.Outcome} {v.Text}").ToArray();
        wrong.ShouldBeEmpty(string.Join('\n', wrong));

        var differs = verdicts!.Select(v => v.Id).ToHashSet(StringComparer.Ordinal);
        var stale = Ids(Path.Combine(folder!, cases)).Where(id => known.Contains(id) && !differs.Contains(id)).ToArray();
        stale.ShouldBeEmpty("listed as known differences, and answered as Kusto does");
    }

    [Fact]
    public void Every_listed_difference_is_of_a_case()
    {
        var folder = Corpus.Shared("conformance");
        Assert.SkipWhen(folder is null, "../shared/conformance is not there");
        KnownDifferences().Except(Directory.EnumerateFiles(folder!, "*.jsonl").SelectMany(Ids)).ShouldBeEmpty();
    }

    private static HashSet<string> KnownDifferences() => Ids(Corpus.PathOf("conformance", "known-differences.jsonl")).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Ids(string file) => Corpus.Lines(file).Select(d => d.GetProperty("id").GetString()!);

    private void WriteAnswer(BatchAnswers answers, JsonElement line, List<string> faults)
    {
        var id = line.GetProperty("id");
        try
        {
            var query = engine.Session.Compile(new SourceText(line.GetProperty("query").GetString()!));
            if (query.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            {
                answers.WriteError(id, new BatchError(error.Id, error.Message, error.Position.Line, error.Position.Column));
                return;
            }

            answers.WriteResults(id, query.RunAll(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
        catch (QueryFailedException e)
        {
            answers.WriteError(id, new BatchError("TOC4001", e.Message, 1, 1));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            faults.Add($"{id}: {e.Message}");
            answers.WriteError(id, new BatchError("TOC0002", e.Message, 1, 1));
        }
    }

    private static List<(string Id, string Outcome, string Text)>? Judge(string script, string cases, string results)
    {
        try
        {
            var start = new ProcessStartInfo("python3", [script, cases, results, "--show", "100000"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
            start.Environment["PYTHONIOENCODING"] = "utf-8";
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            output.ShouldContain(" match; ", customMessage: $"{script} gave no verdict");

            // "-- id: outcome", or "-- id (page): outcome", then the case in indented lines.
            return [.. $"\n{output}".Split("\n-- ").Skip(1).Select(block => block.Split('\n', 2)).Select(b =>
                (b[0].Split(' ')[0].TrimEnd(':'), b[0][(b[0].LastIndexOf(": ", StringComparison.Ordinal) + 2)..], b[1].Trim()))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

using System.Text.Json;
using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Formatting;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Kql.Tests;

/// <summary>Formatting changes blanks alone, and formatted text no more.</summary>
public sealed class FormattingTests
{
    private static readonly string Corpus = Path.GetDirectoryName(SyntaxCorpus.Folder)!;

    private static string Cases => Path.Combine(Corpus, "formatting");

    public static TheoryData<string> Goldens() =>
        [.. Directory.EnumerateFiles(Cases, "*.kql").Where(f => !f.EndsWith(".formatted.kql", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>NAME.kql becomes NAME.formatted.kql.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_query_is_laid_out_as_recorded(string name)
    {
        var text = KqlFormatter.Format(new SourceText(File.ReadAllText(Path.Combine(Cases, name + ".kql")), name)).Text.ShouldNotBeNull();
        var golden = Path.Combine(Cases, name + ".formatted.kql");
        if (Golden.IsUpdating)
        {
            File.WriteAllText(golden, text);
        }

        text.ShouldBe(File.ReadAllText(golden));
    }

    public static TheoryData<string> Folders() => ["syntax", "queries", "reference", "hostile", "formatting"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Queries_of_the_corpus_keep_their_meaning_and_format_once(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Corpus, folder), "*.kql", SearchOption.AllDirectories).ToList();
        Check(files.Select(f => (Path.GetRelativePath(Corpus, f), File.ReadAllText(f))));
    }

    [Fact]
    public void Queries_of_the_language_keep_their_meaning_and_format_once() =>
        Check(File.ReadLines(Path.Combine(Corpus, "language", "operators.tsv")).Where(l => l.Length > 0).Select(l => l.Split('\t')).Select(l => (l[1], l[3])));

    /// <summary>The published sets lie beside the repository on some machines only.</summary>
    [Theory]
    [InlineData("kusto-answers.jsonl")]
    [InlineData("docs-examples.jsonl")]
    public void Queries_that_Kusto_answered_keep_their_meaning_and_format_once(string file)
    {
        var path = Path.Combine(Corpus, "..", "..", "..", "shared", "conformance", file);
        Assert.SkipUnless(File.Exists(path), $"No shared/conformance/{file} beside the repository.");
        Check(File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement)
            .Select(e => (e.GetProperty("id").GetString()!, e.GetProperty("query").GetString()!)));
    }

    [Fact]
    public void Text_with_errors_is_not_touched()
    {
        var formatted = KqlFormatter.Format(new SourceText("T | wher x"));
        formatted.Text.ShouldBeNull();
        formatted.Diagnostics.ShouldContain(d => d.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void Long_chains_and_deep_brackets_are_laid_out_too()
    {
        var chain = "T | where " + string.Join(" or ", Enumerable.Range(0, 5000).Select(i => $"x == {i}"));
        var nested = "print " + new string('(', 300) + "1" + new string(')', 300);
        Check([("chain", chain), ("nested", nested)]);
    }

    private static void Check(IEnumerable<(string Name, string Text)> queries)
    {
        var (all, count) = (0, 0);
        foreach (var (name, text) in queries)
        {
            all++;
            var before = SyntaxTree.Parse(new SourceText(text, name));
            if (before.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
            {
                continue;
            }

            var formatted = KqlFormatter.Format(before.Source).Text.ShouldNotBeNull(name);
            var after = SyntaxTree.Parse(new SourceText(formatted, name));
            SyntaxPrinter.PrintShape(after.Root).ShouldBe(SyntaxPrinter.PrintShape(before.Root), name);
            KqlFormatter.Format(after.Source).Text.ShouldBe(formatted, name);
            count++;
        }

        (count * 3).ShouldBeGreaterThan(all, "thrice the queries that have no syntax errors");
    }
}

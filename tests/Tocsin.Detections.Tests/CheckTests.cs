using System.Text;
using Shouldly;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Analysis.Checks;
using Tocsin.Kql.Diagnostics;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>What <c>tocsin check</c> finds, over corpus/checks.</summary>
public sealed class CheckTests
{
    private static readonly string Corpus = Path.GetFullPath(Path.Combine(Golden.Folder("."), "..", "corpus"));

    private static readonly string Folder = Path.Combine(Corpus, "checks");

    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateFiles(Folder).Where(f => Path.GetExtension(f) is ".kql" or ".yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_query_is_judged_as_recorded(string file)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in Findings(Path.Combine(Folder, file)))
        {
            var place = diagnostic.Source.ToString(diagnostic.Span);
            text.Append($"{diagnostic.Position} {diagnostic.Severity} {diagnostic.Id} [{place.ReplaceLineEndings(" ")}]\n    {diagnostic.Message}\n");
            text.Append(diagnostic.Hint is { Length: > 0 } hint ? $"    {hint}\n" : "");
        }

        Golden.Check(Path.Combine(Folder, Path.GetFileNameWithoutExtension(file) + ".findings.txt"), text.ToString());
    }

    [Fact]
    public void Every_finding_has_a_case()
    {
        var found = Cases().SelectMany(c => Findings(Path.Combine(Folder, c.Data))).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        Lints.All.Select(l => l.Descriptor.Id)
            .Concat([CheckDescriptors.ColumnLacking.Id, CheckDescriptors.TableNotKnown.Id, CheckDescriptors.NotChecked.Id, CheckDescriptors.TableLacking.Id, CheckDescriptors.ColumnDoubtful.Id])
            .Where(id => !found.Contains(id))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Ids_are_in_order_and_given_once()
    {
        var ids = Lints.All.Select(l => l.Descriptor.Id).ToList();
        ids.ShouldBe(ids.Distinct().Order(StringComparer.Ordinal));
        ids.ShouldAllBe(id => id.StartsWith("TOC7", StringComparison.Ordinal));
    }

    [Fact]
    public void The_documentation_lists_every_finding() =>
        Golden.Check(Path.Combine(Corpus, "..", "..", "docs", "checks.md"), CheckDocument.Markdown());

    /// <summary>The published queries fail in the services for these columns and for nothing else.</summary>
    [Fact]
    public void Published_queries_lack_the_columns_that_services_lack()
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder, "reference-columns.tsv")).Skip(1))
        {
            var fields = line.Split('\t');
            var query = PackageText(Path.Combine(Corpus, "reference", "queries", fields[0] + ".kql"));
            var errors = new RuleChecker(Target(fields[1])).Check(query).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();

            errors.ShouldAllBe(d => d.Descriptor == CheckDescriptors.ColumnLacking);
            string.Join(' ', errors.Select(d => (string)d.Arguments[1]).Order(StringComparer.Ordinal)).ShouldBe(fields[2], line);
        }
    }

    [Fact]
    public void Built_in_detections_are_without_findings()
    {
        var folder = Path.GetFullPath(Path.Combine(Corpus, "..", "..", "detections"));
        var files = RuleFiles.Load([folder]);
        files.Queries.Where(q => q.Query == q.Rule.Query).SelectMany(q => new RuleChecker(CheckTarget.DefenderXdr).Check(q.Query)).Select(d => $"{d.Source.Name}:{d.Position} {d.Id} {d.Message}").ShouldBeEmpty();
    }

    private static IEnumerable<Diagnostic> Findings(string path)
    {
        var first = File.ReadLines(path).First();
        var mark = first.IndexOf("target: ", StringComparison.Ordinal);
        var target = mark < 0 ? CheckTarget.Kusto : Target(first[(mark + "target: ".Length)..].Trim());
        var file = RuleFiles.Load([path]).Queries.ShouldHaveSingleItem();
        return new RuleChecker(target).Check(file.Query, file.IsTimeBoundElsewhere);
    }

    private static Kql.Text.SourceText PackageText(string path) => new(File.ReadAllText(path), Path.GetFileName(path));

    private static CheckTarget Target(string name) => name switch
    {
        "sentinel" => CheckTarget.Sentinel,
        "defender-xdr" => CheckTarget.DefenderXdr,
        "kusto" => CheckTarget.Kusto,
        _ => throw new ArgumentException($"'{name}' is no target.", nameof(name)),
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>What <c>tocsin explain</c> says, over corpus/explain.</summary>
public sealed class AnalysisTests
{
    private static readonly string Corpus = Path.GetFullPath(Path.Combine(Golden.Folder("."), "..", "corpus"));

    private static readonly string Folder = Path.Combine(Corpus, "explain");

    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateFiles(Folder, "*.kql").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_query_is_explained_as_recorded(string name) =>
        Golden.Check(Path.Combine(Folder, name + ".explain.txt"), Render(Analyse(Path.Combine(Folder, name + ".kql"))));

    [Fact]
    public void The_published_page_is_given_again()
    {
        var page = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "aggregated-report-beacons.page.json"))).RootElement;
        var analysis = Analyse(Path.Combine(Corpus, "reference", "queries", page.GetProperty("query").GetString() + ".kql"));

        analysis.Parameters.Select(p => p.Text).ShouldBe(Texts(page.GetProperty("parameters")));
        analysis.Stages.Select(s => (s.Kind, OneLine(s.Text))).ShouldBe(page.GetProperty("stages").EnumerateArray().Select(s => (s[0].GetString()!, OneLine(s[1].GetString()!))));
        analysis.Stages.Select(s => s.Number).ShouldBe(Enumerable.Range(1, analysis.Stages.Length));
        analysis.Stages.Single(s => s.Note is not null).Number.ShouldBe(page.GetProperty("note").GetProperty("stage").GetInt32());
        analysis.Stages.Single(s => s.Note is not null).Note.ShouldBe(page.GetProperty("note").GetProperty("text").GetString());

        analysis.Indicators.Select(i => (i.Field, i.Kind, i.Values.Single().Text))
            .ShouldBe(page.GetProperty("indicators").EnumerateArray().Select(i => (i[0].GetString()!, i[1].GetString()!, i[2].GetString()!)));
        analysis.LookBack.ShouldNotBeNull().Length.ShouldBe(TimeSpan.FromDays(3));

        var covered = page.GetProperty("eventCoverage").EnumerateArray().ToList();
        foreach (var row in covered)
        {
            var coverage = analysis.EventCoverage.Single(c => c.Provider == row[0].GetString() && c.Event == row[1].GetString());
            coverage.Reaches.ShouldBeTrue();
            coverage.Title.ShouldBe(row[2].GetString() ?? coverage.Title);
        }

        // The page knows no Zeek.
        analysis.EventCoverage.Where(c => c.Provider != "Zeek").Count().ShouldBe(covered.Count);
    }

    [Fact]
    public void The_published_page_is_mended_where_it_errs()
    {
        var page = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "aggregated-report-beacons.page.json"))).RootElement;
        var analysis = Analyse(Path.Combine(Corpus, "reference", "queries", page.GetProperty("query").GetString() + ".kql"));

        var exclusion = page.GetProperty("exclusions")[0];
        var ours = analysis.Exclusions.ShouldHaveSingleItem();
        (ours.Field, ours.Kind).ShouldBe((exclusion.GetProperty("field").GetString(), exclusion.GetProperty("kind").GetString()));
        ours.Values.Order(StringComparer.Ordinal).ShouldBe(Texts(exclusion.GetProperty("values")).Except(Texts(exclusion.GetProperty("notExcluded"))).Order(StringComparer.Ordinal));
        foreach (var block in Texts(exclusion.GetProperty("notExcluded")))
        {
            ours.Note.ShouldNotBeNull().ShouldContain(block);
        }

        var fields = analysis.OutputFields.ToDictionary(f => f.Name, f => f.Source, StringComparer.Ordinal);
        foreach (var field in page.GetProperty("outputFields").EnumerateArray())
        {
            fields[field[0].GetString()!].ShouldBe(field[1].GetString(), field[0].GetString());
            fields.Remove(field[0].GetString()!);
        }

        fields.Keys.Order(StringComparer.Ordinal).ShouldBe(Texts(page.GetProperty("outputFieldsNotOnThePage")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Indicators_count_the_other_detections_that_share_them()
    {
        static DetectionPackage Rule(string id, string kql) => new() { Id = id, Title = id, Query = new SourceText(kql, id) };
        var rules = new[]
        {
            Rule("a", "DeviceNetworkEvents | where RemotePort in (80, 443) and ActionType == 'ConnectionSuccess'"),
            Rule("b", "DeviceNetworkEvents | where RemotePort == 443"),
            Rule("c", "let P = dynamic([443, 22]); DeviceNetworkEvents | where RemotePort in (P) | where ActionType == 'connectionsuccess'"),
            Rule("d", "DeviceNetworkEvents | where RemotePort !in (80) and LocalPort == 443"),
        };
        var analysis = RuleAnalyser.Analyse(rules[0], rules);

        analysis.ComparedWith.ShouldBe(3);
        analysis.Indicators.SelectMany(i => i.Values).Select(v => (v.Text, v.SharedBy)).ShouldBe([("80", 0), ("443", 2), ("ConnectionSuccess", 1)]);
    }

    private static RuleAnalysis Analyse(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return RuleAnalyser.Analyse(new DetectionPackage { Id = name, Title = name, Query = new SourceText(File.ReadAllText(file), name + ".kql") }, []);
    }

    private static string Render(RuleAnalysis analysis)
    {
        var text = new StringBuilder();
        void Add(string part, IEnumerable<string> lines) => text.Append(part).Append('\n').AppendJoin("", lines.Select(l => $"    {OneLine(l)}\n"));

        Add("parameters", analysis.Parameters.Select(p => $"{p.Text} -> {p.Value?.Text ?? "?"}"));
        Add("stages", analysis.Stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Number} {s.Kind}{(s.Pipeline is null ? "" : $" of {s.Pipeline}")}: {s.Text}")));
        Add("exclusions", analysis.Exclusions.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Field} {e.Kind} {string.Join(", ", e.Values)} (stage {e.Stage})")));
        Add("indicators", analysis.Indicators.Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{i.Field} {i.Kind}{(i.IsAlternative ? " or" : "")} {i.Name}{(i.Name is null ? "" : ": ")}{string.Join(", ", i.Values.Select(v => v.Text))} (stage {i.Stage})")));
        Add("output", analysis.OutputFields.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name}:{f.Type} {f.Source} (stage {f.Stage})")));
        Add("tables", analysis.Tables.Select(t => $"{t.Name}: {string.Join(", ", t.Columns)}"));
        Add("events", analysis.EventCoverage.Select(e => $"{e.Provider} {e.Event} -> {e.Table}: {(e.Reaches ? "reaches" : "does not reach")}{(e.Note is null ? "" : $", {e.Note}")}"));
        Add("look-back", analysis.LookBack is { } back ? [$"{back.Length.ToString("c", CultureInfo.InvariantCulture)} {back.Text}"] : []);
        Add("cost", analysis.CostNotes.Select(d => $"{d.Position} {d.Id}"));
        Add("diagnostics", analysis.Diagnostics.Select(d => $"{d.Position} {d.Id}"));
        return text.ToString();
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(e => e.GetString()!);
}

using Shouldly;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Import;
using Tocsin.Detections.Packages;
using Tocsin.Engine;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;

using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests.Export;

/// <summary>What was exported to Sentinel and is taken in again is the same detection.</summary>
public sealed class RoundTripTests
{
    private static readonly string Samples = Path.GetFullPath(Golden.Folder("../../../samples"));

    public static TheoryData<string> Ids() => [.. BuiltInExports.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_comes_back(string id)
    {
        var package = BuiltInExports.Find(id);
        var (back, _) = Back(package);
        back.Id.ShouldBe(package.Id);
        back.Title.ShouldBe(package.Title);
        back.Description.ShouldBe(package.Description.TrimEnd());
        back.Severity.ShouldBe(package.Severity);
        back.Confidence.ShouldBe(package.Confidence);
        back.Tactics.ShouldBe(package.Tactics);
        back.Techniques.ShouldBe(package.Techniques);
        back.Trigger.ShouldBe(package.Trigger);
        back.Tables.Select(t => t.Name).ShouldBe(package.Tables.Select(t => t.Name));
        back.Entities.Select(e => e.Kind).ShouldBe(package.Entities.Select(e => e.Kind));
        back.CustomDetails.Select(d => d.Name).ShouldBe(package.CustomDetails.Select(d => d.Name[..Math.Min(20, d.Name.Length)]));
        if (package.Schedule is { } schedule)
        {
            back.Schedule.ShouldBe(schedule);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_second_export_is_the_first(string id)
    {
        var (back, exported) = Back(BuiltInExports.Find(id));
        WithoutComments(BuiltInExports.Export(back, "sentinel-yaml")).ShouldBe(WithoutComments(exported));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Answers_over_the_samples_are_the_same(string id)
    {
        var package = BuiltInExports.Find(id);
        var (back, _) = Back(package);
        var engine = new DuckDbEngine(new EngineOptions());
        using var session = engine.Open(new DataRequest([Samples], [], null), new Progress<string>(), TestContext.Current.CancellationToken);
        var columns = session.Compile(package.Query).Columns.Select(c => c.Name).ToList();
        Rows(session, back.Query, columns).ShouldBe(Rows(session, package.Query, columns));
    }

    /// <summary>The package after the way to Sentinel's YAML, to a package on disk, and back from there.</summary>
    private static (DetectionPackage Package, string Exported) Back(DetectionPackage package)
    {
        using var folder = new TemporaryFolder();
        var exported = BuiltInExports.Export(package, "sentinel-yaml");
        var imported = DetectionImporter.Import(new SourceText(exported, "rule.yaml"));
        imported.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        folder.Write(imported.QueryFile, imported.Package!.Query.Text);
        var catalogue = DetectionCatalogue.Load(folder.Write("detection.yaml", imported.Metadata));
        catalogue.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        return (catalogue.Packages.ShouldHaveSingleItem(), exported);
    }

    /// <summary>Rows as text in a fixed order, of the columns that both have; Sentinel's time column has another name.</summary>
    private static List<string> Rows(IEngineSession session, SourceText query, List<string> columns)
    {
        var compiled = session.Compile(query);
        compiled.Diagnostics.Where(d => d.Severity == Kql.Diagnostics.DiagnosticSeverity.Error).Select(d => d.Message).ShouldBeEmpty();
        using var reader = compiled.Run(TestContext.Current.CancellationToken);
        var kept = columns.Select(c => Index(reader, c)).ToList();
        kept.ShouldAllBe(i => i >= 0);
        var rows = new List<string>();
        while (reader.Read())
        {
            var cells = reader.ReadCells();
            rows.Add(string.Join(" | ", kept.Select(i => string.Join(", ", cells[i].Texts().Order(StringComparer.Ordinal)))));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static int Index(IRowReader reader, string column)
    {
        var names = reader.Columns.Select(c => c.Name).ToList();
        var index = names.IndexOf(column);
        return index >= 0 || column != "Timestamp" ? index : names.IndexOf("TimeGenerated");
    }

    private static string WithoutComments(string yaml) => string.Join('\n', yaml.Split('\n').Where(l => !l.StartsWith('#')));
}

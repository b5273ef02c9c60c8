using System.Text;
using Shouldly;
using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests.Export;

/// <summary>
/// Each <c>cases/export/FORM/*.kql</c> is a query, or the query of a package that the .yaml beside it describes; the .out
/// beside it holds the export, or what is said where it is refused.
/// </summary>
public sealed class ExportCaseTests
{
    private static readonly string Cases = Golden.Folder("../cases/export");

    public static TheoryData<string, string> Queries() =>
        new(Directory.EnumerateFiles(Cases, "*.kql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => (Path.GetFileName(Path.GetDirectoryName(f)!), Path.GetFileNameWithoutExtension(f))));

    public static TheoryData<string> Ids() => [.. BuiltInExports.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Export_is_as_recorded(string form, string name)
    {
        var path = Path.Combine(Cases, form, name);
        var catalogue = DetectionCatalogue.Load(File.Exists(path + ".yaml") ? path + ".yaml" : path + ".kql");
        catalogue.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        var result = DetectionExporters.Find(form switch { "sentinel" => "sentinel-yaml", _ => form })!.Export(catalogue.Packages.ShouldHaveSingleItem());
        if (form == "sigma" && result.Text is { } rules)
        {
            SigmaChecks.Rules(rules);
        }

        Golden.Check(path + ".out", Shown(form, result));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sigma_rules_of_the_packages_satisfy_the_schemas(string id) =>
        SigmaChecks.Rules(BuiltInExports.Export(BuiltInExports.Find(id), "sigma"));

    /// <summary>Every sentence is to be read against the query, and to be true.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void What_Sigma_loses_of_the_packages_is_as_recorded(string id)
    {
        var result = DetectionExporters.Find("sigma")!.Export(BuiltInExports.Find(id));
        Golden.Check(Path.Combine(Cases, "losses", id + ".txt"), string.Concat(result.Notes.Select(n => n + "\n")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Pages_hold_the_query_and_every_guide(string id)
    {
        var package = BuiltInExports.Find(id);
        var page = BuiltInExports.Export(package, "markdown");
        page.ShouldStartWith("# " + package.Title);
        page.ShouldContain(package.Query.Text.TrimEnd());
        package.HuntingQueries.ShouldAllBe(q => page.Contains(q.Query.Text.TrimEnd()));
    }

    [Fact]
    public void Names_of_forms_are_unique() => DetectionExporters.All.Select(e => e.Name).ShouldBeUnique();

    [Fact]
    public void Ids_of_diagnostics_are_unique() => ExportDescriptors.All.Concat(DetectionDescriptors.All).Select(d => d.Id).ShouldBeUnique();

    private static string Shown(string form, ExportResult result)
    {
        if (result.Text is null)
        {
            return "refused\n" + string.Concat(result.Diagnostics.Select(d => $"{d.Position} {d.Id} {d.Message}\n"));
        }

        // JSON has no comments, so what differs is beside it.
        var text = new StringBuilder(form == "defender" ? string.Concat(result.Notes.Select(n => n + "\n")) : "");
        return text.Append(result.Text).ToString();
    }
}

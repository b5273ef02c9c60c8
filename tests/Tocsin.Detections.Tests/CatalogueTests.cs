using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

public sealed class CatalogueTests
{
    private const string Metadata = "id: one\ntitle: One\ndescription: First.\nkql: one.kql\nseverity: low\nconfidence: low\n";

    [Fact]
    public void A_folder_with_metadata_is_one_package_and_its_other_queries_are_not_detections()
    {
        using var folder = new TemporaryFolder();
        folder.Write("T1/one/detection.yaml", Metadata);
        folder.Write("T1/one/one.kql", "print 1");
        folder.Write("T1/one/hunting/more.kql", "print 2");
        folder.Write("loose.kql", "// Loose end\nprint 3");
        var catalogue = DetectionCatalogue.Load(folder.Path);
        catalogue.Diagnostics.ShouldBeEmpty();
        catalogue.Packages.Select(p => (p.Id, p.Title, p.IsAdHoc)).ShouldBe([("loose", "Loose end", true), ("one", "One", false)]);
        catalogue.Find("ONE")!.Query.Text.ShouldBe("print 1");
    }

    [Fact]
    public void The_same_file_named_twice_is_one_detection()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rule.kql", "print 1");
        DetectionCatalogue.Load(file, file).Packages.Length.ShouldBe(1);
    }

    [Fact]
    public void A_second_detection_of_the_same_id_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/rule.kql", "print 1");
        folder.Write("b/rule.kql", "print 2");
        var catalogue = DetectionCatalogue.Load(folder.Path);
        catalogue.Packages.Length.ShouldBe(1);
        catalogue.Diagnostics.Single().Id.ShouldBe("TOC5007");
    }

    [Fact]
    public void What_does_not_exist_is_an_IO_error() =>
        Should.Throw<FileNotFoundException>(() => DetectionCatalogue.Load("/no/such/path")).Message.ShouldContain("/no/such/path");

    [Fact]
    public void Text_that_is_not_UTF8_stops_no_other_detection()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "rule.kql");
        File.WriteAllBytes(file, [0x70, 0xff, 0xfe]);
        File.WriteAllText(Path.Combine(folder.Path, "sound.kql"), "print 1");
        var catalogue = DetectionCatalogue.Load(folder.Path);
        catalogue.Packages.Single().Id.ShouldBe("sound");
        var fault = catalogue.Diagnostics.Single();
        fault.Id.ShouldBe("TOC5025");
        fault.Source.Name.ShouldBe(file);
        fault.Message.ShouldContain("not UTF-8");
    }
}

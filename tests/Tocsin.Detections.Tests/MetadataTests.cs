using Shouldly;
using Tocsin.Detections.Packages;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>Each <c>cases/metadata/*.yaml</c> is a detection.yaml; the .diag.txt beside it holds what is said of it.</summary>
public sealed class MetadataTests
{
    private static readonly string Cases = Golden.Folder("cases/metadata");

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Diagnostics_name_place_and_field(string name)
    {
        var catalogue = DetectionCatalogue.Load(Path.Combine(Cases, $"{name}.yaml"));
        var lines = catalogue.Diagnostics.Select(d => $"{d.Position} {d.Id} {d.Message}{(d.Hint is null ? "" : $" [{d.Hint}]")}");
        Golden.Check(Path.Combine(Cases, $"{name}.diag.txt"), string.Join("\n", lines).Replace(Cases, "", StringComparison.Ordinal) + "\n");
        catalogue.Packages.IsEmpty.ShouldBe(!catalogue.Diagnostics.IsEmpty);
    }

    [Fact]
    public void Nothing_is_orphaned() => Golden.Orphans(Cases, ".yaml", [".diag.txt", ".kql"]).ShouldBeEmpty();

    [Fact]
    public void Ids_of_diagnostics_are_unique() => DetectionDescriptors.All.Select(d => d.Id).ShouldBeUnique();
}

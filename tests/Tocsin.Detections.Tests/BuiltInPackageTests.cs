using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Detections.Packages;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>What holds for every package in detections/.</summary>
public sealed partial class BuiltInPackageTests
{
    private static readonly string Detections = Path.GetFullPath(Golden.Folder("../../detections"));

    public static TheoryData<string> Ids() => [.. DetectionCatalogue.Load(Detections).Packages.Select(p => p.Id)];

    [Fact]
    public void All_are_sound() => DetectionCatalogue.Load(Detections).Diagnostics.Select(d => d.Message).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Ids))]
    public void Folder_and_file_are_named_after_technique_and_id(string id)
    {
        var package = Find(id);
        var folder = new DirectoryInfo(Path.GetDirectoryName(package.Query.Name)!);
        folder.Name.ShouldBe(id);
        Path.GetFileNameWithoutExtension(package.Query.Name).ShouldBe(id);
        package.Techniques.ShouldContain(folder.Parent!.Name);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Required_columns_and_mapped_columns_stand_in_the_query(string id)
    {
        var package = Find(id);
        var words = Word().Matches(package.Query.Text).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        package.Tables.ShouldNotBeEmpty();
        foreach (var name in package.Tables.SelectMany(t => t.Columns.Prepend(t.Name)).Concat(package.Entities.Select(e => e.Column.Name)))
        {
            words.ShouldContain(name);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_analyst_finds_what_it_means_and_what_it_cannot_see(string id)
    {
        var package = Find(id);
        package.Description.Length.ShouldBeGreaterThan(80);
        package.FalsePositives.ShouldNotBeEmpty();
        package.BlindSpots.ShouldNotBeEmpty();
        package.References.ShouldNotBeEmpty();
        package.Alert.Severity.ShouldNotBeNull();
    }

    private static DetectionPackage Find(string id) => DetectionCatalogue.Load(Detections).Find(id)!;

    [GeneratedRegex(@"\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}

using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;
using Xunit;

namespace Tocsin.Compiler.Tests;

/// <summary>What every entry of the catalogue has, whoever adds it.</summary>
public sealed partial class CatalogueTests
{
    [Fact]
    public void Every_function_names_its_page()
    {
        var pages = FunctionCatalogue.Default.Scalars.Values.Select(f => (f.Name, f.Page)).Concat(FunctionCatalogue.Default.Aggregates.Values.Select(f => (f.Name, f.Page)));
        pages.Where(p => !Page().IsMatch(p.Page)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_overload_takes_some_number_of_arguments()
    {
        foreach (var function in FunctionCatalogue.Default.Scalars.Values.Where(f => f.Refusal is null))
        {
            function.Overloads.ShouldNotBeEmpty(function.Name);
            function.Overloads.ShouldAllBe(o => Enumerable.Range(0, 12).Any(n => o.Expand(n) != null), function.Name);
        }
    }

    [Theory]
    [InlineData("RemotPort", "RemotePort")]
    [InlineData("devicename", "DeviceName")]
    [InlineData("RemoteURL", "RemoteUrl")]
    [InlineData("Completely", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_the_one_that_was_meant(string name, string? expected) =>
        NearestName.Find(name, ["DeviceName", "RemotePort", "RemoteUrl", "RemoteIP"]).ShouldBe(expected);

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex Page();
}

using Shouldly;
using Tocsin.Telemetry.Schemas;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>Whether every file of src/Tocsin.Telemetry/Schemas/Tables is sound. A file that cannot be read fails by its line.</summary>
public sealed class PublishedTableTests
{
    private static readonly string Documents = Path.GetFullPath(Path.Combine(Corpus.Folder("."), "..", "..", "docs"));

    public static TheoryData<string> Names() => [.. PublishedTables.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_is_sound(string name)
    {
        var table = PublishedTables.Find(name).ShouldNotBeNull();
        table.Columns.Select(c => c.Name).ShouldBeUnique();
        table.Columns.ShouldAllBe(c => c.Name.All(l => char.IsAsciiLetterOrDigit(l) || l == '_'));
        table.Columns.Where(c => c.Tocsin is not null).ShouldAllBe(c => c.DefenderXdr == null && c.Sentinel == null, "an addition is a column that no service has");
        foreach (var service in Enum.GetValues<TableService>())
        {
            table.IsKnownIn(service).ShouldBe(table.Columns.Any(c => c.In(service) is not null), $"{service}: columns and the page that they are from go together");
        }

        (table.DefenderXdr ?? table.Sentinel).ShouldNotBeNull("a page is cited");
        if (table.IsKnownIn(TableService.DefenderXdr))
        {
            table.DefenderXdr!.Address.ShouldBe($"https://learn.microsoft.com/defender-xdr/advanced-hunting-{name.ToLowerInvariant()}-table");
        }

        if (table.IsKnownIn(TableService.Sentinel))
        {
            table.Sentinel!.Address.ShouldBe($"https://learn.microsoft.com/azure/azure-monitor/reference/tables/{name.ToLowerInvariant()}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_can_be_stored(string name)
    {
        var schema = KnownTables.Find(name).ShouldNotBeNull();
        schema.Columns.Select(c => c.Name.ToUpperInvariant()).ShouldBeUnique();
        schema.Find("Timestamp")!.Type.ShouldBe(Kql.Types.KqlType.DateTime);
        schema.Find("TimeGenerated")!.Type.ShouldBe(Kql.Types.KqlType.DateTime);
    }

    [Theory]
    [InlineData("# page: https://x\ncolumn,defender-xdr,sentinel,tocsin\n", "line 1")]
    [InlineData("Name,string,,\n", "line 1")]
    [InlineData("column,defender-xdr,sentinel,tocsin\nName,text,,\n", "line 2")]
    [InlineData("column,defender-xdr,sentinel,tocsin\nName,,,\n", "line 2")]
    [InlineData("column,defender-xdr,sentinel,tocsin\nName,string\n", "line 2")]
    public void What_is_no_table_is_refused_by_its_line(string text, string place) =>
        Should.Throw<FormatException>(() => PublishedTableReader.Read("T", text)).Message.ShouldContain(place);

    [Fact]
    public void The_documentation_lists_every_table() => Golden.Check(Path.Combine(Documents, "tables.md"), TableDocument.Markdown());
}

using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Sql.Dialects;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Readers;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>Mapping files: the documented one, the built-in ones, and tests/corpus/mappings, whose faults are named at their places.</summary>
public sealed partial class MappingFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-tests-").FullName;

    public static TheoryData<string> Wrong() =>
        [.. Directory.EnumerateFiles(Corpus.Folder("mappings"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_documented_mapping_reads_the_documented_record()
    {
        var document = File.ReadAllText(Path.Combine(Corpus.Folder("../.."), "docs", "formats.md"));
        var mapping = MappingFileReader.Read(Text(Block(document, "yaml"), out var bag), bag).ShouldNotBeNull(Faults(bag));
        var file = Path.Combine(_folder, "firewall.log");
        File.WriteAllText(file, Block(document, "json"));

        using var set = TelemetryCatalog.Open([file], TelemetryOptions.Default with { Mappings = [mapping] });
        using var session = new TestSession();
        var table = TelemetryLoader.Load(set, session).Tables.Single();
        var rows = session.Rows($"SELECT \"ActionType\", \"DeviceName\", \"RemoteIP\", \"RemotePort\", \"RemoteIPType\" FROM ({DuckDbWriter.Write(table.Rows)})");
        rows.ShouldHaveSingleItem().ShouldBe(["ConnectionSuccess", "ws-01", "203.0.113.7", 443, "Reserved"]);
    }

    [Fact]
    public void Built_in_mappings_are_read_by_the_reader_of_mapping_files()
    {
        foreach (var log in ZeekLogs.All)
        {
            log.Mapping.Name.ShouldBe(log.Sensor);
            log.Mapping.Map.Columns.ShouldNotBeEmpty();
        }
    }

    /// <summary>NAME.out beside each file holds line, column, code, message and hint of each fault; UPDATE_GOLDEN=1 writes it.</summary>
    [Theory]
    [MemberData(nameof(Wrong))]
    public void Faults_are_named_at_their_places(string name)
    {
        var path = Path.Combine(Corpus.Folder("mappings"), name);
        var source = Text(File.ReadAllText(path), out var bag);
        MappingFileReader.Read(source, bag).ShouldBeNull();
        var expected = Path.ChangeExtension(path, ".out");
        if (Golden.IsUpdating)
        {
            File.WriteAllText(expected, Faults(bag));
        }

        Faults(bag).ShouldBe(File.ReadAllText(expected));
    }

    private static string Faults(DiagnosticBag bag) => string.Concat(bag.Items.Select(d =>
        string.Create(CultureInfo.InvariantCulture, $"{d.Position} {d.Id}: {d.Message}{(d.Hint is { } hint ? " " + hint : string.Empty)}\n")));

    private static SourceText Text(string text, out DiagnosticBag bag)
    {
        var source = new SourceText(text, "mapping.yaml");
        bag = new DiagnosticBag(source);
        return source;
    }

    private static string Block(string document, string language) =>
        Blocks().Matches(document).First(m => m.Groups["language"].Value == language).Groups["text"].Value;

    [GeneratedRegex("```(?<language>yaml|json)\n(?<text>[^`]+)```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Types;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests.Schemas;

/// <summary>detections/detection.schema.json says what the reader of detection.yaml reads, no more and no less.</summary>
public sealed partial class DetectionSchemaTests
{
    // A field that nobody knows in every mapping there is: the reader answers with those that it knows there.
    private const string UnknownFields = """
        zzz: 1
        attack: { zzz: 1 }
        tables: [{ zzz: 1 }]
        schedule: { zzz: 1 }
        trigger: { zzz: 1 }
        suppression: { zzz: 1 }
        sentinel: { zzz: 1 }
        parameters: [{ zzz: 1 }]
        alert: { zzz: 1, severity: { zzz: 1, cases: [{ zzz: 1 }] } }
        entities: [{ zzz: 1 }]
        mended: [{ zzz: 1 }]
        """;

    private static readonly string Detections = Path.GetFullPath(Golden.Folder("../../../detections"));

    private static readonly JsonSchema Schema = JsonSchema.Load(Path.Combine(Detections, "detection.schema.json"));

    public static TheoryData<string> Packages() => [.. Directory.EnumerateFiles(Detections, "detection.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Detections, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Built_in_packages_are_valid(string file) => Schema.Validate(File.ReadAllText(Path.Combine(Detections, file))).ShouldBeEmpty();

    [Fact]
    public void It_has_the_fields_of_the_reader()
    {
        using var folder = new TemporaryFolder();
        var diagnostics = DetectionCatalogue.Load(folder.Write("detection.yaml", UnknownFields)).Diagnostics;
        var read = diagnostics.Where(d => d.Id == DetectionDescriptors.UnknownField.Id).ToDictionary(
            d => Index().Replace((string)d.Arguments[0], "").Replace("zzz", "", StringComparison.Ordinal).TrimEnd('.'),
            d => (string)d.Arguments[1],
            StringComparer.Ordinal);
        var described = Objects(Schema.Root, "").ToDictionary(o => o.Path, o => o.Fields, StringComparer.Ordinal);
        described.OrderBy(o => o.Key, StringComparer.Ordinal).ShouldBe(read.OrderBy(o => o.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void It_has_the_words_of_the_reader()
    {
        Words("severity").ShouldBe(Enum.GetValues<Severity>().Select(Ratings.Name));
        Words("entityKind").ShouldBe(Enum.GetValues<EntityKind>().Select(EntityKinds.Name));
        Words("tactic").ShouldBe(AttackTactics.Names);
        Words(Field("status")).ShouldBe(Enum.GetValues<DetectionStatus>().Select(Ratings.Name));
        Words(Field("confidence")).ShouldBe(Enum.GetValues<Confidence>().Select(Ratings.Name));
        Words(Field("trigger")["properties"]!["operator"]!).ShouldBe(Enum.GetValues<TriggerOperator>().Select(TriggerOperators.Name));
        Words(Field("parameters")["items"]!["properties"]!["type"]!).ShouldAllBe(w => KqlTypes.FromName(w) != null);
    }

    [Fact]
    public void Every_field_is_described() =>
        Objects(Schema.Root, "").SelectMany(o => o.Schema["properties"]!.AsObject()).Where(p => p.Value!["description"] is null).Select(p => p.Key).ShouldBeEmpty();

    [Theory]
    [InlineData("id: Bad Id", ".id: Bad Id does not match")]
    [InlineData("colour: red", ".colour: is unknown")]
    [InlineData("severity: terrible", ".severity: terrible is none of the words")]
    [InlineData("attack: { techniques: T1 }", ".attack.techniques: T1 does not match")]
    [InlineData("attack: { tactics: [impact, luck] }", ".attack.tactics[1]: luck is none of the words")]
    [InlineData("parameters: [{ name: A, type: long, effect: None. }]", ".parameters[0]: 0 of anyOf hold")]
    public void It_refuses_what_the_reader_refuses(string line, string error)
    {
        const string rest = "title: T\ndescription: D\nkql: a.kql\nconfidence: low\n";
        var head = line.StartsWith("id", StringComparison.Ordinal) ? "severity: low\n" : line.StartsWith("severity", StringComparison.Ordinal) ? "id: a\n" : "id: a\nseverity: low\n";
        Schema.Validate(head + rest + line).ShouldBe([error]);
        using var folder = new TemporaryFolder();
        folder.Write("a.kql", "let A = 1; print A");
        DetectionCatalogue.Load(folder.Write("detection.yaml", head + rest + line)).Diagnostics.ShouldNotBeEmpty();
    }

    private static JsonNode Field(string name) => Schema.Root["properties"]![name]!;

    private static IEnumerable<string> Words(string definition) => Words(Schema.Root["$defs"]![definition]!);

    private static IEnumerable<string> Words(JsonNode schema) => schema["enum"]!.AsArray().Select(w => w!.GetValue<string>());

    /// <summary>Every object of the schema whose fields are fixed, with its path and the names of its fields.</summary>
    private static IEnumerable<(string Path, string Fields, JsonObject Schema)> Objects(JsonObject schema, string path)
    {
        if (schema["properties"] is JsonObject fields)
        {
            yield return (path, string.Join(", ", fields.Select(f => f.Key).Order(StringComparer.Ordinal)), schema);
        }

        var parts = (schema["properties"] as JsonObject ?? []).Select(f => (Schema: f.Value!.AsObject(), Path: path.Length == 0 ? f.Key : $"{path}.{f.Key}"));
        if (schema["items"] is JsonObject items)
        {
            parts = parts.Append((items, path));
        }

        foreach (var part in parts.SelectMany(p => Objects(p.Schema, p.Path)))
        {
            yield return part;
        }
    }

    [GeneratedRegex(@"\[\d+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Index();
}

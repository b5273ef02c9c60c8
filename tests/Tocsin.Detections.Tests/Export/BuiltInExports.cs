using System.Text.Json;
using Shouldly;
using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;
using Tocsin.Testing;
using YamlDotNet.Serialization;

namespace Tocsin.Detections.Tests.Export;

/// <summary>The packages in detections/, exported, and read as other programs read them.</summary>
internal static class BuiltInExports
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    public static readonly string Folder = Path.GetFullPath(Golden.Folder("../../../detections"));

    public static IReadOnlyList<DetectionPackage> All { get; } = DetectionCatalogue.Load(Folder).Packages;

    public static DetectionPackage Find(string id) => All.First(p => p.Id == id);

    public static string Export(DetectionPackage package, string form)
    {
        var result = DetectionExporters.Find(form)!.Export(package);
        result.Text.ShouldNotBeNull(string.Join("\n", result.Diagnostics.Select(d => d.Message)));
        return result.Text;
    }

    /// <summary>The documents of a YAML file: mappings, lists, texts, numbers and bools.</summary>
    public static List<Dictionary<object, object?>> Documents(string yaml) =>
        [.. yaml.Split("\n---\n").Select(d => Yaml.Deserialize<Dictionary<object, object?>>(d))];

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static List<object?> List(object? value) => value.ShouldBeOfType<List<object?>>();

    public static Dictionary<object, object?> Map(object? value) => value.ShouldBeOfType<Dictionary<object, object?>>();
}

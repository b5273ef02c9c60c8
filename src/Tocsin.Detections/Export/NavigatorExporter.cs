using System.Text.Json.Nodes;
using Tocsin.Detections.Packages;

namespace Tocsin.Detections.Export;

/// <summary>
/// A layer of the ATT&amp;CK Navigator, format 4.5
/// (https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md).
/// </summary>
public sealed class NavigatorExporter : IDetectionExporter
{
    private const int ScoreOfOne = 100;

    public string Name => "navigator";

    public string Extension => ".json";

    public ExportResult Export(DetectionPackage package)
    {
        var source = package.Metadata ?? package.Query;
        var note = new ExportNote(ExportNoteKind.Lost, source, null, "the query and its metadata", "a layer says which techniques are covered, nothing else.");
        return new ExportResult(Layer(package.Title, package.Description, [package]), [note], []);
    }

    /// <summary>One layer for several detections: the score of a technique is the number of detections, 100 for one.</summary>
    public static string Layer(string name, string description, IReadOnlyList<DetectionPackage> packages)
    {
        var versions = new JsonObject { ["navigator"] = "5.1.0", ["layer"] = "4.5" };
        if (packages.Select(p => p.AttackVersion).OfType<string>().Max(StringComparer.Ordinal) is { } attack)
        {
            versions["attack"] = attack.Split('.')[0];
        }

        var techniques = packages.SelectMany(p => p.Techniques.Select(t => (Technique: t, Package: p)))
            .GroupBy(p => p.Technique, p => p.Package, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (JsonNode)Technique(g.Key, [.. g]));
        return JsonText.Write(new JsonObject
        {
            ["name"] = name,
            ["versions"] = versions,
            ["domain"] = "enterprise-attack",
            ["description"] = description,
            ["techniques"] = new JsonArray([.. techniques]),
            ["gradient"] = new JsonObject { ["colors"] = JsonText.Array(["#ffffff", "#66b1ff"]), ["minValue"] = 0, ["maxValue"] = ScoreOfOne },
            ["showTacticRowBackground"] = false,
            ["selectTechniquesAcrossTactics"] = true,
        });
    }

    private static JsonObject Technique(string id, IReadOnlyList<DetectionPackage> packages) => new()
    {
        ["techniqueID"] = id,
        ["score"] = ScoreOfOne * packages.Count,
        ["enabled"] = true,
        ["comment"] = string.Join("; ", packages.Select(p => p.Title)),
        ["showSubtechniques"] = id.Contains('.', StringComparison.Ordinal),
        ["metadata"] = new JsonArray([.. packages.Select(p => new JsonObject { ["name"] = p.Id, ["value"] = $"severity {p.Severity.Name()}, confidence {p.Confidence.Name()}" })]),
    };
}

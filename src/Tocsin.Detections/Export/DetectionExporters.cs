using System.Collections.Immutable;
using Tocsin.Detections.Export.Sigma;

namespace Tocsin.Detections.Export;

/// <summary>The forms in which detections leave.</summary>
public static class DetectionExporters
{
    public static ImmutableArray<IDetectionExporter> All { get; } =
    [
        new SentinelYamlExporter(),
        new SentinelArmExporter(),
        new DefenderExporter(),
        new SigmaExporter(),
        new NavigatorExporter(),
        new MarkdownExporter(),
    ];

    public static IDetectionExporter? Find(string name) =>
        All.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
}

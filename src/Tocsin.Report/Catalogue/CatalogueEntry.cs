using System.Collections.Immutable;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Testing;

namespace Tocsin.Report.Catalogue;

/// <summary>A detection with all that its page shows.</summary>
internal sealed record CatalogueEntry(DetectionPackage Package, RuleAnalysis Analysis, TestSuite Tests, ImmutableArray<CatalogueDownload> Downloads)
{
    public string Page => $"detections/{Package.Id}.html";

    public IEnumerable<AttackTechnique> Techniques => Package.Techniques.Select(t => AttackTechniques.Find(t, Package.Tactics));

    public static CatalogueEntry Of(DetectionPackage package, IReadOnlyList<DetectionPackage> all) => new(
        package,
        RuleAnalyser.Analyse(package, all),
        TestSuite.Load(package),
        [.. DetectionExporters.All.Select(e => new CatalogueDownload(e, e.Export(package), $"downloads/{package.Id}.{e.Name}{e.Extension}"))]);

    /// <summary>Whether the other detection has a technique in common with this one, or one above or below it.</summary>
    public bool IsNear(CatalogueEntry other) =>
        other != this && other.Package.Techniques.Any(a => Package.Techniques.Any(b => string.Equals(a.Split('.')[0], b.Split('.')[0], StringComparison.Ordinal)));
}

/// <summary>The detection in another form, at an address within the site.</summary>
internal sealed record CatalogueDownload(IDetectionExporter Exporter, ExportResult Result, string Address);

using System.Collections.Immutable;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Import;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections;

/// <summary>
/// Detections found on disk. A folder with detection.yaml is one package, whatever else lies in it; anywhere else a KQL
/// file is a detection of its own, without metadata, and so is a rule as Sentinel's community repository keeps it.
/// </summary>
public sealed class DetectionCatalogue
{
    private const string MetadataFile = "detection.yaml";

    private DetectionCatalogue(ImmutableArray<DetectionPackage> packages, ImmutableArray<Diagnostic> diagnostics)
    {
        Packages = packages;
        Diagnostics = diagnostics;
    }

    /// <summary>The sound detections, in the order of their ids.</summary>
    public ImmutableArray<DetectionPackage> Packages { get; }

    /// <summary>What is wrong with the others.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public DetectionPackage? Find(string id) =>
        Packages.FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Loads packages, KQL files and rules of Sentinel.</summary>
    /// <param name="paths">Folders, searched to the bottom, or files.</param>
    /// <exception cref="IOException">A path does not exist or cannot be read.</exception>
    public static DetectionCatalogue Load(params IEnumerable<string> paths)
    {
        var packages = new List<DetectionPackage>();
        var diagnostics = new List<Diagnostic>();
        foreach (var file in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            if (LoadFile(file, diagnostics) is { } package && IsNew(package, packages, diagnostics))
            {
                packages.Add(package);
            }
        }

        packages.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return new DetectionCatalogue([.. packages], [.. diagnostics]);
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path) ? FilesBelow(path) : throw new FileNotFoundException($"'{path}' does not exist.", path);
    }

    private static IEnumerable<string> FilesBelow(string folder)
    {
        var metadata = Path.Combine(folder, MetadataFile);
        if (File.Exists(metadata))
        {
            return [metadata];
        }

        var files = Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".kql" || (IsYaml(f) && SentinelRuleText.LooksLikeRule(PackageFolder.ReadText(f))));
        return files.Order(StringComparer.Ordinal).Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(FilesBelow));
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    private static DetectionPackage? LoadFile(string file, List<Diagnostic> diagnostics)
    {
        var text = PackageFolder.ReadText(file);
        if (!IsYaml(file))
        {
            return AdHoc(text);
        }

        var bag = new DiagnosticBag(text);
        var package = SentinelRuleText.LooksLikeRule(text) ? Published(text, bag) : DetectionReader.Read(text, new PackageFolder(Path.GetDirectoryName(file)!), bag);
        diagnostics.AddRange(bag.Items);
        return bag.HasErrors ? null : package;
    }

    /// <summary>A rule of Sentinel as it lies there: places in its query are places in the YAML.</summary>
    private static DetectionPackage? Published(SourceText yaml, DiagnosticBag bag) =>
        SentinelRuleReader.Read(yaml, bag, []) is { } package && SentinelRuleText.Read(yaml, []) is { } rule ? package with { Query = rule.Query } : null;

    /// <summary>A KQL file alone: named after the file, titled by its first comment.</summary>
    private static DetectionPackage AdHoc(SourceText query)
    {
        var name = Path.GetFileNameWithoutExtension(query.Name);
        return new DetectionPackage { Id = name, Title = QueryTitle.Of(query) ?? name, Query = query };
    }

    private static bool IsNew(DetectionPackage package, List<DetectionPackage> packages, List<Diagnostic> diagnostics)
    {
        var other = packages.Find(p => string.Equals(p.Id, package.Id, StringComparison.OrdinalIgnoreCase));
        if (other is null)
        {
            return true;
        }

        var source = package.Metadata ?? package.Query;
        var otherName = (other.Metadata ?? other.Query).Name;
        diagnostics.Add(DetectionDescriptors.DuplicateId.At(source, default, package.Id, otherName));
        return false;
    }
}

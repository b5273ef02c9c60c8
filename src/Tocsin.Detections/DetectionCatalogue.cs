using System.Collections.Immutable;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Export;
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
    /// <exception cref="IOException">A path does not exist, or a folder cannot be read.</exception>
    public static DetectionCatalogue Load(params IEnumerable<string> paths)
    {
        var packages = new List<DetectionPackage>();
        var diagnostics = new List<Diagnostic>();
        foreach (var (file, isNamed) in paths.SelectMany(Files).DistinctBy(f => Path.GetFullPath(f.Path), StringComparer.Ordinal))
        {
            if (LoadFile(file, isNamed, diagnostics) is { } package && Named(package, packages, diagnostics) is { } named)
            {
                packages.Add(named);
            }
        }

        packages.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return new DetectionCatalogue([.. packages], [.. diagnostics]);
    }

    /// <summary>Files that may hold a detection, and whether one is expected: it is not of YAML that lies in a folder.</summary>
    private static IEnumerable<(string Path, bool IsNamed)> Files(string path)
    {
        if (File.Exists(path))
        {
            return [(path, true)];
        }

        return Directory.Exists(path) ? FilesBelow(path) : throw new FileNotFoundException($"'{path}' does not exist.", path);
    }

    private static IEnumerable<(string Path, bool IsNamed)> FilesBelow(string folder)
    {
        var metadata = Path.Combine(folder, MetadataFile);
        if (File.Exists(metadata))
        {
            return [(metadata, true)];
        }

        var files = Directory.EnumerateFiles(folder).Where(f => SourceFile.IsKql(f) || SentinelRuleText.IsYaml(f)).Order(StringComparer.Ordinal);
        return files.Select(f => (f, !SentinelRuleText.IsYaml(f))).Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(FilesBelow));
    }

    private static DetectionPackage? LoadFile(string file, bool isNamed, List<Diagnostic> diagnostics)
    {
        if (Text(file, isNamed, diagnostics) is not { } text)
        {
            return null;
        }

        if (!SentinelRuleText.IsYaml(file))
        {
            return AdHoc(text);
        }

        var bag = new DiagnosticBag(text);
        var package = LoadYaml(text, isNamed, bag);
        diagnostics.AddRange(bag.Items);
        return bag.HasErrors ? null : package;
    }

    /// <summary>A file's text; null where it is none, which is a fault where a detection is expected.</summary>
    private static SourceText? Text(string file, bool isNamed, List<Diagnostic> diagnostics)
    {
        try
        {
            return SourceFile.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (isNamed)
            {
                diagnostics.Add(DetectionDescriptors.UnreadableFile.At(new SourceText(string.Empty, file), default, e.Message));
            }

            return null;
        }
    }

    private static DetectionPackage? LoadYaml(SourceText yaml, bool isNamed, DiagnosticBag bag)
    {
        var faults = new List<Diagnostic>();
        if (SentinelRuleText.Read(yaml, faults) is { } rule)
        {
            // Places in its query are places in the YAML.
            var leftOut = new List<string>();
            return SentinelRuleReader.Read(yaml, bag, leftOut) is { } package ? package with { Query = rule.Query, Metadata = yaml, LeftOut = [.. leftOut] } : null;
        }

        bag.AddRange(faults);
        return isNamed && faults.Count == 0 ? Package(yaml, new PackageFolder(Path.GetDirectoryName(yaml.Name)!), bag) : null;
    }

    private static DetectionPackage? Package(SourceText yaml, PackageFolder folder, DiagnosticBag bag)
    {
        if (Path.GetFileName(yaml.Name) is not MetadataFile && YamlFields.Root(yaml, new DiagnosticBag(yaml)) is { } fields && !fields.Has("kql") && !fields.Has("title"))
        {
            bag.Report(ExportDescriptors.NotARule, default, "it has no field 'query', or fills a table with its rows.");
            return null;
        }

        return DetectionReader.Read(yaml, folder, bag);
    }

    /// <summary>A KQL file alone: named after the file, titled by its first comment.</summary>
    private static DetectionPackage AdHoc(SourceText query)
    {
        var name = Path.GetFileNameWithoutExtension(query.Name);
        return new DetectionPackage { Id = name, Title = QueryTitle.Of(query) ?? name, Query = query };
    }

    /// <summary>The package, or null where another has its id. Published rules share names; their GUIDs tell them apart.</summary>
    private static DetectionPackage? Named(DetectionPackage package, List<DetectionPackage> packages, List<Diagnostic> diagnostics)
    {
        if (OtherOf(package.Id) is not { } other)
        {
            return package;
        }

        if (package is { IsAdHoc: true, Sentinel.Id: { } guid } && $"{package.Id}-{guid.ToString("N")[..8]}" is var longer && OtherOf(longer) is null)
        {
            return package with { Id = longer };
        }

        var source = package.Metadata ?? package.Query;
        var otherName = (other.Metadata ?? other.Query).Name;
        diagnostics.Add(DetectionDescriptors.DuplicateId.At(source, default, package.Id, otherName));
        return null;

        DetectionPackage? OtherOf(string id) => packages.Find(p => string.Equals(p.Id, id, StringComparison.OrdinalIgnoreCase));
    }
}

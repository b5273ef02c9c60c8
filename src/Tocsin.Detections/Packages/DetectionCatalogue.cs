using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>
/// Detections found on disk. A folder with detection.yaml is one package, whatever else lies in it;
/// a KQL file anywhere else is a detection of its own, without metadata.
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

    /// <summary>Loads packages and KQL files.</summary>
    /// <param name="paths">Folders, searched to the bottom, detection.yaml files, or KQL files.</param>
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

        var queries = Directory.EnumerateFiles(folder, "*.kql").Order(StringComparer.Ordinal);
        return queries.Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(FilesBelow));
    }

    private static DetectionPackage? LoadFile(string file, List<Diagnostic> diagnostics)
    {
        var text = PackageFolder.ReadText(file);
        if (Path.GetExtension(file) is not (".yaml" or ".yml"))
        {
            return AdHoc(text);
        }

        var bag = new DiagnosticBag(text);
        var package = DetectionReader.Read(text, new PackageFolder(Path.GetDirectoryName(file)!), bag);
        diagnostics.AddRange(bag.Items);
        return package;
    }

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

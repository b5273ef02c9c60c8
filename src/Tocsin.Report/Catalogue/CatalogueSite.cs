using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;

namespace Tocsin.Report.Catalogue;

/// <summary>
/// A static site of detections: one page each, and pages that lead there. It needs no server; only search needs its script.
/// </summary>
public static class CatalogueSite
{
    // Tells a folder that we made from one that somebody keeps other files in.
    private const string Marker = ".tocsin-catalogue";
    private static readonly ImmutableArray<string> Folders = ["detections", "downloads", "assets"];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the site; returns its number of pages.</summary>
    /// <param name="packages">The detections.</param>
    /// <param name="folder">A folder that is new, empty, or holds an earlier site.</param>
    /// <exception cref="IOException">The folder holds something else, or cannot be written.</exception>
    public static int Write(ImmutableArray<DetectionPackage> packages, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        Prepare(folder);
        var entries = new List<CatalogueEntry>();
        foreach (var package in packages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report($"Detection {entries.Count + 1} of {packages.Length}: {package.Id}…");
            entries.Add(CatalogueEntry.Of(package, packages));
        }

        var files = Pages(entries).ToList();
        files.AddRange(Assets(entries));
        files.AddRange(Downloads(entries));
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, Utf8);
        }

        return files.Count(f => f.Name.EndsWith(".html", StringComparison.Ordinal));
    }

    private static void Prepare(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Marker)))
        {
            throw new IOException($"'{folder}' holds files that are no catalogue; nothing was written.");
        }

        foreach (var part in Folders.Select(p => Path.Combine(folder, p)).Where(Directory.Exists))
        {
            Directory.Delete(part, recursive: true);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "Made by tocsin catalog, which writes this folder anew.\n");
    }

    private static IEnumerable<(string Name, string Text)> Pages(IReadOnlyList<CatalogueEntry> entries) =>
    [
        ("index.html", IndexPages.Home(entries)),
        ("matrix.html", IndexPages.Matrix(entries)),
        ("techniques.html", IndexPages.Techniques(entries)),
        ("tables.html", IndexPages.Tables(entries)),
        ("severity.html", IndexPages.Severities(entries)),
        .. entries.Select(e => (e.Page, DetectionPage.Write(e, entries))),
    ];

    private static IEnumerable<(string Name, string Text)> Assets(IReadOnlyList<CatalogueEntry> entries) =>
    [
        ("assets/site.css", Resource("site.css")),
        ("assets/search.js", Resource("search.js")),
        ("assets/search-index.js", SearchIndex(entries)),
    ];

    private static IEnumerable<(string Name, string Text)> Downloads(IReadOnlyList<CatalogueEntry> entries) =>
    [
        .. entries.SelectMany(e => e.Downloads).Where(d => d.Result.Text is not null).Select(d => (d.Address, d.Result.Text!)),
        ("downloads/all.navigator.json", NavigatorExporter.Layer("Detections", "All techniques that the detections of this catalogue name.", [.. entries.Select(e => e.Package)])),
    ];

    /// <summary>The words of each detection, in lower case; the JSON's escapes keep them from ending the script.</summary>
    private static string SearchIndex(IReadOnlyList<CatalogueEntry> entries)
    {
        var index = entries.ToDictionary(e => e.Package.Id, Words, StringComparer.Ordinal);
        return $"window.searchIndex = {JsonSerializer.Serialize(index)};\n";
    }

    private static string Words(CatalogueEntry entry)
    {
        var package = entry.Package;
        string[] texts =
        [
            package.Id, package.Title, package.Description, package.Severity.ToString(), .. package.Tactics, .. package.Techniques, .. entry.Techniques.Select(t => t.Name),
            .. package.Tables.Select(t => t.Name), .. package.Tables.SelectMany(t => t.Columns), .. package.FalsePositives, .. package.BlindSpots,
            .. package.HuntingQueries.Select(q => q.Title), .. entry.Analysis.Indicators.SelectMany(i => i.Values.Select(v => v.Text)), .. entry.Tests.Tests.Select(t => t.Name),
        ];
        return string.Join(' ', texts.SelectMany(t => t.ToLowerInvariant().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal));
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Tocsin.Report.Catalogue.Assets.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

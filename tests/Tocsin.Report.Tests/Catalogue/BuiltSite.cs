using System.Xml.Linq;
using Shouldly;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Report.Catalogue;
using Tocsin.Testing;

namespace Tocsin.Report.Tests.Catalogue;

/// <summary>The site of the packages in detections/, written once for the tests of a class.</summary>
public sealed class BuiltSite : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BuiltSite()
    {
        Folder = Path.Combine(_folder.Path, "site");
        Packages = DetectionCatalogue.Load(Path.GetFullPath(Golden.Folder("../../../detections"))).Packages;
        Pages = CatalogueSite.Write([.. Packages], Folder, new Progress<string>(), CancellationToken.None);
    }

    public string Folder { get; }

    public int Pages { get; }

    public IReadOnlyList<DetectionPackage> Packages { get; }

    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.html", SearchOption.AllDirectories);

    public string Address(string page) => new Uri(Path.Combine(Folder, page)).AbsoluteUri;

    /// <summary>The page as XML: what a browser has to guess is refused here.</summary>
    public static XDocument Read(string file)
    {
        const string doctype = "<!DOCTYPE html>\n";
        var text = File.ReadAllText(file);
        text.ShouldStartWith(doctype);
        return XDocument.Parse(text[doctype.Length..], LoadOptions.PreserveWhitespace);
    }

    public void Dispose() => _folder.Dispose();
}

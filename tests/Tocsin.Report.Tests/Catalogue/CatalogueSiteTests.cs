using System.Xml.Linq;
using Shouldly;
using Tocsin.Detections;
using Tocsin.Report.Catalogue;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Report.Tests.Catalogue;

/// <summary>The pages are valid, say all that packages say, and hold no markup of theirs; links lead somewhere.</summary>
public sealed class CatalogueSiteTests(BuiltSite site) : IClassFixture<BuiltSite>
{
    private static readonly string[] BlocksInParagraphs = ["p", "ul", "ol", "dl", "div", "section", "table", "pre", "h2", "h3", "details"];

    [Fact]
    public void There_is_a_page_for_each_detection_and_five_that_lead_there()
    {
        site.Packages.ShouldNotBeEmpty();
        site.Files.Count().ShouldBe(site.Pages);
        site.Pages.ShouldBe(site.Packages.Count + 5);
    }

    [Fact]
    public void Pages_are_well_formed_with_one_title_one_heading_and_unique_ids()
    {
        foreach (var file in site.Files)
        {
            var page = BuiltSite.Read(file);
            Elements(page, "title").ShouldHaveSingleItem().Value.ShouldNotBeEmpty();
            Elements(page, "h1").ShouldHaveSingleItem().Value.ShouldNotBeEmpty();
            Elements(page, "main").ShouldHaveSingleItem();
            page.Root!.Attribute("lang")!.Value.ShouldBe("en");
            page.Descendants().Attributes("id").Select(a => a.Value).ShouldBeUnique(file);
            Elements(page, "p").SelectMany(p => p.Descendants()).ShouldAllBe(e => !BlocksInParagraphs.Contains(e.Name.LocalName), file);
            Elements(page, "ul").ShouldAllBe(l => l.Elements().All(e => e.Name.LocalName == "li") && l.Elements().Any(), file);
            Elements(page, "tr").GroupBy(r => r.Parent!.Parent).ShouldAllBe(t => t.Select(r => r.Elements().Count()).Distinct().Count() == 1, file);
        }
    }

    [Fact]
    public void Headings_go_down_one_level_at_a_time()
    {
        foreach (var file in site.Files)
        {
            var levels = BuiltSite.Read(file).Descendants().Select(e => e.Name.LocalName).Where(n => n is ['h', >= '1' and <= '6']).Select(n => n[1] - '0').ToList();
            levels.Zip(levels.Skip(1)).ShouldAllBe(p => p.Second <= p.First + 1, file);
        }
    }

    [Fact]
    public void No_page_holds_script_or_style_of_its_own()
    {
        foreach (var file in site.Files)
        {
            var page = BuiltSite.Read(file);
            Elements(page, "meta").ShouldContain(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy" && m.Attribute("content")!.Value.StartsWith("default-src 'none'"));
            Elements(page, "style").ShouldBeEmpty();
            Elements(page, "script").ShouldAllBe(s => s.Attribute("src") != null && s.Value.Length == 0);
            page.Descendants().Attributes().ShouldAllBe(a => !a.Name.LocalName.StartsWith("on") && a.Name.LocalName != "style", file);
        }
    }

    [Fact]
    public void Links_hold()
    {
        var ids = site.Files.ToDictionary(f => f, f => BuiltSite.Read(f).Descendants().Attributes("id").Select(a => a.Value).ToHashSet());
        foreach (var file in site.Files)
        {
            foreach (var address in BuiltSite.Read(file).Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src").Select(a => a.Value))
            {
                var uri = new Uri(Base(file), address);
                if (uri.Scheme is not "file")
                {
                    uri.Scheme.ShouldBe("https", address);
                    continue;
                }

                File.Exists(uri.LocalPath).ShouldBeTrue($"{file}: {address}");
                if (uri.Fragment.Length > 1)
                {
                    ids[uri.LocalPath].ShouldContain(uri.Fragment[1..], $"{file}: {address}");
                }
            }
        }
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_first()
    {
        var reached = new HashSet<string>();
        var pending = new Queue<string>([Path.Combine(site.Folder, "index.html")]);
        while (pending.TryDequeue(out var file))
        {
            if (reached.Add(file))
            {
                var links = BuiltSite.Read(file).Descendants().Attributes("href").Select(a => new Uri(Base(file), a.Value)).Where(u => u.IsFile && u.LocalPath.EndsWith(".html", StringComparison.Ordinal));
                links.ToList().ForEach(u => pending.Enqueue(u.LocalPath));
            }
        }

        reached.ShouldBe(site.Files, ignoreOrder: true);
    }

    [Fact]
    public void A_page_shows_all_that_the_package_says()
    {
        foreach (var package in site.Packages)
        {
            var text = BuiltSite.Read(Path.Combine(site.Folder, "detections", package.Id + ".html")).Root!.Value;
            text.ShouldContain(package.Title);
            text.ShouldContain(package.Query.Text.Trim());
            foreach (var said in package.FalsePositives.Concat(package.BlindSpots).Concat(package.References).Concat(package.Techniques)
                         .Concat(package.Parameters.Select(p => p.Effect)).Concat(package.HuntingQueries.Select(q => q.Query.Text.Trim())).Concat(package.Mended.Select(m => m.Ours)))
            {
                text.ShouldContain(said);
            }
        }
    }

    [Fact]
    public void What_packages_say_is_text_not_markup()
    {
        using var folder = new TemporaryFolder();
        const string hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
        folder.Write("x.kql", $"// {hostile}\nDeviceNetworkEvents | where RemoteUrl == \"</code></pre><script>alert(1)</script>\" // {hostile}\n");
        folder.Write("playbook.md", $"# T\n\n{hostile}\n\n<div onclick='x'>raw</div>\n\n[a](javascript:alert(1)) ![b](https://example.com/x.png) [c](https://example.com/)\n\n```kusto\nprint \"<b>\"\n```\n");
        folder.Write("detection.yaml", "id: x\ntitle: |-\n  " + hostile + "\ndescription: |-\n  " + hostile + "\nkql: x.kql\nseverity: low\nconfidence: low\nreferences: ['javascript:alert(1)', 'https://example.com/\"onmouseover=']\nfalsePositives:\n  - |-\n    " + hostile + "\n");
        var catalogue = DetectionCatalogue.Load(folder.Path);
        catalogue.Diagnostics.Select(d => d.Message).ShouldBeEmpty();
        var target = Path.Combine(folder.Path, "site");
        CatalogueSite.Write([.. catalogue.Packages], target, new Progress<string>(), TestContext.Current.CancellationToken);
        foreach (var file in Directory.EnumerateFiles(target, "*.html", SearchOption.AllDirectories))
        {
            var page = BuiltSite.Read(file);
            Elements(page, "script").ShouldAllBe(s => s.Attribute("src")!.Value.Contains("assets/"));
            Elements(page, "img").ShouldBeEmpty();
            page.Descendants().Attributes().ShouldAllBe(a => !a.Name.LocalName.StartsWith("on"));
            page.Descendants().Attributes("href").ShouldAllBe(a => !a.Value.Contains("javascript"));
        }

        BuiltSite.Read(Path.Combine(target, "detections", "x.html")).Root!.Value.ShouldContain("<div onclick='x'>raw</div>");
        File.ReadAllText(Path.Combine(target, "assets", "search-index.js")).ShouldNotContain("</script");
    }

    [Fact]
    public void A_folder_with_other_files_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine.txt", "mine");
        Should.Throw<IOException>(() => CatalogueSite.Write([], folder.Path, new Progress<string>(), TestContext.Current.CancellationToken));
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_second_site_takes_the_place_of_the_first()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "site");
        CatalogueSite.Write([.. site.Packages], target, new Progress<string>(), TestContext.Current.CancellationToken);
        CatalogueSite.Write([site.Packages[0]], target, new Progress<string>(), TestContext.Current.CancellationToken);
        Directory.EnumerateFiles(Path.Combine(target, "detections")).ShouldHaveSingleItem();
    }

    /// <summary>As an address with a scheme: a plain path would take fragments into itself.</summary>
    private static Uri Base(string file) => new(new Uri(file).AbsoluteUri);

    private static IEnumerable<XElement> Elements(XDocument page, string name) => page.Descendants().Where(e => e.Name.LocalName == name);
}

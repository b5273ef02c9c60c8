using System.Globalization;
using Tocsin.Detections;
using Tocsin.Detections.Packages;

namespace Tocsin.Report.Catalogue;

/// <summary>The pages that lead to detections: all of them, the matrix, by technique, table and severity.</summary>
internal static class IndexPages
{
    public static string Home(IReadOnlyList<CatalogueEntry> all)
    {
        var body = new HtmlText().Element("h1", "Detections");
        body.Element("p", string.Create(CultureInfo.InvariantCulture, $"{all.Count} detections, {all.Sum(e => e.Tests.Tests.Length)} tests, {all.Sum(e => e.Package.HuntingQueries.Length)} hunting queries."), ("class", "lead"));

        // The script shows the field; without it there is nothing to type into.
        body.Open("p", ("class", "search"), ("id", "search"), ("hidden", "hidden")).Element("label", "Search", ("for", "words")).Text(" ")
            .Void("input", ("id", "words"), ("type", "search"), ("autocomplete", "off"), ("spellcheck", "false")).Element("output", "", ("id", "found"), ("for", "words")).CloseLine();
        Cards(body, all);
        body.Open("p").Text("All techniques as a layer of the ATT&CK Navigator: ").Link("downloads/all.navigator.json", "all.navigator.json").CloseLine();
        return CataloguePage.Write("Detections", "", "index.html", body, hasSearch: true);
    }

    public static string Severities(IReadOnlyList<CatalogueEntry> all)
    {
        var body = new HtmlText().Element("h1", "By severity");
        foreach (var group in all.GroupBy(e => e.Package.Severity).OrderByDescending(g => g.Key))
        {
            body.Element("h2", Capital(group.Key.Name()), ("id", group.Key.Name()));
            Cards(body, group);
        }

        return CataloguePage.Write("Detections by severity", "", "severity.html", body);
    }

    public static string Tables(IReadOnlyList<CatalogueEntry> all)
    {
        var body = new HtmlText().Element("h1", "By table");
        foreach (var name in all.SelectMany(TablesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            body.Element("h2", name, ("id", name));
            Cards(body, all.Where(e => TablesOf(e).Contains(name, StringComparer.Ordinal)));
        }

        return CataloguePage.Write("Detections by table", "", "tables.html", body);
    }

    public static string Techniques(IReadOnlyList<CatalogueEntry> all)
    {
        var body = new HtmlText().Element("h1", "By technique");
        foreach (var group in all.SelectMany(e => e.Techniques.Select(t => (Technique: t, Entry: e))).GroupBy(p => p.Technique.Id, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var technique = group.First().Technique;
            body.Open("h2", ("id", technique.Id)).Element("a", technique.Id, ("href", technique.Address), ("rel", "noreferrer")).Text(technique.Name == technique.Id ? "" : " " + technique.Name).Close();
            Cards(body, group.Select(p => p.Entry));
        }

        return CataloguePage.Write("Detections by technique", "", "techniques.html", body);
    }

    public static string Matrix(IReadOnlyList<CatalogueEntry> all)
    {
        var covered = all.SelectMany(e => e.Techniques.Select(t => (Technique: t, Entry: e))).ToLookup(p => p.Technique.Id, StringComparer.Ordinal);
        var techniques = AttackTechniques.All.Concat(covered.Select(g => g.First().Technique)).DistinctBy(t => t.Id, StringComparer.Ordinal).OrderBy(t => t.Id, StringComparer.Ordinal).ToList();
        var body = new HtmlText().Element("h1", "ATT&CK matrix");
        body.Element("p", "What the detections cover of command and control, and of other tactics where they name any. Techniques of command and control without a detection are pale.", ("class", "lead"));
        body.Open("div", ("class", "matrix"));
        foreach (var name in AttackTactics.Names)
        {
            // The gaps are shown where the catalogue claims to cover a tactic.
            var here = techniques.Where(t => t.Tactics.Contains(name, StringComparer.Ordinal) && (name == AttackTechniques.CommandAndControl || covered.Contains(t.Id))).ToList();
            if (here.Count == 0)
            {
                continue;
            }

            body.Open("section", ("aria-labelledby", "tactic-" + name)).Element("h2", AttackTactics.NameOf(name), ("id", "tactic-" + name)).Open("ul");
            foreach (var technique in here)
            {
                Technique(body, technique, [.. covered[technique.Id].Select(p => p.Entry)]);
            }

            body.Close().CloseLine();
        }

        body.CloseLine();
        return CataloguePage.Write("ATT&CK matrix", "", "matrix.html", body);
    }

    private static void Technique(HtmlText body, AttackTechnique technique, IReadOnlyList<CatalogueEntry> entries)
    {
        body.Open("li", ("class", (entries.Count > 0 ? "covered" : "open") + (technique.IsSubTechnique ? " sub" : "")));
        body.Open("p");
        if (entries.Count > 0)
        {
            body.Link("techniques.html#" + technique.Id, technique.Id);
        }
        else
        {
            body.Text(technique.Id);
        }

        body.Text(technique.Name == technique.Id ? "" : " " + technique.Name).Close();
        if (entries.Count > 0)
        {
            body.Open("ul");
            foreach (var entry in entries)
            {
                body.Open("li").Link(entry.Page, entry.Package.Title).Close();
            }

            body.Close();
        }

        body.CloseLine();
    }

    private static IEnumerable<string> TablesOf(CatalogueEntry entry) =>
        entry.Package.Tables.Select(t => t.Name).Concat(entry.Analysis.Tables.Select(t => t.Name)).Distinct(StringComparer.Ordinal);

    private static void Cards(HtmlText body, IEnumerable<CatalogueEntry> entries)
    {
        body.Open("ul", ("class", "cards"));
        foreach (var entry in entries.OrderByDescending(e => e.Package.Severity).ThenBy(e => e.Package.Id, StringComparer.Ordinal))
        {
            body.Open("li", ("data-id", entry.Package.Id)).Open("p", ("class", "name")).Link(entry.Page, entry.Package.Title).Close();
            body.Open("p", ("class", "badges"));
            DetectionPage.Badges(body, entry.Package);
            body.Text(string.Join(", ", entry.Package.Techniques)).Close();
            body.Element("p", entry.Package.Description).CloseLine();
        }

        body.CloseLine();
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}

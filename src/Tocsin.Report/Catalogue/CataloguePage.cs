namespace Tocsin.Report.Catalogue;

/// <summary>The frame of every page: head, navigation, footer.</summary>
internal static class CataloguePage
{
    // Pages of the site's own files: no script or style within a page, nothing from elsewhere.
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

    private static readonly (string Address, string Title)[] Navigation =
    [
        ("index.html", "Detections"), ("matrix.html", "ATT&CK matrix"), ("techniques.html", "Techniques"), ("tables.html", "Tables"), ("severity.html", "Severity"),
    ];

    /// <param name="root">The way to the site's folder: <c>""</c> or <c>"../"</c>.</param>
    /// <param name="current">The address of the page, where the navigation names it.</param>
    public static string Write(string title, string root, string? current, HtmlText body, bool hasSearch = false)
    {
        var html = new HtmlText().Open("html", ("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml"));
        Head(html, title, root, hasSearch);
        html.Open("body");
        html.Element("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
        html.Open("header", ("class", "site")).Open("nav", ("aria-label", "Site"));
        foreach (var (address, name) in Navigation)
        {
            html.Element("a", name, ("href", root + address), ("aria-current", string.Equals(address, current, StringComparison.Ordinal) ? "page" : null));
        }

        html.Close().CloseLine();
        html.Open("main", ("id", "content")).Append(body).CloseLine();
        html.Element("footer", "Made by tocsin from detection packages. The pages need no script; search does.").Close().CloseLine();
        return "<!DOCTYPE html>\n" + html;
    }

    private static void Head(HtmlText html, string title, string root, bool hasSearch)
    {
        html.Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Void("meta", ("name", "generator"), ("content", "tocsin"));
        html.Element("title", title);
        html.Void("link", ("rel", "stylesheet"), ("href", root + "assets/site.css"));
        if (hasSearch)
        {
            html.Element("script", "", ("src", root + "assets/search-index.js"), ("defer", "defer"));
            html.Element("script", "", ("src", root + "assets/search.js"), ("defer", "defer"));
        }

        html.CloseLine();
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Types;

namespace Tocsin.Report.Catalogue;

/// <summary>The page of one detection.</summary>
internal sealed partial class DetectionPage
{
    private const string Root = "../";

    private readonly CatalogueEntry _entry;
    private readonly DetectionPackage _package;
    private readonly IReadOnlyList<CatalogueEntry> _all;
    private readonly HtmlText _html = new();
    private readonly List<(string Id, string Title)> _sections = [];
    private string[] _heads = [];
    private int _cell;

    private DetectionPage(CatalogueEntry entry, IReadOnlyList<CatalogueEntry> all)
    {
        _entry = entry;
        _package = entry.Package;
        _all = all;
    }

    public static string Write(CatalogueEntry entry, IReadOnlyList<CatalogueEntry> all)
    {
        var page = new DetectionPage(entry, all);
        page.Sections();
        var body = new HtmlText();
        page.Header(body);
        body.Open("div", ("class", "columns"));
        page.Contents(body);
        body.Open("article").Append(page._html).CloseLine().CloseLine();
        return CataloguePage.Write($"{entry.Package.Title} ({entry.Package.Id})", Root, current: null, body);
    }

    private void Sections()
    {
        Facts();
        Section("query", "KQL", () => _html.Append(KqlHighlighter.Highlight(_package.Query)));
        Analysis();
        Tables();
        Parameters();
        TextList("false-positives", "False positives", _package.FalsePositives);
        TextList("blind-spots", "What it cannot see", _package.BlindSpots);
        Mended();
        Tests();
        Guide("playbook", "Response playbook", _package.Playbook?.Text);
        Guide("investigation", "Investigation guide", _package.Investigation?.Text);
        Hunting();
        Related();
        References();
        Downloads();
    }

    private void Header(HtmlText body)
    {
        body.Open("div", ("class", "title")).Element("h1", _package.Title).Open("p", ("class", "badges"));
        Badges(body, _package);
        body.Element("code", _package.Id).CloseLine();
        foreach (var paragraph in _package.Description.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            body.Element("p", paragraph, ("class", "lead"));
        }

        body.CloseLine();
    }

    public static void Badges(HtmlText body, DetectionPackage package)
    {
        body.Element("span", package.Severity.Name() + " severity", ("class", $"badge {package.Severity.Name()}")).Text(" ");
        body.Element("span", package.Confidence.Name() + " confidence", ("class", "badge")).Text(" ");
        body.Element("span", package.Status.Name(), ("class", "badge")).Text(" ");
    }

    private void Contents(HtmlText body)
    {
        body.Open("nav", ("class", "contents"), ("aria-label", "On this page")).Open("ul");
        foreach (var (id, title) in _sections)
        {
            body.Open("li").Link("#" + id, title).Close();
        }

        body.Close().CloseLine();
    }

    private void Section(string id, string title, Action content)
    {
        _sections.Add((id, title));
        _html.Open("section", ("id", id)).Element("h2", title);
        content();
        _html.CloseLine();
    }

    private void TextList(string id, string title, ImmutableArray<string> items)
    {
        if (!items.IsEmpty)
        {
            Section(id, title, () => _html.List(items));
        }
    }

    private void Facts() => Section("attack", "ATT&CK and operation", () =>
    {
        _html.Open("dl");
        Fact("Tactics", () => _html.Text(string.Join(", ", _package.Tactics.Select(AttackTactics.NameOf))), _package.Tactics.Length);
        Fact("Techniques", () => Join(_entry.Techniques, t => _html.Element("a", t.Name == t.Id ? t.Id : $"{t.Id} {t.Name}", ("href", t.Address), ("rel", "noreferrer"))), _package.Techniques.Length);
        Fact("ATT&CK version", () => _html.Text(_package.AttackVersion!), _package.AttackVersion?.Length ?? 0);
        Fact("Data sources", () => _html.List(_package.DataSources.Select(d => d.ToString())), _package.DataSources.Length);
        if (_package.Schedule is { } schedule)
        {
            Fact("Schedule", () => _html.Text($"every {TimeSpanText.Write(schedule.Frequency)}, over {TimeSpanText.Write(schedule.Period)}"), 1);
        }

        Fact("Trigger", () => _html.Text($"{Comparison(_package.Trigger.Operator)} {_package.Trigger.Threshold} rows"), 1);
        if (_package.Suppression is { } suppression)
        {
            var by = suppression.By.IsEmpty ? "all entities" : string.Join(", ", suppression.By.Select(k => k.Name()));
            Fact("Suppression", () => _html.Text($"{TimeSpanText.Write(suppression.Window)} by {by}"), 1);
        }

        Fact("Entities", () => Join(_package.Entities, e => _html.Text($"{e.Kind.Name()}: ").Element("code", e.Column.Name)), _package.Entities.Length);
        Fact("Severity by row", () => Cases(_package.Alert.Severity!), _package.Alert.Severity?.Cases.Length ?? 0);
        Fact("Authors", () => _html.Text(string.Join(", ", _package.Authors)), _package.Authors.Length);
        _html.CloseLine();
    });

    private static string Comparison(TriggerOperator value) => value switch
    {
        TriggerOperator.GreaterThan => "more than",
        TriggerOperator.LessThan => "fewer than",
        TriggerOperator.Equal => "exactly",
        TriggerOperator.NotEqual => "other than",
    };

    private void Cases(SeverityMapping mapping)
    {
        _html.Element("code", mapping.Column.Name).Text(": ");
        Join(mapping.Cases, c => _html.Text(c switch
        {
            { AtLeast: { } least } => string.Create(CultureInfo.InvariantCulture, $"{least} or more: {c.Severity.Name()}"),
            { EqualTo: { } text } => $"{text}: {c.Severity.Name()}",
            _ => $"{c.StartsWith}…: {c.Severity.Name()}",
        }));
    }

    private void Fact(string name, Action value, int count)
    {
        if (count > 0)
        {
            _html.Element("dt", name).Open("dd");
            value();
            _html.CloseLine();
        }
    }

    private void Join<T>(IEnumerable<T> items, Action<T> write)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            _html.Text(isFirst ? "" : ", ");
            write(item);
            isFirst = false;
        }
    }

    private void Parameters()
    {
        if (_package.Parameters.IsEmpty)
        {
            return;
        }

        Section("tuning", "Tuning parameters", () => Table(["Name", "Type", "Default", "Effect"], _package.Parameters, p =>
        {
            Cell(() => _html.Element("code", p.Name));
            Cell(() => _html.Text(p.Type.Name()));
            Cell(() => Default(p));
            Cell(() => _html.Text(p.Effect));
        }));
    }

    private void Default(TuningParameter parameter)
    {
        if (parameter.AllowList is not { } list)
        {
            _html.Element("code", parameter.Default);
            return;
        }

        if (list.Values.IsEmpty)
        {
            _html.Text($"none yet, in {list.File}");
            return;
        }

        _html.Open("details").Element("summary", $"{list.Values.Length} values in {list.File}").List(list.Values).Close();
    }

    private void Mended()
    {
        if (!_package.Mended.IsEmpty)
        {
            Section("mended", "Faults of the published query", () => Table(["Fault", "Here"], _package.Mended, m =>
            {
                Cell(() => _html.Text(m.Fault));
                Cell(() => _html.Text(m.Ours));
            }));
        }
    }

    private void Guide(string id, string title, string? markdown)
    {
        if (markdown is not null)
        {
            Section(id, title, () => _html.Append(MarkdownText.Render(markdown, level: 1)));
        }
    }

    private void Hunting()
    {
        if (_package.HuntingQueries.IsEmpty)
        {
            return;
        }

        Section("hunting", "Hunting queries", () =>
        {
            foreach (var query in _package.HuntingQueries)
            {
                _html.Open("details").Element("summary", query.Title).Append(KqlHighlighter.Highlight(query.Query)).CloseLine();
            }
        });
    }

    private void Related()
    {
        var related = _all.Where(_entry.IsNear).ToList();
        if (related.Count > 0)
        {
            Section("related", "Related detections", () =>
            {
                _html.Open("ul");
                foreach (var other in related)
                {
                    _html.Open("li").Link(Root + other.Page, other.Package.Title).Text($" ({string.Join(", ", other.Package.Techniques)})").Close();
                }

                _html.CloseLine();
            });
        }
    }

    private void References()
    {
        if (!_package.References.IsEmpty)
        {
            Section("references", "References", () =>
            {
                _html.Open("ul", ("class", "links"));
                foreach (var reference in _package.References)
                {
                    _html.Open("li").WebLink(reference).Close();
                }

                _html.CloseLine();
            });
        }
    }

    private void Downloads() => Section("downloads", "Downloads", () => Table(["Form", "File", "What it does not say"], _entry.Downloads, download =>
    {
        Cell(() => _html.Text(download.Exporter.Name));
        if (download.Result.Text is null)
        {
            Cell(() => _html.Text("refused"));
            Cell(() => _html.List(download.Result.Diagnostics.Select(d => d.Message)));
            return;
        }

        Cell(() => _html.Element("a", Path.GetFileName(download.Address), ("href", Root + download.Address), ("download", Path.GetFileName(download.Address))));
        Cell(() => Notes([.. download.Result.Notes.Select(n => n.ToString())]));
    }));

    private void Notes(ImmutableArray<string> notes)
    {
        if (notes.IsEmpty)
        {
            _html.Text("nothing is lost");
            return;
        }

        _html.Open("details").Element("summary", $"{notes.Length} {(notes.Length == 1 ? "sentence" : "sentences")}").List(notes).Close();
    }

    private void Table<T>(string[] heads, IEnumerable<T> rows, Action<T> write)
    {
        _heads = heads;
        _html.Open("div", ("class", "scroll"), ("tabindex", "0")).Open("table").Open("thead").Open("tr");
        foreach (var head in heads)
        {
            _html.Element("th", head, ("scope", "col"));
        }

        _html.Close().Close().Open("tbody");
        foreach (var row in rows)
        {
            _html.Open("tr");
            _cell = 0;
            write(row);
            _html.CloseLine();
        }

        _html.Close().Close().CloseLine();
    }

    /// <summary>The next cell of the row; on narrow screens it stands under its head's name.</summary>
    private void Cell(Action content)
    {
        _html.Open("td", ("data-label", _heads[_cell++]));
        content();
        _html.Close();
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Testing;

namespace Tocsin.Report.Catalogue;

/// <summary>What the text of the detection says, and what its tests do.</summary>
internal sealed partial class DetectionPage
{
    private void Analysis()
    {
        var analysis = _entry.Analysis;
        Section("stages", "Stages", () => Table(["No.", "Kind", "Of", "Text"], analysis.Stages, s =>
        {
            Cell(() => _html.Text(s.Number.ToString(CultureInfo.InvariantCulture)));
            Cell(() => _html.Text(s.Kind));
            Cell(() => _html.Text(s.Pipeline ?? "result"));
            Cell(() => _html.Open("pre", ("class", "stage")).Element("code", s.Text).Close());
        }));
        if (!analysis.Exclusions.IsEmpty)
        {
            Section("exclusions", "Exclusions", () => Table(["Field", "Kind", "Excluded values", "Stage"], analysis.Exclusions, e =>
            {
                Cell(() => _html.Element("code", e.Field));
                Cell(() => _html.Text(e.Kind));
                Cell(() => Values(e.Name, e.Values, e.Note));
                Cell(() => _html.Text(e.Stage.ToString(CultureInfo.InvariantCulture)));
            }));
        }

        if (!analysis.Indicators.IsEmpty)
        {
            Section("indicators", "Indicators", () =>
            {
                _html.Element("p", $"Compared with {analysis.ComparedWith} other detections: a number says how many of them look for the same.", ("class", "note"));
                Table(["Field", "Kind", "Values", "Stage"], analysis.Indicators, i =>
                {
                    Cell(() => _html.Element("code", i.Field));
                    Cell(() => _html.Text(i.Kind + (i.IsAlternative ? " (or)" : "")));
                    Cell(() => Values(i.Name, [.. i.Values.Select(v => v.SharedBy > 0 ? $"{v.Text} ({v.SharedBy})" : v.Text)], note: null));
                    Cell(() => _html.Text(i.Stage.ToString(CultureInfo.InvariantCulture)));
                });
            });
        }

        if (!analysis.OutputFields.IsEmpty)
        {
            Section("output", "Output fields", () => Table(["Field", "Type", "Source"], analysis.OutputFields, f =>
            {
                Cell(() => _html.Element("code", f.Name));
                Cell(() => _html.Text(f.Type));
                Cell(() => _html.Text(f.Stage > 0 ? $"{f.Source} (stage {f.Stage})" : f.Source));
            }));
        }
    }

    /// <summary>Few values as they are, many behind a summary.</summary>
    private void Values(string? name, ImmutableArray<string> values, string? note)
    {
        const int few = 6;
        if (name is not null)
        {
            _html.Element("code", name).Text(" ");
        }

        if (values.IsEmpty)
        {
            _html.Text("none yet");
        }
        else if (values.Length <= few)
        {
            Join(values, v => _html.Element("code", v));
        }
        else
        {
            _html.Open("details").Element("summary", $"{values.Length} values").List(values).Close();
        }

        if (note is not null)
        {
            _html.Element("p", note, ("class", "note"));
        }
    }

    private void Tables()
    {
        var tables = _entry.Analysis.Tables;
        Section("tables", "Required tables", () =>
        {
            foreach (var table in _package.Tables)
            {
                _html.Open("h3").Link($"{Root}tables.html#{table.Name}", table.Name).Close().Open("p", ("class", "words"));
                Join(table.Columns, c => _html.Element("code", c));
                _html.CloseLine();
            }

            foreach (var table in tables.Where(t => !_package.Tables.Any(p => string.Equals(p.Name, t.Name, StringComparison.Ordinal))))
            {
                _html.Element("h3", table.Name).Open("p", ("class", "words"));
                Join(table.Columns, c => _html.Element("code", c));
                _html.CloseLine();
            }
        });
        Section("coverage", "Event coverage", () => Table(["Provider", "Event", "Title", "Reaches", "Needs"], _entry.Analysis.EventCoverage, e =>
        {
            Cell(() => _html.Text(e.Provider));
            Cell(() => _html.Text(e.Event));
            Cell(() => _html.Text(e.Title));
            Cell(() => _html.Text(e.Reaches ? "yes" : "no"));
            Cell(() =>
            {
                _html.Text(e.Note ?? "");
                if (!e.Missing.IsEmpty)
                {
                    _html.Text(e.Note is null ? "does not fill " : "; does not fill ");
                    Join(e.Missing, m => _html.Element("code", m));
                }
            });
        }));
    }

    private void Tests()
    {
        if (_entry.Tests.Tests.IsEmpty)
        {
            return;
        }

        Section("tests", "Tests", () => Table(["Kind", "What happens", "Covers", "Expected"], _entry.Tests.Tests.OrderBy(t => t.Kind), t =>
        {
            Cell(() => _html.Element("span", t.Kind.Name(), ("class", $"badge {t.Kind.Name()}")));
            Cell(() => _html.Text(t.Name));
            Cell(() => _html.Text(t.Covers ?? ""));
            Cell(() => Expected(t.Expectation));
        }));
    }

    private void Expected(Expectation expectation)
    {
        if (expectation.IsSilence)
        {
            _html.Text("silence");
            return;
        }

        _html.Text($"alerts: {expectation.Alerts.Text}");
        if (!expectation.With.IsEmpty)
        {
            _html.List(expectation.With.Select(w => w.ToString()));
        }
    }
}

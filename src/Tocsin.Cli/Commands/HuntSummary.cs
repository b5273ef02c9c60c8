using System.Globalization;
using System.Text;
using Tocsin.Detections;
using Tocsin.Detections.Parameters;
using Tocsin.Engine;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>What a hunt says at its end.</summary>
/// <param name="Hidden">Alerts below <c>--min-severity</c>.</param>
internal sealed record HuntSummary(DataSummary Data, Hunt Hunt, int Hidden, TunedRules Rules, TimeSpan Taken)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append('\n');
        Line(text, "Alerts", Alerts());
        Line(text, "Detections", Detections());
        Line(text, "Data", $"{DataNotes.Count(Data.Events, "event")} in {DataNotes.Count(Data.Files, "file")}{Span()}");
        foreach (var (name, note) in DataNotes.Records(Data))
        {
            Line(text, name, note);
        }

        Line(text, "Clock", $"{DataNotes.Instant(Data.Now)}, {Clock()}");
        foreach (var warning in DataNotes.Warnings(Data).Concat(Hunt.Notes))
        {
            Line(text, "Warning", warning);
        }

        Line(text, "Time", string.Create(CultureInfo.InvariantCulture, $"{Taken.TotalSeconds:0.0} s"));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name,-11} {TerminalText.Neutralise(value)}\n");

    private string Alerts()
    {
        if (Hunt.Alerts.IsEmpty)
        {
            return "none";
        }

        var bySeverity = Hunt.Alerts.GroupBy(a => a.Severity).OrderByDescending(g => g.Key).Select(g => $"{DataNotes.Number(g.Count())} {g.Key.Name()}");
        var hidden = Hidden == 0 ? "" : $"; {DataNotes.Number(Hidden)} below --min-severity not shown";
        return $"{DataNotes.Number(Hunt.Alerts.Length)} ({string.Join(", ", bySeverity)}{hidden})";
    }

    private string Detections()
    {
        var count = Rules.Packages.Length;
        var run = Hunt.Refused == 0 ? DataNotes.Number(count) : $"{DataNotes.Number(count - Hunt.Refused)} run, {DataNotes.Number(Hunt.Refused)} refused (see above)";
        return Rules.Disabled.IsEmpty ? run : $"{run}; {DataNotes.Number(Rules.Disabled.Length)} disabled by overrides: {string.Join(", ", Rules.Disabled)}";
    }

    private string Clock() => Data switch
    {
        { NowIsFromData: true } => "the newest event (--now sets another)",
        { ClockIsAskedFor: true } => "as --now says",
        _ => "the system's clock, as no event has a time",
    };

    private string Span() => Data is { Earliest: { } first, Latest: { } last } ? $", {DataNotes.Instant(first)} to {DataNotes.Instant(last)}" : "";
}

using System.Globalization;
using System.Text;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Parameters;
using Tocsin.Engine;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>What a hunt says at its end.</summary>
/// <param name="Hidden">Alerts below <c>--min-severity</c>.</param>
internal sealed record HuntSummary(DataSummary Data, Hunt Hunt, int Hidden, TunedRules Rules, TimeSpan Taken)
{
    private const int IncidentsShown = 5;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append('\n');
        Line(text, "Alerts", Alerts());
        Incidents(text);
        Line(text, "Detections", Detections());
        Line(text, "Data", $"{Quantity.Of(Data.Events, "event")} in {Quantity.Of(Data.Files, "file")}{Span()}");
        foreach (var (name, note) in DataNotes.Records(Data))
        {
            Line(text, name, note);
        }

        Line(text, "Clock", $"{DataNotes.Instant(Data.Now)}, {Clock()}{Old()}");
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
        var raised = Hunt.Raised.ToList();
        if (raised.Count == 0)
        {
            return "none";
        }

        var hidden = Hidden == 0 ? "" : $"; {DataNotes.Number(Hidden)} below --min-severity not shown";
        var suppressed = Hunt.Alerts.Length - raised.Count;
        var repetitions = suppressed == 0 ? "" : $"; {DataNotes.Number(suppressed)} suppressed as repetitions";
        return $"{DataNotes.Number(raised.Count)} ({BySeverity(raised.Select(a => a.Severity))}{hidden}){repetitions}";
    }

    /// <summary>How many there are, and the gravest that hold more than one alert: those of one are in the table already.</summary>
    private void Incidents(StringBuilder text)
    {
        var incidents = Hunt.Raised.Select(a => a.Incident).OfType<Incident>().DistinctBy(i => i.Id, StringComparer.Ordinal)
            .OrderByDescending(i => i.Severity).ThenByDescending(i => i.Alerts).ThenBy(i => i.Id, StringComparer.Ordinal).ToList();
        if (incidents.Count == 0)
        {
            return;
        }

        Line(text, "Incidents", $"{DataNotes.Number(incidents.Count)} ({BySeverity(incidents.Select(i => i.Severity))})");
        foreach (var incident in incidents.Where(i => i.Alerts > 1).Take(IncidentsShown))
        {
            Line(text, "", $"{incident.Id}  {incident.Severity.Name(),-13}  {incident.Title}");
        }
    }

    private static string BySeverity(IEnumerable<Severity> severities) =>
        string.Join(", ", severities.GroupBy(s => s).OrderByDescending(g => g.Key).Select(g => $"{DataNotes.Number(g.Count())} {g.Key.Name()}"));

    private string Detections()
    {
        var count = Rules.Packages.Length + Hunt.Unreadable;
        var run = Hunt.Refused == 0 ? DataNotes.Number(count) : $"{DataNotes.Number(count - Hunt.Refused)} run, {DataNotes.Number(Hunt.Refused)} refused (see above)";
        return Rules.Disabled.IsEmpty ? run : $"{run}; {DataNotes.Number(Rules.Disabled.Length)} disabled by overrides: {string.Join(", ", Rules.Disabled)}";
    }

    private string Clock() => Data switch
    {
        { NowIsFromData: true } => "the newest event (--now sets another)",
        { ClockIsAskedFor: true } => "as --now says",
        _ => "the system's clock, as no event has a time",
    };

    private string Old() => Data.OldEvents.Value is not (> 0 and var old)
        ? ""
        : $"; {DataNotes.Number(old)} of {Quantity.Of(Data.Events, "event")} lie more than {DataSummary.RuleReach.Days} days before it, where rules do not look: hunt them by themselves";

    private string Span() => Data is { Earliest: { } first, Latest: { } last } ? $", {DataNotes.Instant(first)} to {DataNotes.Instant(last)}" : "";
}

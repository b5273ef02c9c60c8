using System.Globalization;
using System.Text;
using Tocsin.Engine;
using Tocsin.Detections;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>What a hunt says at its end.</summary>
/// <param name="Hidden">Alerts below <c>--min-severity</c>.</param>
internal sealed record HuntSummary(DataSummary Data, Hunt Hunt, int Hidden, int Detections, TimeSpan Taken)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append('\n');
        Line(text, "Alerts", Alerts());
        Line(text, "Detections", Hunt.Refused == 0 ? Number(Detections) : $"{Number(Detections - Hunt.Refused)} run, {Number(Hunt.Refused)} refused (see above)");
        Line(text, "Data", $"{Count(Data.Events, "event")} in {Count(Data.Files, "file")}{Span()}");
        if (Data.BadRecords > 0)
        {
            Line(text, "", $"{Count(Data.BadRecords, "record")} could not be read");
        }

        Line(text, "Clock", $"{Instant(Data.Now)}{(Data.NowIsFromData ? ", the newest event (--now sets another)" : "")}");
        foreach (var stray in Data.StrayClocks)
        {
            Line(text, "Warning", $"{Count(stray.Events, "event")} far ahead of all others did not set the clock: {Instant(stray.Time)} in {stray.Source}");
        }

        foreach (var warning in Data.Warnings)
        {
            Line(text, "Warning", warning);
        }

        Line(text, "Time", string.Create(CultureInfo.InvariantCulture, $"{Taken.TotalSeconds:0.0} s"));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name,-11} {TerminalText.Neutralise(value)}\n");

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Count(long value, string thing) => $"{Number(value)} {thing}{(value == 1 ? "" : "s")}";

    private static string Instant(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Alerts()
    {
        if (Hunt.Alerts.IsEmpty)
        {
            return "none";
        }

        var bySeverity = Hunt.Alerts.GroupBy(a => a.Severity).OrderByDescending(g => g.Key).Select(g => $"{Number(g.Count())} {g.Key.Name()}");
        var hidden = Hidden == 0 ? "" : $"; {Number(Hidden)} below --min-severity not shown";
        return $"{Number(Hunt.Alerts.Length)} ({string.Join(", ", bySeverity)}{hidden})";
    }

    private string Span() => Data is { Earliest: { } first, Latest: { } last } ? $", {Instant(first)} to {Instant(last)}" : "";
}

using System.Globalization;
using System.Text;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;

namespace Tocsin.Report.Writing;

/// <summary>
/// Alerts on two lines each, for terminals too narrow for the table: when, where and by which detection; below it
/// what happened.
/// </summary>
public sealed class AlertListWriter(int width, bool colour)
{
    private const int SeverityWidth = 10;
    private const int HostWidth = 28;

    public void Write(IEnumerable<Alert> alerts, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        foreach (var alert in alerts)
        {
            WriteAlert(writer, alert);
        }
    }

    private void WriteAlert(StreamWriter writer, Alert alert)
    {
        var severity = alert.Severity.Name();
        var ansi = colour ? TableResultWriter.ColourOf(alert.Severity) : null;
        writer.Write(ansi is null ? severity : $"{ansi}{severity}\e[0m");
        writer.Write(new string(' ', Math.Max(1, SeverityWidth - severity.Length)));

        var time = alert.LastSeen is { } seen ? seen.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
        var host = Cell(string.Join(", ", alert.EntitiesOf(EntityKind.Host)), HostWidth);
        writer.WriteLine(TerminalText.Fit($"{time,-19}  {host}  {TerminalText.Neutralise(alert.Detection.Id)}  {alert.Incident?.Id}", width - SeverityWidth).TrimEnd());
        writer.WriteLine(new string(' ', SeverityWidth) + TerminalText.Fit(TerminalText.Neutralise(alert.Title.Trim()), width - SeverityWidth));
    }

    private static string Cell(string text, int width)
    {
        var fitted = TerminalText.Fit(TerminalText.Neutralise(text), width);
        return fitted + new string(' ', Math.Max(0, width - TerminalText.Width(fitted)));
    }
}

using System.Collections.Immutable;

namespace Tocsin.Detections.Alerts;

/// <summary>
/// Tells repetitions from new alerts. An alert opens the window of its detection's suppression for its key; those that
/// follow within it are suppressed, unless they are graver than the one raised: a critical alert never hides behind a low
/// one. The window does not slide, so what goes on is raised again when it ends. An alert without a time is raised.
/// </summary>
public sealed class AlertSuppressor
{
    private readonly Dictionary<string, Alert> _raised = new(StringComparer.Ordinal);

    /// <summary>The alerts of a hunt, in their own order, the suppressed ones marked.</summary>
    public static ImmutableArray<Alert> Apply(ImmutableArray<Alert> alerts)
    {
        var suppressor = new AlertSuppressor();
        var judged = new Alert[alerts.Length];
        var inTime = Enumerable.Range(0, alerts.Length)
            .OrderBy(i => alerts[i].Time)
            .ThenByDescending(i => alerts[i].Severity)
            .ThenBy(i => alerts[i].Id, StringComparer.Ordinal);
        foreach (var i in inTime)
        {
            judged[i] = suppressor.Judge(alerts[i]);
        }

        return ImmutableArray.Create(judged);
    }

    /// <summary>The alert, marked where it is a repetition. Alerts must come in the order of their times.</summary>
    public Alert Judge(Alert alert)
    {
        if (alert.Time is not { } time || alert.Detection.Suppression is not { } suppression)
        {
            return alert;
        }

        if (_raised.TryGetValue(alert.Key, out var raised) && time - raised.Time < suppression.Window && alert.Severity <= raised.Severity)
        {
            return alert with { SuppressedBy = raised.Id };
        }

        _raised[alert.Key] = alert;
        return alert;
    }
}

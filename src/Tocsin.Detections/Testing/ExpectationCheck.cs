using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;

namespace Tocsin.Detections.Testing;

/// <summary>Compares the alerts of a run with those expected.</summary>
public sealed class ExpectationCheck
{
    private const int MostShown = 5;
    private const int MostLacking = 1000;

    private readonly Expectation _expectation;
    private readonly ImmutableArray<Alert> _alerts;

    /// <summary>For each expected alert, the one that is it, or -1.</summary>
    private readonly int[] _matches;

    public ExpectationCheck(Expectation expectation, ImmutableArray<Alert> alerts)
    {
        _expectation = expectation;
        _alerts = alerts;
        _matches = new int[expectation.With.Length];
        Array.Fill(_matches, -1);
        for (var i = 0; i < _matches.Length; i++)
        {
            Match(i, new bool[alerts.Length]);
        }
    }

    public bool Holds => _expectation.Alerts.Holds(_alerts.Length) && !_matches.Contains(-1);

    /// <summary>Whether an expected alert did not come at all; not where one too many did, or one of other values.</summary>
    public bool MissesAlerts => LacksAlerts || Enumerable.Range(0, _matches.Length).Any(i => _matches[i] < 0 && !_alerts.Any(a => IsAbout(a, _expectation.With[i])));

    private bool LacksAlerts =>
        _alerts.Length < _matches.Length
        || (!_expectation.Alerts.Holds(_alerts.Length) && Enumerable.Range(_alerts.Length + 1, MostLacking).Any(n => _expectation.Alerts.Holds(n)));

    /// <summary>What is expected and what came instead, a line each; none where the expectation holds.</summary>
    public ImmutableArray<string> Differences()
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        if (!_expectation.Alerts.Holds(_alerts.Length))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"alerts: expected {Expected()}, got {_alerts.Length}"));
        }

        var free = Enumerable.Range(0, _alerts.Length).Except(_matches).ToList();
        for (var i = 0; i < _matches.Length; i++)
        {
            if (_matches[i] < 0)
            {
                AddMissing(lines, i, free);
            }
        }

        if (!Holds)
        {
            foreach (var alert in free.Take(MostShown))
            {
                lines.Add($"+ alert: {Describe(_alerts[alert])}");
            }

            if (free.Count > MostShown)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"+ {free.Count - MostShown} more alerts"));
            }
        }

        return lines.ToImmutable();
    }

    /// <summary>The columns that the expectation names and the result has not.</summary>
    public static IEnumerable<string> MissingColumns(Expectation expectation, ImmutableArray<Column> columns) =>
        expectation.With.SelectMany(w => w.Fields).Select(f => f.Column).Distinct(StringComparer.Ordinal)
            .Where(name => !columns.Any(c => string.Equals(c.Name, name, StringComparison.Ordinal)));

    private string Expected() => _expectation.IsSilence ? "silence" : _expectation.Alerts.Text;

    /// <summary>Finds an alert for an expected one, moving others that can be another alert: the order of the list must not matter.</summary>
    private bool Match(int expected, bool[] tried)
    {
        for (var i = 0; i < _alerts.Length; i++)
        {
            if (tried[i] || Mismatches(_expectation.With[expected], _alerts[i]).Any())
            {
                continue;
            }

            tried[i] = true;
            var holder = Array.IndexOf(_matches, i);
            if (holder < 0 || Match(holder, tried))
            {
                _matches[expected] = i;
                return true;
            }
        }

        return false;
    }

    private void AddMissing(ImmutableArray<string>.Builder lines, int expected, List<int> free)
    {
        var expectation = _expectation.With[expected];
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"- alert {expected + 1} of with: {expectation}"));
        if (free.Count == 0)
        {
            return;
        }

        var nearest = free.MinBy(a => Mismatches(expectation, _alerts[a]).Count());
        free.Remove(nearest);
        lines.Add($"  nearest: {Describe(_alerts[nearest])}");
        foreach (var (name, wanted, actual) in Mismatches(expectation, _alerts[nearest]))
        {
            lines.Add($"  - {name} {wanted}");
            lines.Add($"  + {name} {actual}");
        }
    }

    private static bool IsAbout(Alert alert, AlertExpectation expected) =>
        expected.Entities.All(e => e.Names.All(n => alert.EntitiesOf(e.Kind).Contains(n, StringComparer.OrdinalIgnoreCase)));

    private static IEnumerable<(string Name, string Expected, string Actual)> Mismatches(AlertExpectation expected, Alert alert)
    {
        if (expected.Title is { } title && !string.Equals(title, alert.Title, StringComparison.Ordinal))
        {
            yield return ("title", title, alert.Title);
        }

        if (expected.Severity is { } severity && severity != alert.Severity)
        {
            yield return ("severity", severity.Name(), alert.Severity.Name());
        }

        var risk = Risk(alert);
        if (expected.Risk is { } test && !test.Holds(risk))
        {
            yield return ("risk", test.Text, risk.Length > 0 ? risk : "(none)");
        }

        foreach (var (kind, names) in expected.Entities)
        {
            var actual = alert.EntitiesOf(kind).ToList();
            if (names.Any(n => !actual.Contains(n, StringComparer.OrdinalIgnoreCase)))
            {
                yield return (kind.Name(), string.Join(", ", names), actual.Count > 0 ? string.Join(", ", actual) : "(none)");
            }
        }

        foreach (var (column, values) in expected.Fields)
        {
            if (alert.Evidence[column] is { } cell && !AllHold(values, cell))
            {
                yield return (column, string.Join(", ", values.Select(v => v.Text)), cell.Text.Length > 0 ? cell.Text : "(empty)");
            }
        }
    }

    /// <summary>An array holds an element for each test; another value passes its one test.</summary>
    private static bool AllHold(ImmutableArray<ValueTest> tests, Cell cell)
    {
        var elements = cell.Texts();
        return tests.All(t => t.Holds(cell.Text) || elements.Any(t.Holds));
    }

    private static string Risk(Alert alert) => alert.Risk?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Describe(Alert alert)
    {
        var entities = alert.Entities.GroupBy(e => e.Kind).Select(g => $"{g.Key.Name()} {string.Join(", ", g.Select(e => e.Name))}");
        var risk = Risk(alert) is { Length: > 0 } number ? $"; risk {number}" : "";
        return $"{string.Join("; ", entities)}; severity {alert.Severity.Name()}{risk}";
    }
}

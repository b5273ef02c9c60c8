using System.Globalization;
using System.Text;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Types;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>A detection as text for people: what <c>rules show</c> prints.</summary>
internal static class RuleDescription
{
    private const int LongestValue = 60;

    public static string Of(DetectionPackage package)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{package.Title} ({package.Id})").AppendLine();
        if (package.Description.Length > 0)
        {
            text.AppendLine(package.Description).AppendLine();
        }

        Line(text, "Severity", $"{package.Severity.Name()}, confidence {package.Confidence.Name()}, status {package.Status.Name()}");
        Line(text, "ATT&CK", string.Join(", ", package.Techniques.Concat(package.Tactics)) + (package.AttackVersion is { } version ? $" (version {version})" : ""));
        Line(text, "Reads", string.Join("; ", package.Tables.Select(t => t.Columns.IsEmpty ? t.Name : $"{t.Name} ({string.Join(", ", t.Columns)})")));
        Line(text, "Sources", string.Join("; ", package.DataSources));
        Line(text, "Authors", string.Join(", ", package.Authors));
        Line(text, "Runs", Runs(package));
        Line(text, "Alerts on", string.Join(", ", package.Entities.Select(e => $"{e.Kind.Name()} ({e.Column.Name})")));
        Line(text, "Shows", string.Join(", ", package.CustomDetails.Select(d => string.Equals(d.Name, d.Column.Name, StringComparison.Ordinal) ? d.Name : $"{d.Name} ({d.Column.Name})")));
        Line(text, "Quiet for", package.Suppression is { } quiet ? $"{Length(quiet.Window)} about the same {(quiet.By.IsEmpty ? "entities" : string.Join(" and ", quiet.By.Select(EntityKinds.Name)))}" : "");
        List(text, "Parameters (--set NAME=VALUE)", PackageTuning.ParametersOf(package).Select(Parameter));
        List(text, "False positives", package.FalsePositives);
        List(text, "Cannot see", package.BlindSpots);
        List(text, "Mended", package.Mended.Select(m => $"{m.Fault}\n    Here: {m.Ours}"));
        List(text, "Hunting queries", package.HuntingQueries.Select(h => $"{h.Title} (hunting/{Path.GetFileName(h.Query.Name)})"));
        List(text, "To read", new[] { package.Playbook, package.Investigation }.OfType<Kql.Text.SourceText>().Select(f => Path.GetFileName(f.Name)));
        List(text, "References", package.References);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"KQL ({package.Query.Name})").AppendLine();
        return Clean(text.ToString()) + Clean(package.Query.Text.TrimEnd()) + "\n";
    }

    private static string Runs(DetectionPackage package)
    {
        var schedule = package.Schedule is { } s ? $"every {Length(s.Frequency)} over {Length(s.Period)}" : "";
        if (package.Trigger == Trigger.AnyRow)
        {
            return schedule;
        }

        var trigger = $"raises alerts at rows {package.Trigger.Operator.Name()} {package.Trigger.Threshold}";
        return schedule.Length == 0 ? trigger : $"{schedule}; {trigger}";
    }

    private static string Length(TimeSpan length) => KqlLiteral.Write(KqlType.TimeSpan, length.Ticks);

    private static string Parameter(TuningParameter parameter)
    {
        var value = parameter.AllowList is { } list ? $"{list.Values.Length} values of {list.File}" : string.Join(' ', parameter.Default.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var line = $"{parameter.Name}: {parameter.Type.Name()} = {TerminalText.Fit(value, LongestValue)}";
        return parameter.Effect.Length == 0 ? line : $"{line}\n    {parameter.Effect}";
    }

    private static void Line(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name + ":",-10} {value}");
        }
    }

    private static void List(StringBuilder text, string name, IEnumerable<string> items)
    {
        var lines = items.Select(i => $"  - {i}").ToList();
        if (lines.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{name}:").AppendJoin('\n', lines).Append('\n');
        }
    }

    /// <summary>A rule is text of unknown origin too; its line breaks are kept.</summary>
    private static string Clean(string text) =>
        string.Join("\n", text.ReplaceLineEndings("\n").Split('\n').Select(l => TerminalText.Neutralise(l.Replace("\t", "    ", StringComparison.Ordinal))));
}

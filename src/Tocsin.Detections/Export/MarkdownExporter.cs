using System.Text;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Export;

/// <summary>A page for a wiki: everything the package says, with its queries.</summary>
internal sealed class MarkdownExporter : IDetectionExporter
{
    public string Name => "markdown";

    public string Extension => ".md";

    public ExportResult Export(DetectionPackage package) => new(Page(package), [], []);

    private static string Page(DetectionPackage package)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(MarkdownSyntax.Escape(package.Title)).Append("\n\n");
        if (package.Description.Length > 0)
        {
            text.Append(MarkdownSyntax.Escape(package.Description.Trim())).Append("\n\n");
        }

        AppendFacts(text, package);
        Code(text, "## Detection", package.Query.Text);
        AppendParameters(text, package);
        List(text, "Required tables", package.Tables.Select(t => $"`{t.Name}`: {string.Join(", ", t.Columns.Select(c => $"`{c}`"))}"));
        List(text, "Data sources", package.DataSources.Select(d => MarkdownSyntax.Escape(d.ToString())));
        List(text, "False positives", package.FalsePositives.Select(MarkdownSyntax.Escape));
        List(text, "What it cannot see", package.BlindSpots.Select(MarkdownSyntax.Escape));
        List(text, "Faults of the published query", package.Mended.Select(m => $"{MarkdownSyntax.Escape(m.Fault)} Here: {MarkdownSyntax.Escape(m.Ours)}"));
        Guide(text, "Response playbook", package.Playbook?.Text);
        Guide(text, "Investigation guide", package.Investigation?.Text);
        if (!package.HuntingQueries.IsEmpty)
        {
            text.Append("## Hunting queries\n\n");
            foreach (var query in package.HuntingQueries)
            {
                Code(text, "### " + MarkdownSyntax.Escape(query.Title), query.Query.Text);
            }
        }

        List(text, "References", package.References.Select(r => $"<{r}>"));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendFacts(StringBuilder text, DetectionPackage package)
    {
        text.Append("| | |\n|---|---|\n");
        Fact(text, "Id", package.Id);
        Fact(text, "Severity", package.Severity.Name());
        Fact(text, "Confidence", package.Confidence.Name());
        Fact(text, "Status", package.Status.Name());
        Fact(text, "ATT&CK tactics", string.Join(", ", package.Tactics));
        Fact(text, "ATT&CK techniques", string.Join(", ", package.Techniques));
        Fact(text, "Authors", string.Join(", ", package.Authors));
        Fact(text, "Schedule", package.Schedule is { } schedule ? $"every {TimeSpanText.Write(schedule.Frequency)} over {TimeSpanText.Write(schedule.Period)}" : "");
        Fact(text, "Suppression", package.Suppression is { } suppression ? $"{TimeSpanText.Write(suppression.Window)} by {string.Join(", ", suppression.By.Select(k => k.Name()))}" : "");
        text.Append('\n');
    }

    private static void Fact(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append("| ").Append(name).Append(" | ").Append(MarkdownSyntax.Escape(value)).Append(" |\n");
        }
    }

    private static void AppendParameters(StringBuilder text, DetectionPackage package)
    {
        if (package.Parameters.IsEmpty)
        {
            return;
        }

        text.Append("## Tuning parameters\n\n| Name | Type | Default | Effect |\n|---|---|---|---|\n");
        foreach (var parameter in package.Parameters)
        {
            var value = parameter.AllowList is { } list ? $"{list.Values.Length} values of {list.File}" : parameter.Default;
            text.Append($"| `{parameter.Name}` | {Kql.Types.KqlTypes.Name(parameter.Type)} | {MarkdownSyntax.Code(value)} | {MarkdownSyntax.Escape(parameter.Effect)} |\n");
        }

        text.Append('\n');
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> items)
    {
        var lines = items.Select(i => "- " + i + "\n").ToList();
        if (lines.Count > 0)
        {
            text.Append("## ").Append(title).Append("\n\n").AppendJoin("", lines).Append('\n');
        }
    }

    private static void Code(StringBuilder text, string heading, string kql) => text.Append($"{heading}\n\n{MarkdownSyntax.Fenced(kql)}\n");

    /// <summary>The package's own Markdown, its headings two levels deeper.</summary>
    private static void Guide(StringBuilder text, string title, string? markdown)
    {
        if (markdown is null)
        {
            return;
        }

        text.Append("## ").Append(title).Append("\n\n");
        var isCode = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Trim().Split('\n'))
        {
            isCode ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            text.Append(!isCode && line.StartsWith('#') ? "##" : "").Append(line).Append('\n');
        }

        text.Append('\n');
    }
}

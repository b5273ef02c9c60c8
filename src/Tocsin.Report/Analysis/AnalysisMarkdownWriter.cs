using System.Text;
using Tocsin.Detections.Analysis;

namespace Tocsin.Report.Analysis;

/// <summary>An analysis as Markdown with tables.</summary>
public static class AnalysisMarkdownWriter
{
    public static string Write(RuleAnalysis analysis)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escaped(analysis.Title)).Append("\n\n`").Append(analysis.Id).Append("`\n");
        foreach (var section in AnalysisSection.Of(analysis))
        {
            text.Append("\n## ").Append(section.Title).Append('\n');
            if (section.Intro.Length > 0)
            {
                text.Append('\n').Append(Escaped(section.Intro)).Append('\n');
            }

            foreach (var block in section.Blocks)
            {
                Append(text, block);
            }

            if (!section.Rows.IsEmpty)
            {
                AppendTable(text, section);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, AnalysisBlock block)
    {
        if (block.Note is { } note)
        {
            text.Append('\n').Append(Escaped(note)).Append('\n');
        }

        // A fence is longer than any run of backticks inside of it.
        var fence = block.Kql.Contains("```", StringComparison.Ordinal) ? "`````" : "```";
        text.Append("\n### ").Append(Escaped(block.Title)).Append("\n\n").Append(fence).Append("kusto\n").Append(block.Kql.ReplaceLineEndings("\n").TrimEnd()).Append('\n').Append(fence).Append('\n');
    }

    private static void AppendTable(StringBuilder text, AnalysisSection section)
    {
        var columns = section.FilledColumns();
        text.Append('\n');
        AppendRow(text, columns.Select(c => section.Headers[c]));
        AppendRow(text, columns.Select(_ => "---"), isRule: true);
        foreach (var row in section.Rows)
        {
            AppendRow(text, columns.Select(c => row[c]));
        }
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells, bool isRule = false) =>
        text.Append('|').AppendJoin('|', cells.Select(c => isRule ? c : $" {Escaped(c)} ")).Append("|\n");

    /// <summary>Text that means nothing to Markdown or HTML.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\r' or '\n' => " ",
                '\\' or '|' or '*' or '_' or '`' or '[' or ']' or '#' or '~' => "\\" + c,
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}

using System.Text;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Export;

namespace Tocsin.Report.Analysis;

/// <summary>An analysis as Markdown with tables.</summary>
public static class AnalysisMarkdownWriter
{
    public static string Write(RuleAnalysis analysis)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(MarkdownSyntax.Escape(analysis.Title)).Append("\n\n`").Append(analysis.Id).Append("`\n");
        foreach (var section in AnalysisSection.Of(analysis))
        {
            text.Append("\n## ").Append(section.Title).Append('\n');
            if (section.Intro.Length > 0)
            {
                text.Append('\n').Append(MarkdownSyntax.Escape(section.Intro)).Append('\n');
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
            text.Append('\n').Append(MarkdownSyntax.Escape(note)).Append('\n');
        }

        text.Append("\n### ").Append(MarkdownSyntax.Escape(block.Title)).Append("\n\n").Append(MarkdownSyntax.Fenced(block.Kql));
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
        text.Append('|').AppendJoin('|', cells.Select(c => isRule ? c : $" {MarkdownSyntax.Escape(c)} ")).Append("|\n");
}

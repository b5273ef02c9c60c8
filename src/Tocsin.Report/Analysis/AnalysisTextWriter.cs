using System.Collections.Immutable;
using System.Text;
using Tocsin.Detections.Analysis;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Analysis;

/// <summary>An analysis for a terminal.</summary>
public static class AnalysisTextWriter
{
    /// <summary>Cells longer than this get lines of their own below the row.</summary>
    private const int WidestCell = 60;

    public static string Write(RuleAnalysis analysis)
    {
        var text = new StringBuilder();
        text.Append(Clean($"{analysis.Title} ({analysis.Id})")).Append('\n');
        foreach (var section in AnalysisSection.Of(analysis))
        {
            text.Append('\n').Append(section.Title).Append('\n').Append('-', section.Title.Length).Append('\n');
            if (section.Intro.Length > 0)
            {
                text.Append(Clean(section.Intro)).Append('\n');
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
            text.Append(Clean(note)).Append('\n');
        }

        text.Append(Clean(block.Title)).Append('\n');
        foreach (var line in block.Kql.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Append("    ").Append(Clean(line).TrimEnd()).Append('\n');
        }
    }

    private static void AppendTable(StringBuilder text, AnalysisSection section)
    {
        var columns = section.FilledColumns();
        var widths = columns.ToDictionary(c => c, c => section.Rows.Select(r => Clean(r[c]).Length).Append(section.Headers[c].Length).Where(w => w <= WidestCell).Max());
        AppendRow(text, section.Headers, section.Headers, columns, widths);
        foreach (var row in section.Rows)
        {
            AppendRow(text, row, section.Headers, columns, widths);
        }
    }

    private static void AppendRow(StringBuilder text, ImmutableArray<string> row, ImmutableArray<string> headers, List<int> columns, Dictionary<int, int> widths)
    {
        var line = new StringBuilder("  ");
        var below = new StringBuilder();
        foreach (var column in columns)
        {
            var cell = Clean(row[column]);
            if (cell.Length > WidestCell)
            {
                below.Append("      ").Append(headers[column]).Append(": ").Append(cell).Append('\n');
                cell = "↓";
            }

            line.Append(cell.PadRight(widths[column] + 2));
        }

        text.Append(line.ToString().TrimEnd()).Append('\n').Append(below);
    }

    private static string Clean(string text) => TerminalText.Neutralise(text.Replace("\t", "    ", StringComparison.Ordinal));
}

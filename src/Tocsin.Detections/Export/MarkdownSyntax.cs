using System.Text;

namespace Tocsin.Detections.Export;

/// <summary>Text and KQL within Markdown (https://spec.commonmark.org).</summary>
public static class MarkdownSyntax
{
    /// <summary>The text on one line, with nothing in it that means something to Markdown, its tables or HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '|' or '~' => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A piece of code within a line or a cell of a table: between more backticks than any run in it has.</summary>
    public static string Code(string code)
    {
        var fence = "`";
        while (code.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        var space = fence.Length > 1 ? " " : "";
        return fence + space + code.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal) + space + fence;
    }

    /// <summary>KQL as a block of code, behind a fence longer than any within.</summary>
    public static string Fenced(string kql)
    {
        var fence = "```";
        while (kql.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return $"{fence}kusto\n{kql.ReplaceLineEndings("\n").TrimEnd()}\n{fence}\n";
    }
}

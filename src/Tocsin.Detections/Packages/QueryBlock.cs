using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>A query out of a block of YAML.</summary>
internal static class QueryBlock
{
    /// <summary>The text without the blank lines around it and the indentation that all of its lines share.</summary>
    public static SourceText Of(SourceText query)
    {
        string[] lines = [.. query.Text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).SkipWhile(l => l.Length == 0)];
        var indent = lines.Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty().Min();
        return new SourceText(string.Join('\n', lines.Select(l => l.Length == 0 ? l : l[indent..])).TrimEnd() + "\n", query.Name);
    }
}

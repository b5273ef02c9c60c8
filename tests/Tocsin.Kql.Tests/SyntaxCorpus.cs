using System.Text;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Tests;

/// <summary>The cases under tests/corpus/syntax; a new case is a new file, no C#.</summary>
internal static class SyntaxCorpus
{
    public static string Folder { get; } = FindFolder();

    public static IEnumerable<string> Cases() => Directory
        .EnumerateFiles(Folder, "*.kql", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    public static SyntaxTree Parse(string relativePath)
    {
        var text = File.ReadAllText(Path.Combine(Folder, relativePath)).ReplaceLineEndings("\n");
        return SyntaxTree.Parse(new SourceText(text, relativePath));
    }

    /// <summary>One message a line: its place, id and text, then its hint.</summary>
    public static string Render(SyntaxTree tree)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in tree.Diagnostics)
        {
            var end = tree.Source.PositionAt(diagnostic.Span.End);
            var severity = diagnostic.Severity == DiagnosticSeverity.Warning ? "warning" : "error";
            text.Append($"{diagnostic.Position}-{end} {severity} {diagnostic.Id}: {diagnostic.Message}\n");
            if (diagnostic.Hint is { } hint)
            {
                text.Append($"    {hint}\n");
            }
        }

        return text.ToString();
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "corpus", "syntax");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/corpus/syntax stands in no folder above the test's.");
    }
}

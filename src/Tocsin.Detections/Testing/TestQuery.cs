using Tocsin.Detections.Packages;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing;

/// <summary>The query of a detection as a test runs it.</summary>
internal static class TestQuery
{
    /// <summary>The query with the values that the test sets in place of its own.</summary>
    public static SourceText Of(DetectionPackage package, DetectionTest test)
    {
        if (test.Settings.IsEmpty)
        {
            return package.Query;
        }

        var text = package.Query.Text;
        var lets = SyntaxTree.Parse(package.Query).Root.Statements.OfType<LetStatementSyntax>();
        foreach (var let in lets.OrderByDescending(l => l.Span.Start))
        {
            if (test.Settings.LastOrDefault(s => string.Equals(s.Name, let.Name.Text, StringComparison.Ordinal)) is { } setting)
            {
                text = string.Concat(text.AsSpan(0, let.Value.Span.Start), setting.Value, text.AsSpan(let.Value.Span.End));
            }
        }

        return new SourceText(text, package.Query.Name);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Tests;

/// <summary>Reads the spans off the printed tree: each lies inside the span of the node above it.</summary>
internal static partial class TreeSpans
{
    private const int DeepestIndent = 60;

    public static void Check(SyntaxTree tree)
    {
        var open = new Stack<(int Depth, int Start, int End)>();
        foreach (var line in SyntaxPrinter.Print(tree).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var indent = line.TakeWhile(c => c == ' ').Count() / 2;
            var match = Span().Match(line);
            var start = int.Parse(match.Groups["start"].ValueSpan, CultureInfo.InvariantCulture);
            var end = int.Parse(match.Groups["end"].ValueSpan, CultureInfo.InvariantCulture);
            while (open.TryPeek(out var above) && above.Depth >= indent && indent < DeepestIndent)
            {
                open.Pop();
            }

            if (indent < DeepestIndent && open.TryPeek(out var parent))
            {
                if (start < parent.Start || end > parent.End)
                {
                    throw new InvalidOperationException("The span leaves its parent's: " + line);
                }
            }

            open.Push((indent, start, end));
        }
    }


    [GeneratedRegex(@" \[(?<start>[0-9]+)\.\.(?<end>[0-9]+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();
}

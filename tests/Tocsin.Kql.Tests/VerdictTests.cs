using Shouldly;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Xunit;

namespace Tocsin.Kql.Tests;

/// <summary>
/// What Microsoft's parser says of each line of verdicts.tsv, recorded, and what ours says: <c>service</c>,
/// <c>ours</c> (<c>ok</c> or <c>bad</c>), the query with \n for a line end, and where the two differ the reason.
/// </summary>
public sealed class VerdictTests
{
    private const string Header = "service\tours\tquery\treason";

    [Fact]
    public void VerdictsAreAsRecorded()
    {
        var wrong = new List<string>();
        foreach (var line in Lines())
        {
            var columns = line.Split('\t');
            var query = columns[2].Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\t", "\t", StringComparison.Ordinal);
            var verdict = SyntaxTree.Parse(new SourceText(query)).Diagnostics.IsEmpty ? "ok" : "bad";
            if (!string.Equals(verdict, columns[1], StringComparison.Ordinal))
            {
                wrong.Add($"{verdict} rather than {columns[1]}: {columns[2]}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void EveryDifferenceFromTheServiceHasItsReason()
    {
        var unexplained = Lines().Select(line => line.Split('\t'))
            .Where(c => !string.Equals(c[0], c[1], StringComparison.Ordinal) && (c.Length < 4 || c[3].Length == 0))
            .Select(c => c[2]);
        unexplained.ShouldBeEmpty();
    }

    private static IEnumerable<string> Lines()
    {
        var lines = File.ReadAllLines(Path.Combine(SyntaxCorpus.Folder, "verdicts.tsv"));
        lines[0].ShouldBe(Header);
        return lines.Skip(1).Where(line => line.Length > 0);
    }
}

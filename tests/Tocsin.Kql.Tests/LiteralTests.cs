using Shouldly;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Kql.Tests;

/// <summary>literals.cases: <c>source ⇶ what the tree says</c>, or the message's id where the literal is refused.</summary>
public sealed class LiteralTests
{
    private const string Arrow = " ⇶ ";

    private static string CasesPath => Path.Combine(SyntaxCorpus.Folder, "literals.cases");

    [Fact]
    public void ValuesAreAsRecorded()
    {
        var lines = File.ReadAllLines(CasesPath);
        var actual = lines.Select(line => line.Split(Arrow) is [var source, _] ? source + Arrow + Read(source) : line).ToArray();
        if (Golden.IsUpdating)
        {
            File.WriteAllText(CasesPath, string.Join('\n', actual) + "\n");
            return;
        }

        actual.ShouldBe(lines);
    }

    private static string Read(string source)
    {
        var tree = SyntaxTree.Parse(new SourceText("print " + source));
        if (!tree.Diagnostics.IsEmpty)
        {
            return string.Join(' ', tree.Diagnostics.Select(d => d.Id));
        }

        var line = SyntaxPrinter.Print(tree).Split('\n')[4].Trim();
        return line[..line.LastIndexOf(" [", StringComparison.Ordinal)];
    }
}

using Shouldly;
using Tocsin.Kql.Syntax;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Kql.Tests;

public sealed class SyntaxGoldenTests
{
    public static TheoryData<string> Cases => [.. SyntaxCorpus.Cases()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TreeAndMessagesAreAsRecorded(string path)
    {
        var tree = SyntaxCorpus.Parse(path);
        Check(path, ".tree.txt", SyntaxPrinter.Print(tree));
        Check(path, ".diag.txt", SyntaxCorpus.Render(tree));
    }

    [Fact]
    public void EveryGoldenHasItsCase()
    {
        var orphans = Directory.EnumerateFiles(SyntaxCorpus.Folder, "*.txt", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".tree.txt", StringComparison.Ordinal) || path.EndsWith(".diag.txt", StringComparison.Ordinal))
            .Where(path => !File.Exists(path[..^".tree.txt".Length] + ".kql"));
        orphans.ShouldBeEmpty();
    }

    /// <summary>An empty answer has no file.</summary>
    private static void Check(string path, string extension, string actual)
    {
        var golden = Path.Combine(SyntaxCorpus.Folder, Path.ChangeExtension(path, null) + extension);
        if (!Golden.IsUpdating)
        {
            var expected = File.Exists(golden) ? File.ReadAllText(golden).ReplaceLineEndings("\n") : string.Empty;
            actual.ShouldBe(expected, $"{path}: UPDATE_GOLDEN=1 rewrites {extension} after a look at the difference.");
        }
        else if (actual.Length > 0)
        {
            File.WriteAllText(golden, actual);
        }
        else
        {
            File.Delete(golden);
        }
    }
}

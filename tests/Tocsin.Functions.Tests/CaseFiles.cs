using Shouldly;
using Xunit;

namespace Tocsin.Functions.Tests;

/// <summary>
/// Runs corpus/functions/*.cases. A line is <c>expression ⇶ expected</c>; an empty line or one that begins with // is skipped.
/// </summary>
public sealed class CaseFiles
{
    private const string Arrow = " ⇶ ";

    public static TheoryData<string> Files()
    {
        TheoryData<string> files = [];
        foreach (string path in Directory.EnumerateFiles(Folder, "*.cases").Order(StringComparer.Ordinal))
        {
            files.Add(Path.GetFileName(path));
        }

        return files;
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "corpus", "functions");

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryLineHolds(string file)
    {
        List<string> failures = [];
        int number = 0;
        foreach (string line in File.ReadLines(Path.Combine(Folder, file)))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            string[] sides = line.Split(Arrow);
            sides.Length.ShouldBe(2, $"{file}:{number}: one arrow a line");
            string expected = CaseValue.Show(CaseExpression.Evaluate(sides[1]));
            string actual = Run(sides[0]);
            if (!string.Equals(actual, expected, StringComparison.Ordinal))
            {
                failures.Add($"{file}:{number}: {sides[0]} gave {actual}, expected {expected}");
            }
        }

        failures.ShouldBeEmpty(string.Join('\n', failures));
    }

    private static string Run(string expression)
    {
        try
        {
            return CaseValue.Show(CaseExpression.Evaluate(expression));
        }
        catch (Exception fault) when (fault is not FormatException)
        {
            return fault.ToString();
        }
    }
}

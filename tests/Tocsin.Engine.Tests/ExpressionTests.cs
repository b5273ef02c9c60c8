using Shouldly;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// corpus/expressions/*.cases: lines of <c>expression ⇶ value</c>, each run as <c>print</c> through compiler and DuckDB.
/// </summary>
public sealed class ExpressionTests(EngineFixture engine)
{
    private const string Arrow = " ⇶ ";

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Corpus.PathOf("expressions"), "*.cases").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_line_holds(string file)
    {
        var failures = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(Corpus.PathOf("expressions", file)))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var sides = line.Split(Arrow);
            sides.Length.ShouldBe(2, $"{file}:{number}: one arrow a line");
            if (Difference(sides[0], ExpectedValue.Parse(sides[1].Trim())) is { } difference)
            {
                failures.Add($"{file}:{number}: {line}\n    {difference}");
            }
        }

        number.ShouldBeGreaterThan(0);
        failures.ShouldBeEmpty(string.Join('\n', failures));
    }

    private string? Difference(string expression, ExpectedValue expected)
    {
        try
        {
            var answer = Answer.Of(engine.Session, $"print v = {expression}");
            if (answer.Error is not null)
            {
                return answer.Text;
            }

            var (type, value) = (answer.Columns[0].Type, answer.Rows[0][0]);
            return expected.Type is { } wanted && wanted != type ? $"is of type {type}"
                : SameValue.Are(expected.Value, value) ? null
                : $"is {value.GetRawText()}";
        }
        catch (EngineFaultException e)
        {
            return $"internal error: {e.Message}";
        }
    }
}

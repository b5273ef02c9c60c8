using System.Globalization;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Testing;
using Tocsin.Detections.Testing.Funnels;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Testing;

/// <summary>The results of tests for people, a line a test, with what is behind each failure.</summary>
public sealed class TestReportWriter(TextWriter output, bool colour)
{
    private const string Indent = "          ";
    private const int StageWidth = 80;
    private const string Green = "\e[32m";
    private const string Red = "\e[31m";
    private const string Plain = "\e[0m";

    public void Begin(DetectionPackage package, int tests)
    {
        Line($"{package.Id}: {package.Title}{(tests == 0 ? " (no tests)" : "")}");
        output.Flush();
    }

    public void Write(TestResult result)
    {
        var (word, ansi) = result.Verdict switch
        {
            TestVerdict.Passed => ("ok", Green),
            TestVerdict.Failed => ("FAILED", Red),
            TestVerdict.Broken => ("BROKEN", Red),
        };
        var padding = new string(' ', 8 - word.Length);
        output.Write($"  {(colour ? $"{ansi}{word}{Plain}" : word)}{padding}{result.Test.Kind.Name(),-8} ");
        var file = result.Verdict == TestVerdict.Passed ? "" : $" ({result.Test.Source.Name})";
        Line($"{result.Test.Name}{file}");
        foreach (var line in result.Differences)
        {
            Line(Indent + line);
        }

        if (result.Funnel is { } funnel)
        {
            output.WriteLine();
            foreach (var line in Lines(funnel))
            {
                Line(line.Length == 0 ? "" : Indent + line);
            }

            output.WriteLine();
        }

        output.Flush();
    }

    public void End(TestTotals totals, TimeSpan elapsed)
    {
        output.WriteLine();
        Line(string.Create(CultureInfo.InvariantCulture, $"{Quantity.Of(totals.All, "test")}: {totals.Passed} passed, {totals.Failed} failed, {totals.Broken} broken in {elapsed.TotalSeconds:0.0} s"));
        output.Flush();
    }

    /// <summary>The funnel as lines of text.</summary>
    public static IEnumerable<string> Lines(Funnel funnel)
    {
        var following = funnel.Following.Length > 0 ? $"; followed: {funnel.Following}" : "";
        yield return $"Rows through the query{following}";
        foreach (var pipeline in funnel.Pipelines)
        {
            yield return Row(pipeline.Name, "rows", "followed");
            yield return Row($"     {pipeline.Source}", Number(pipeline.Rows), Number(pipeline.Followed));
            if (pipeline.Followed == 0 && pipeline.Stages.Length > 0)
            {
                // Where they ended stands above; the stages are all the same to them.
                yield return string.Create(CultureInfo.InvariantCulture, $"       {Quantity.Of(pipeline.Stages.Length, "stage")} that no followed row reaches; {pipeline.Stages[^1].RowsOut} rows come out");
                continue;
            }

            foreach (var stage in pipeline.Stages)
            {
                foreach (var line in Lines(stage))
                {
                    yield return line;
                }
            }
        }
    }

    private static IEnumerable<string> Lines(FunnelStage stage)
    {
        var indent = new string(' ', 2 * stage.Depth);
        var text = string.Create(CultureInfo.InvariantCulture, $"{stage.Number,4} {indent}| {stage.Text}");
        yield return Row(text, Number(stage.RowsOut), Number(stage.Followed)) + (stage.IsEnd ? "  <- the followed rows end here" : "");
        foreach (var miss in stage.Misses)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"       {indent}{miss.Nearest ?? miss.Condition}  ({miss.Passing} of {miss.Rows} rows meet it)");
        }
    }

    private static string Row(string text, string rows, string followed)
    {
        var fitted = TerminalText.Fit(text, StageWidth);
        return $"{fitted}{new string(' ', StageWidth - TerminalText.Width(fitted))}{rows,10}{followed,10}".TrimEnd();
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private void Line(string text) => output.WriteLine(TerminalText.Neutralise(text));
}

/// <summary>How many tests ended how.</summary>
public sealed record TestTotals(int Passed, int Failed, int Broken)
{
    public int All => Passed + Failed + Broken;

    /// <param name="unreadable">Test files that could not be read: they are broken tests too.</param>
    public static TestTotals Of(IReadOnlyCollection<TestResult> results, int unreadable) => new(
        results.Count(r => r.Verdict == TestVerdict.Passed),
        results.Count(r => r.Verdict == TestVerdict.Failed),
        results.Count(r => r.Verdict == TestVerdict.Broken) + unreadable);
}

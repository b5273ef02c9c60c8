using System.Globalization;
using Tocsin.Detections.Testing.Mutation;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Testing;

/// <summary>The results of mutation runs for people: what could go from a query without a test that notices.</summary>
public static class MutationReportWriter
{
    public static void Write(MutationResult result, TextWriter output)
    {
        Line(output, $"{result.Suite.Package.Id}: {TestReportWriter.Count(result.Mutants.Length, "mutant")}, {TestReportWriter.Count(result.Suite.Tests.Length, "test")}");
        foreach (var name in result.Unsound)
        {
            Line(output, $"  not run: '{name}' does not pass with the query as it is");
        }

        foreach (var (mutant, _, _) in result.Mutants.Where(m => m.Fate == MutantFate.Survived).OrderBy(m => m.Mutant.Kind))
        {
            Line(output, $"  {(mutant.Kind == MutantKind.Removed ? "SURVIVED" : "survived")}  {mutant.Description}");
        }

        Line(output, string.Create(
            CultureInfo.InvariantCulture,
            $"  conditions removed: {Killed(result, MutantKind.Removed)}; loosened: {Killed(result, MutantKind.Loosened)}"));
        output.Flush();
    }

    private static string Killed(MutationResult result, MutantKind kind)
    {
        var valid = result.Mutants.Where(m => m.Mutant.Kind == kind && m.Fate != MutantFate.Refused).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{valid.Count(m => m.Fate == MutantFate.Killed)} of {valid.Count} noticed");
    }

    private static void Line(TextWriter output, string text) => output.WriteLine(TerminalText.Neutralise(text));
}

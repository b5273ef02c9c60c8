using System.Globalization;
using Tocsin.Detections.Testing.Mutation;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Testing;

/// <summary>The results of mutation runs for people: what could go from a query without a test that notices.</summary>
public static class MutationReportWriter
{
    public static void Write(MutationResult result, TextWriter output)
    {
        // A mutant that does not bind is no query: nothing could notice it, and it counts nowhere.
        var valid = result.Mutants.Where(m => m.Fate != MutantFate.Refused).ToList();
        Line(output, $"{result.Suite.Package.Id}: {Quantity.Of(valid.Count, "mutant")}, {Quantity.Of(result.Suite.Tests.Length, "test")}");
        foreach (var name in result.Unsound)
        {
            Line(output, $"  not run: '{name}' does not pass with the query as it is");
        }

        foreach (var (mutant, _, _) in valid.Where(m => m.Fate == MutantFate.Survived).OrderBy(m => m.Mutant.Kind))
        {
            Line(output, $"  {(mutant.Kind == MutantKind.Removed ? "SURVIVED" : "survived")}  {mutant.Description}");
        }

        Line(output, string.Create(
            CultureInfo.InvariantCulture,
            $"  conditions removed: {Killed(valid, MutantKind.Removed)}; loosened: {Killed(valid, MutantKind.Loosened)}"));
        output.Flush();
    }

    private static string Killed(List<MutantResult> mutants, MutantKind kind)
    {
        var ofKind = mutants.Where(m => m.Mutant.Kind == kind).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{ofKind.Count(m => m.Fate == MutantFate.Killed)} of {ofKind.Count} noticed");
    }

    private static void Line(TextWriter output, string text) => output.WriteLine(TerminalText.Neutralise(text));
}

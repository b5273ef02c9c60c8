using System.Text;
using Tocsin.Kql.Results;

namespace Tocsin.Compiler.Printing;

/// <summary>The stages of a compilation as text: one result by itself, several each under a heading, after what they share.</summary>
public static class CompilationPrinter
{
    public static string PrintBound(Compilation compilation) =>
        Join([.. compilation.Bound.Results.Select((r, i) => (Heading(compilation, i), BoundPrinter.Print(r.Query)))]);

    public static string PrintPlan(Compilation compilation) => Join(
    [
        .. compilation.Kept.Select(t => (Shared(t), PlanPrinter.Print(t.Plan))),
        .. compilation.Results.Select((r, i) => (Heading(compilation, i), PlanPrinter.Print(r.Plan))),
    ]);

    public static string PrintSql(Compilation compilation) => Join(
    [
        .. compilation.Kept.Select(t => (Shared(t), t.SqlText)),
        .. compilation.Results.Select((r, i) => (Heading(compilation, i), r.SqlText)),
    ]);

    private static string Shared(CompiledTable table) => $"-- shared: {table.Name}";

    private static string Heading(Compilation compilation, int index) =>
        $"-- {ResultNames.Of(compilation.Bound.Results[index].Name, index)}";

    private static string Join(IReadOnlyList<(string Heading, string Text)> parts)
    {
        if (parts is [var only])
        {
            return only.Text;
        }

        var text = new StringBuilder();
        foreach (var (heading, part) in parts)
        {
            text.Append(text.Length == 0 ? string.Empty : "\n").Append(heading).Append('\n').Append(part.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}

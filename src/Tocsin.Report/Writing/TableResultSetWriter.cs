using System.Text;
using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>
/// Results as tables for people: several each under its name, or its number where it has none. How one asks to be drawn
/// stands below it.
/// </summary>
/// <param name="isSeveral">Whether the query has several results: a single one has no heading.</param>
public sealed class TableResultSetWriter(TableSurface surface, bool isSeveral) : IResultSetWriter
{
    private readonly TableResultWriter _table = new(surface);

    public void Write(IEnumerable<NamedResult> results, Stream output, CancellationToken cancellationToken)
    {
        var index = 0;
        foreach (var result in results)
        {
            if (isSeveral)
            {
                WriteLine(output, $"{(index == 0 ? string.Empty : "\n")}━━ {TerminalText.Neutralise(ResultNames.Of(result.Name, index))}");
            }

            _table.Write(result.Rows, output, cancellationToken);
            if (result.Render is { } render)
            {
                WriteLine(output, $"\n{ResultMembers.RenderForPeople(render)}");
            }

            index++;
        }
    }

    private static void WriteLine(Stream output, string text) => output.Write(Encoding.UTF8.GetBytes(text + "\n"));
}

using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>Writes the rows of each result in a format that has room for one.</summary>
public sealed class SingleResultWriter(IResultWriter writer) : IResultSetWriter
{
    public void Write(IEnumerable<NamedResult> results, Stream output, CancellationToken cancellationToken)
    {
        foreach (var result in results)
        {
            writer.Write(result.Rows, output, cancellationToken);
        }
    }
}

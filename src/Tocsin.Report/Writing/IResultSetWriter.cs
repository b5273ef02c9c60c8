using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>Writes all results of a query, in one of the output formats that have room for several.</summary>
public interface IResultSetWriter
{
    /// <exception cref="OperationCanceledException">The token was cancelled; the output is incomplete.</exception>
    void Write(IEnumerable<NamedResult> results, Stream output, CancellationToken cancellationToken);
}

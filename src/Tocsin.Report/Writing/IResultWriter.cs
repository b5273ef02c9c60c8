using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>Writes the rows of a result to a stream, in one of the output formats.</summary>
public interface IResultWriter
{
    /// <summary>Writes every row that is left; returns how many they were.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the output is incomplete.</exception>
    long Write(IRowReader rows, Stream output, CancellationToken cancellationToken);
}

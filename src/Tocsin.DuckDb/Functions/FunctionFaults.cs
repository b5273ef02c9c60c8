using System.Collections.Concurrent;

namespace Tocsin.DuckDb.Functions;

/// <summary>
/// What functions of ours threw, by connection. DuckDB carries only the message across its own frames;
/// the session that sees the query fail takes the exception from here.
/// </summary>
internal sealed class FunctionFaults
{
    private readonly ConcurrentDictionary<ulong, Exception> _thrown = new();

    /// <summary>Keeps the first exception of a query: the later ones are often its consequences.</summary>
    internal void Put(ulong connectionId, Exception exception) => _thrown.TryAdd(connectionId, exception);

    internal Exception? Take(ulong connectionId) => _thrown.TryRemove(connectionId, out Exception? exception) ? exception : null;
}

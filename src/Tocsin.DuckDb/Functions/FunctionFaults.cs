namespace Tocsin.DuckDb.Functions;

/// <summary>
/// What functions of ours threw, by connection. DuckDB carries only the message across its own frames;
/// the session that sees the query fail takes the exception from here.
/// </summary>
internal sealed class FunctionFaults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    /// <summary>Keeps the first exception of a query: the later ones are often its consequences.</summary>
    internal void Put(ulong connectionId, Exception exception)
    {
        lock (_gate)
        {
            if (!_faults.Exists(fault => fault.ConnectionId == connectionId))
            {
                _faults.Add(new Fault(connectionId, exception));
            }
        }
    }

    internal Exception? Take(ulong connectionId)
    {
        lock (_gate)
        {
            Fault? fault = _faults.Count == 0 ? null : _faults.Find(fault => fault.ConnectionId == connectionId);
            if (fault is not null)
            {
                _faults.Remove(fault);
            }

            return fault?.Exception;
        }
    }

    private sealed record Fault(ulong ConnectionId, Exception Exception);
}

namespace Tocsin.DuckDb.Functions;

/// <summary>
/// What functions of ours threw. DuckDB carries only the message across its own frames; the session that sees the
/// query fail takes the exception from here: by its connection, or where DuckDB does not tell a callback which
/// connection it serves, by the message.
/// </summary>
internal sealed class FunctionFaults
{
    /// <summary>Under which key an exception's data tell which function threw it.</summary>
    internal const string FunctionName = "function";

    private const int Capacity = 64;

    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private readonly HashSet<(ulong ConnectionId, string Text)> _notes = [];

    /// <summary>Keeps what a function has to say of the running query beside its results.</summary>
    internal void Note(ulong connectionId, string text)
    {
        lock (_gate)
        {
            if (_notes.Count < Capacity)
            {
                _notes.Add((connectionId, text));
            }
        }
    }

    /// <summary>What was said of a connection's last query, in no order.</summary>
    internal string[] Notes(ulong connectionId)
    {
        lock (_gate)
        {
            return [.. _notes.Where(note => note.ConnectionId == connectionId).Select(note => note.Text)];
        }
    }

    /// <summary>Keeps the first exception of a query: the later ones are often its consequences.</summary>
    internal void Put(ulong? connectionId, Exception exception)
    {
        lock (_gate)
        {
            if (connectionId is not null && _faults.Exists(fault => fault.ConnectionId == connectionId))
            {
                return;
            }

            if (_faults.Count == Capacity)
            {
                _faults.RemoveAt(0);
            }

            _faults.Add(new Fault(connectionId, exception));
        }
    }

    internal Exception? Take(ulong connectionId, string message)
    {
        lock (_gate)
        {
            int index = _faults.FindIndex(fault => fault.ConnectionId == connectionId);
            if (index < 0)
            {
                index = _faults.FindIndex(fault => fault.ConnectionId is null && fault.Message.Length > 0 && message.Contains(fault.Message, StringComparison.Ordinal));
            }

            if (index < 0)
            {
                return null;
            }

            Exception exception = _faults[index].Exception;
            _faults.RemoveAt(index);
            return exception;
        }
    }

    internal void Forget(ulong connectionId)
    {
        lock (_gate)
        {
            if (_faults.Count > 0)
            {
                _faults.RemoveAll(fault => fault.ConnectionId == connectionId);
            }

            if (_notes.Count > 0)
            {
                _notes.RemoveWhere(note => note.ConnectionId == connectionId);
            }
        }
    }

    /// <summary>The message as DuckDB was told it.</summary>
    internal static string MessageOf(Exception exception)
    {
        try
        {
            // A zero would end the text.
            return exception.Message.Replace('\0', ' ');
        }
        catch (Exception)
        {
            return exception.GetType().Name;
        }
    }

    private sealed record Fault(ulong? ConnectionId, Exception Exception)
    {
        internal string Message { get; } = MessageOf(Exception);
    }
}

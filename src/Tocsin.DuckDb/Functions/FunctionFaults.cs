namespace Tocsin.DuckDb.Functions;

/// <summary>
/// What functions of ours threw or had to say of the running query. DuckDB carries only the message of an exception across
/// its own frames; the session that sees the query fail takes the exception from here.
/// </summary>
internal sealed class FunctionFaults
{
    /// <summary>Under which key an exception's data tell which function threw it.</summary>
    internal const string FunctionName = "function";

    private const int MostNotes = 64;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _notes = new(StringComparer.Ordinal);
    private Exception? _first;

    /// <summary>Keeps what a function has to say of the running query beside its results.</summary>
    internal void Note(string text)
    {
        lock (_gate)
        {
            if (_notes.Count < MostNotes)
            {
                _notes.Add(text);
            }
        }
    }

    /// <summary>What was said of the last query, in no order.</summary>
    internal string[] Notes()
    {
        lock (_gate)
        {
            return [.. _notes];
        }
    }

    /// <summary>Keeps the first exception of a query: the later ones are often its consequences.</summary>
    internal void Put(Exception exception)
    {
        lock (_gate)
        {
            _first ??= exception;
        }
    }

    internal Exception? Take()
    {
        lock (_gate)
        {
            Exception? exception = _first;
            _first = null;
            return exception;
        }
    }

    /// <summary>Forgets the last query.</summary>
    internal void Forget()
    {
        lock (_gate)
        {
            _first = null;
            _notes.Clear();
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
}

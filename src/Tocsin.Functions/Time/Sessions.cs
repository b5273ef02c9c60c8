namespace Tocsin.Functions.Time;

/// <summary>
/// Cuts a sequence of datetimes into sessions (https://learn.microsoft.com/kusto/query/row-window-session-function).
/// A value starts one where it is that far or farther from the session's start or from the value before it.
/// </summary>
/// <param name="maxFromFirst">Ticks from a session's start at which the next begins.</param>
/// <param name="maxBetween">Ticks between two values at which the next begins.</param>
public sealed class Sessions(long maxFromFirst, long maxBetween)
{
    private long? _start;
    private long? _previous;

    /// <summary>The start of the session that the next value is in; null for a null value, after which a session starts.</summary>
    public long? Next(long? value, bool isRestart)
    {
        if (value is not { } now)
        {
            _start = null;
        }
        else if (isRestart || _start is not { } start || (Int128)now - start >= maxFromFirst || (_previous is { } previous && (Int128)now - previous >= maxBetween))
        {
            _start = now;
        }

        _previous = value;
        return _start;
    }
}

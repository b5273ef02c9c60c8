using Tocsin.DuckDb.Functions;

namespace Tocsin.DuckDb.Handles;

/// <summary>A database that closes with the last session on it.</summary>
internal sealed class SharedDatabase(DatabaseHandle handle)
{
    private int _sessions;

    internal DatabaseHandle Handle { get; } = handle;

    internal FunctionFaults Faults { get; } = new();

    internal void Retain() => Interlocked.Increment(ref _sessions);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _sessions) == 0)
        {
            Handle.Dispose();
        }
    }
}

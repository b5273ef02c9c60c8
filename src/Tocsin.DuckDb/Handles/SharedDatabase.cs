using Tocsin.DuckDb.Functions;

namespace Tocsin.DuckDb.Handles;

/// <summary>A database that closes with the last session on it.</summary>
internal sealed class SharedDatabase(DatabaseHandle handle, long? memoryLimit)
{
    private int _sessions;

    internal DatabaseHandle Handle { get; } = handle;

    internal FunctionFaults Faults { get; } = new();

    internal FunctionMemory Memory { get; } = new(memoryLimit);

    /// <summary>Whether one session alone is on the database.</summary>
    internal bool IsUnshared => Volatile.Read(ref _sessions) == 1;

    internal void Retain() => Interlocked.Increment(ref _sessions);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _sessions) == 0)
        {
            Handle.Dispose();
            Memory.Release();
        }
    }
}

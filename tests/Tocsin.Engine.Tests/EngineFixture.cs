using Tocsin.Engine.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Tocsin.Engine.Tests;

/// <summary>An engine within bounds, and one session without data that the cases share.</summary>
public sealed class EngineFixture : IDisposable
{
    private readonly Lazy<IEngineSession> _session = new(() => Open(new DataRequest([], [], Now)));

    /// <summary>The clock of the cases.</summary>
    public static DateTime Now { get; } = new(2026, 2, 11, 12, 0, 0, DateTimeKind.Utc);

    internal IEngineSession Session => _session.Value;

    public static IEngineSession Open(DataRequest request) =>
        new DuckDbEngine(new EngineOptions(MemoryLimit: 1L << 30, Threads: 2)).Open(request, new Progress<string>(), CancellationToken.None);

    public void Dispose()
    {
        if (_session.IsValueCreated)
        {
            _session.Value.Dispose();
        }
    }
}

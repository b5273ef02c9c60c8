using Tocsin.Engine.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Tocsin.Engine.Tests;

/// <summary>An engine within bounds, and one session without data that the cases share.</summary>
public sealed class EngineFixture : IDisposable
{
    private readonly Lazy<IEngineSession> _session = new(() => Open(new DataRequest([], [], Now)));

    private readonly Lazy<IEngineSession> _unrewritten = new(() => Open(new DataRequest([], [], Now), isRewriting: false));

    /// <summary>The clock of the cases.</summary>
    public static DateTime Now { get; } = new(2026, 2, 11, 12, 0, 0, DateTimeKind.Utc);

    internal IEngineSession Session => _session.Value;

    /// <summary>The same without the rewrites of plans.</summary>
    internal IEngineSession Unrewritten => _unrewritten.Value;

    public static IEngineSession Open(DataRequest request, bool isRewriting = true) =>
        new DuckDbEngine(new EngineOptions(MemoryLimit: 1L << 30, Threads: 2) { IsRewriting = isRewriting }).Open(request, new Progress<string>(), CancellationToken.None);

    public void Dispose()
    {
        foreach (var session in new[] { _session, _unrewritten }.Where(s => s.IsValueCreated))
        {
            session.Value.Dispose();
        }
    }
}

using Tocsin.Engine.Tests;
using Tocsin.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Tocsin.Engine.Tests;

/// <summary>An engine within bounds, and one session without data that the cases share.</summary>
public sealed class EngineFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<IEngineSession> _session;
    private readonly Lazy<IEngineSession> _unrewritten;

    public EngineFixture()
    {
        var request = new DataRequest([], [], Now) { GeoDatabase = Path.Combine(_folder.Path, "places.mmdb"), UserAgents = Corpus.PathOf("user-agents", "patterns.yaml"), Functions = [Corpus.PathOf("errors", "functions")] };
        File.WriteAllBytes(request.GeoDatabase, new MaxMindFile()
            .Add("20.53.0.0/16", MaxMindFile.City("Australia", "New South Wales", "Sydney", -33.8715, 151.2006))
            .Add("1.1.1.0/24", MaxMindFile.City("Australia", null, null, -33.494, 143.2104))
            .Add("2a03:2880::/32", MaxMindFile.City("United States", "Florida", "Boca Raton", 26.3594, -80.0771))
            .ToArray());
        _session = new(() => Open(request));
        _unrewritten = new(() => Open(request, isRewriting: false));
    }

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

        _folder.Dispose();
    }
}

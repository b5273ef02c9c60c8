using System.Collections.Immutable;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;

namespace Tocsin.Telemetry.Loading;

/// <summary>What was found under the paths. Disposing it removes unpacked and transcoded copies.</summary>
public sealed class TelemetrySet : IDisposable
{
    private readonly TemporaryStore _store;

    internal TelemetrySet(
        ImmutableArray<TelemetryReading> readings,
        ImmutableArray<SkippedFile> skipped,
        ImmutableArray<TelemetryDiagnostic> diagnostics,
        TemporaryStore store,
        TelemetryOptions options)
    {
        Readings = readings;
        Skipped = skipped;
        Diagnostics = diagnostics;
        Options = options;
        _store = store;
    }

    public ImmutableArray<TelemetryReading> Readings { get; }

    /// <summary>Files that are not read, each with the reason.</summary>
    public ImmutableArray<SkippedFile> Skipped { get; }

    public ImmutableArray<TelemetryDiagnostic> Diagnostics { get; }

    internal TelemetryOptions Options { get; }

    internal TemporaryStore Store => _store;

    public void Dispose() => _store.Dispose();
}

public sealed record SkippedFile(string Path, string Reason);

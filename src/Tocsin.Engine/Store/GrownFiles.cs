using System.Collections.Immutable;
using Tocsin.Engine.Sources;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Store;

namespace Tocsin.Engine.Store;

/// <summary>Of the files that are to be taken in, those that the store took when they were shorter.</summary>
internal sealed class GrownFiles(TelemetryStore store, TemporaryFolder copies)
{
    private readonly ILookup<string, StoreSource> _earlier = store.Manifests.SelectMany(m => m.Sources).ToLookup(s => s.Path, StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    /// <summary>Full path → what is new of the file.</summary>
    public ImmutableDictionary<string, string> Copies { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>One for each file that is left out.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether the file is to be read: whole, or what is new of it.</summary>
    public bool Take(StoreSource source)
    {
        var earlier = source.Path is TelemetryCatalog.StandardInput
            ? null
            : _earlier[source.Path].OrderByDescending(s => s.Bytes).FirstOrDefault(s => GrownFile.HasGrown(source.Path, s));
        if (earlier is null)
        {
            return true;
        }

        var copy = copies.NewPath();
        if (GrownFile.TryWriteNew(source.Path, earlier, copy))
        {
            Copies = Copies.Add(source.Path, copy);
            return true;
        }

        _warnings.Add($"'{source.Path}' has grown since the store took it, and what is new cannot be told apart; it is left out. Ingest logs of this kind when they are closed, or all of them into a new store.");
        return false;
    }
}

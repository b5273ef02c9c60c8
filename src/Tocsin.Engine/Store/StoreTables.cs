using System.Collections.Immutable;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Store;

namespace Tocsin.Engine.Store;

/// <summary>A store's tables beside those of files.</summary>
internal static class StoreTables
{
    /// <exception cref="UnreadableDataException">There is no store, or it is damaged.</exception>
    public static LoadedTelemetry Add(LoadedTelemetry loaded, string? folder)
    {
        if (folder is null)
        {
            return loaded;
        }

        var tables = ExistingStore.Read(folder, () => loaded.Tables.Concat(Whole(folder).Tables()).GroupBy(t => t.Schema.Name, StringComparer.Ordinal)
            .Select(g => LoadedTable.Of(g.SelectMany(t => t.Sources))).ToImmutableArray());
        return loaded with { Tables = tables };
    }

    /// <summary>What the database says of a file that is damaged may be anything: it is the store's fault, not ours, where a file was changed.</summary>
    /// <exception cref="UnreadableDataException">A file of the store is not what was written.</exception>
    public static void RequireSound(string? folder, Exception fault, CancellationToken cancellation)
    {
        if (folder is not null && StoreCare.Verify(folder, cancellation) is { IsWhole: false } condition)
        {
            throw new UnreadableDataException(
                $"The store '{folder}' cannot be read: '{condition.Changed.Concat(condition.Missing).First()}' is damaged. 'tocsin store verify {folder}' says what else is; put copies back, or ingest into a new store.",
                fault);
        }
    }

    /// <summary>The store with all its files there. A prune that ended while the manifests were read is seen the second time.</summary>
    private static TelemetryStore Whole(string folder)
    {
        var store = TelemetryStore.Open(folder);
        store = store.Missing() is null ? store : TelemetryStore.Open(folder);
        return store.Missing() is { } missing
            ? throw new InvalidDataException($"'{missing.Path}' is missing. 'tocsin store verify {folder}' says what else is; put copies back, or ingest into a new store.")
            : store;
    }
}

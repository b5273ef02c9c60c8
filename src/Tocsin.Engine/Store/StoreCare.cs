using Tocsin.Telemetry.Store;

namespace Tocsin.Engine.Store;

/// <param name="First">The earliest event, null where no row has a time.</param>
public sealed record StoredTable(string Name, long Rows, int Days, int Files, DateTime? First, DateTime? Last);

public sealed record StoreOverview(IReadOnlyList<StoredTable> Tables, int Sources, int Runs);

/// <summary>What the commands ask of a store beside its rows.</summary>
public static class StoreCare
{
    /// <exception cref="UnreadableDataException">There is no store, or it is damaged.</exception>
    public static StoreOverview Open(string folder)
    {
        var store = Existing(folder);
        var tables = store.Files.GroupBy(f => f.Table, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new StoredTable(
            g.Key, g.Sum(f => f.Rows), g.Select(f => f.Day).Distinct().Count(), g.Count(), Instant(g.Min(f => f.First)), Instant(g.Max(f => f.Last))));
        return new StoreOverview([.. tables], store.Manifests.Sum(m => m.Sources.Count), store.Manifests.Count);
    }

    /// <summary>Files that are missing, changed, or begun and never acknowledged.</summary>
    public static IReadOnlyList<string> Verify(string folder, CancellationToken cancellation)
    {
        var store = Existing(folder);
        var faults = new List<string>();
        foreach (var file in store.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(store.Folder, file.Path);
            if (!File.Exists(path))
            {
                faults.Add($"missing  {file.Path}");
            }
            else if (!TelemetryStore.HashOf(path).Equals(file.Sha256, StringComparison.Ordinal))
            {
                faults.Add($"changed  {file.Path}");
            }
        }

        return faults;
    }

    /// <summary>
    /// Removes the days before the given one; returns the number of files. Manifests forget them before the files go, and
    /// keep the sources: what was pruned does not come back with the same file.
    /// </summary>
    public static int Prune(string folder, DateOnly before)
    {
        Existing(folder);
        try
        {
            using var held = TelemetryStore.Lock(folder);
            var store = TelemetryStore.Open(folder);
            StoreFile[] old = [.. store.Files.Where(f => f.Day < before)];
            foreach (var manifest in store.Manifests.Where(m => m.Files.Any(f => f.Day < before)))
            {
                store.Commit(manifest with { Files = [.. manifest.Files.Where(f => !(f.Day < before))] });
            }

            foreach (var file in old)
            {
                File.Delete(Path.Combine(store.Folder, file.Path));
            }

            return old.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"The store '{folder}' cannot be written: {e.Message}", e);
        }
    }

    private static TelemetryStore Existing(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UnreadableDataException($"The store '{folder}' does not exist.");
        }

        try
        {
            return TelemetryStore.Open(folder);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"The store '{folder}' cannot be read: {e.Message}", e);
        }
    }

    private static DateTime? Instant(long? ticks) => ticks is { } value ? new DateTime(value, DateTimeKind.Utc) : null;
}

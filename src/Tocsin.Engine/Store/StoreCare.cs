using Tocsin.Telemetry.Store;

namespace Tocsin.Engine.Store;

/// <param name="First">The earliest event, null where no row has a time.</param>
public sealed record StoredTable(string Name, long Rows, int Days, int Files, DateTime? First, DateTime? Last);

/// <param name="Missing">Files that manifests name and that are not there.</param>
/// <param name="Changed">Files whose bytes are not those that were written.</param>
/// <param name="Extra">Files that no manifest names: no reader sees them, and the next ingest removes them.</param>
public sealed record StoreCondition(IReadOnlyList<string> Missing, IReadOnlyList<string> Changed, IReadOnlyList<string> Extra)
{
    public bool IsWhole => Missing.Count + Changed.Count == 0;
}

public sealed record PrunedTable(string Name, int Days, DateOnly First, DateOnly Last, long Rows, int Files);

public sealed record StoreOverview(IReadOnlyList<StoredTable> Tables, int Sources, int Runs);

/// <summary>What the commands ask of a store beside its rows.</summary>
public static class StoreCare
{
    /// <exception cref="UnreadableDataException">There is no store, or it is damaged.</exception>
    public static StoreOverview Open(string folder)
    {
        var store = ExistingStore.Open(folder);
        var tables = store.Files.GroupBy(f => f.Table, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new StoredTable(
            g.Key, g.Sum(f => f.Rows), g.Select(f => f.Day).Distinct().Count(), g.Count(), Instant(g.Min(f => f.First)), Instant(g.Max(f => f.Last))));
        return new StoreOverview([.. tables], store.Manifests.Sum(m => m.Sources.Count), store.Manifests.Count);
    }

    /// <summary>Compares every file with its checksum.</summary>
    public static StoreCondition Verify(string folder, CancellationToken cancellation)
    {
        var store = ExistingStore.Open(folder);
        var missing = new List<string>();
        var changed = new List<string>();
        foreach (var file in store.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(store.Folder, file.Path);
            if (!File.Exists(path))
            {
                missing.Add(file.Path);
            }
            else if (!TelemetryStore.HashOf(path).Equals(file.Sha256, StringComparison.Ordinal))
            {
                changed.Add(file.Path);
            }
        }

        var extra = store.Leftovers().Select(p => Path.GetRelativePath(store.Folder, p).Replace('\\', '/')).Order(StringComparer.Ordinal);
        return new StoreCondition(missing, changed, [.. extra]);
    }

    /// <summary>
    /// Removes the days before the given one, each with all its rows; rows without a time stay. Manifests forget files before
    /// these go, and keep the sources: what was pruned does not come back with the same file.
    /// </summary>
    /// <returns>What was removed, by table.</returns>
    public static IReadOnlyList<PrunedTable> Prune(string folder, DateOnly before)
    {
        ExistingStore.Open(folder);
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
                Remove(Path.Combine(store.Folder, file.Path));
            }

            return
            [
                .. old.GroupBy(f => f.Table, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new PrunedTable(g.Key, g.Select(f => f.Day!.Value).Distinct().Count(), g.Min(f => f.Day!.Value), g.Max(f => f.Day!.Value), g.Sum(f => f.Rows), g.Count())),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UnreadableDataException($"The store '{folder}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The file, and the day's folder once it is empty.</summary>
    private static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        if (Path.GetDirectoryName(path) is { } day && Directory.Exists(day) && !Directory.EnumerateFileSystemEntries(day).Any())
        {
            Directory.Delete(day);
        }
    }

    private static DateTime? Instant(long? ticks) => ticks is { } value ? new DateTime(value, DateTimeKind.Utc) : null;
}

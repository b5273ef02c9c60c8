using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Store;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Stores that lie among the files of a folder, as in <c>tocsin ingest . --store ./store</c>: read as files, their rows
/// would be there twice, and those too that were never acknowledged.
/// </summary>
internal sealed class StoreFolders
{
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>Whether any was found.</summary>
    public bool HasFound { get; private set; }

    /// <summary>The files that are in no store; a store's file that the path names itself, or a pattern begins in, stays.</summary>
    public List<string> LeftOut(List<string> files, string path, ICollection<TelemetryDiagnostic> diagnostics)
    {
        if (files is [var only] && only.Equals(path, StringComparison.Ordinal))
        {
            return files;
        }

        var root = Root(path);
        var stores = files.Select(f => Store(Path.GetDirectoryName(f) ?? string.Empty, root)).ToArray();
        foreach (var store in stores.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            HasFound = true;
            diagnostics.Add(TelemetryDescriptors.IsStore.For(store));
        }

        return HasFound ? [.. files.Where((_, i) => stores[i] is null)] : files;
    }

    /// <summary>The innermost store that holds the folder, from the root on; null where there is none.</summary>
    private string? Store(string folder, string root)
    {
        if (_known.TryGetValue(folder, out var known))
        {
            return known;
        }

        var isBelow = folder.Length > root.Length && Path.GetDirectoryName(folder) is not null;
        var store = TelemetryStore.IsStore(folder) ? folder : isBelow ? Store(Path.GetDirectoryName(folder)!, root) : null;
        _known[folder] = store;
        return store;
    }

    /// <summary>What the files of the path have before any part that is a pattern.</summary>
    private static string Root(string path)
    {
        if (Directory.Exists(path))
        {
            return Path.TrimEndingDirectorySeparator(path);
        }

        var parts = path.Split(Path.DirectorySeparatorChar).TakeWhile(p => p.AsSpan().IndexOfAny('*', '?') < 0);
        return string.Join(Path.DirectorySeparatorChar, parts);
    }
}

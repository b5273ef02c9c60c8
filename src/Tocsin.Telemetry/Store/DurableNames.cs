using System.Runtime.InteropServices;

namespace Tocsin.Telemetry.Store;

/// <summary>
/// Brings the names in folders to the disk. A file's own flush keeps its bytes; that it has a name is its folder's, which
/// .NET cannot flush. Windows' file systems keep names by themselves.
/// </summary>
internal static partial class DurableNames
{
    private const string Library = "libc";
    private const int ReadOnly = 0;

    /// <summary>The folders and those above them up to the root, each once. What a file system cannot flush it keeps in its own way.</summary>
    public static void Keep(string root, IEnumerable<string> folders)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            for (var at = folder; at is not null && at.Length >= root.Length && kept.Add(at); at = Path.GetDirectoryName(at))
            {
                Flush(at);
            }
        }
    }

    private static void Flush(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor >= 0)
        {
            _ = Synchronise(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport(Library, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronise(int descriptor);

    [LibraryImport(Library, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}

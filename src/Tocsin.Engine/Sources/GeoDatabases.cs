using System.Text;
using Tocsin.Functions.Network;

namespace Tocsin.Engine.Sources;

/// <summary>Databases of addresses in MaxMind's format that the user gives. Each is read once for all threads, and anew when its file has changed.</summary>
internal static class GeoDatabases
{
    private const long LargestFile = 1L << 30;

    private static readonly Lock Gate = new();

    private static readonly Dictionary<string, (DateTime Written, MaxMindDatabase Database)> Known = new(StringComparer.Ordinal);

    /// <summary>The database in a file.</summary>
    /// <exception cref="UnreadableDataException">There is no such file, or it holds no such database.</exception>
    public static MaxMindDatabase Open(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new UnreadableDataException($"The database of addresses cannot be read: there is no file '{path}'.");
            }

            lock (Gate)
            {
                if (!Known.TryGetValue(file.FullName, out var known) || known.Written != file.LastWriteTimeUtc)
                {
                    known = (file.LastWriteTimeUtc, Read(path, file.Length));
                    Known[file.FullName] = known;
                }

                return known.Database;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"The database of addresses cannot be read from '{path}': {e.Message}", e);
        }
    }

    /// <summary>The database that a compiled query names by its path.</summary>
    public static MaxMindDatabase Open(ReadOnlySpan<byte> path) => Open(Encoding.UTF8.GetString(path));

    private static MaxMindDatabase Read(string path, long length)
    {
        if (length > LargestFile)
        {
            throw new UnreadableDataException($"The database of addresses cannot be read from '{path}': it is larger than 1 GB.");
        }

        var (database, error) = MaxMindDatabase.Read(File.ReadAllBytes(path));
        return database ?? throw new UnreadableDataException($"The database of addresses cannot be read from '{path}': {error}.");
    }
}

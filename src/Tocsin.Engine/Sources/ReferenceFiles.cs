using System.Text;

namespace Tocsin.Engine.Sources;

/// <summary>Files of the user's that functions look things up in. Each is read once for all threads, and anew when it has changed.</summary>
/// <param name="what">What such a file holds, as a message begins.</param>
/// <param name="largest">How many bytes it may have.</param>
/// <param name="read">Makes what is looked up from the path and the content.</param>
internal sealed class ReferenceFiles<T>(string what, long largest, Func<string, byte[], T> read)
    where T : class
{
    private readonly Lock _gate = new();

    private readonly Dictionary<string, (DateTime Written, T Content)> _known = new(StringComparer.Ordinal);

    /// <summary>What a file holds.</summary>
    /// <exception cref="UnreadableDataException">There is no such file, or it cannot be read.</exception>
    public T Open(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new UnreadableDataException($"{what} cannot be read: there is no file '{path}'.");
            }

            lock (_gate)
            {
                if (!_known.TryGetValue(file.FullName, out var known) || known.Written != file.LastWriteTimeUtc)
                {
                    known = (file.LastWriteTimeUtc, Read(path, file.Length));
                    _known[file.FullName] = known;
                }

                return known.Content;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"{what} cannot be read from '{path}': {e.Message}", e);
        }
    }

    /// <summary>What the file holds that a compiled query names by its path.</summary>
    public T Open(ReadOnlySpan<byte> path) => Open(Encoding.UTF8.GetString(path));

    private T Read(string path, long length) => length <= largest
        ? read(path, File.ReadAllBytes(path))
        : throw new UnreadableDataException($"{what} cannot be read from '{path}': it is larger than {largest >> 20} MB.");
}

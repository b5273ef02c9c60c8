using System.Security.Cryptography;
using Tocsin.Telemetry.Store;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Files that are another's bytes over again, as a second download or a backup beside it is: what they tell of happened once.
/// </summary>
internal static class FileCopies
{
    private const int HeadLength = 4096;

    /// <summary>The copies, each with the file of the shortest name that it is a copy of. Only files of equal length and beginning are read.</summary>
    public static Dictionary<string, string> Find(IEnumerable<string> paths)
    {
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var alike in paths.Where(p => p is not InputExpander.StandardInput).GroupBy(Length).Where(g => g.Key > 0 && g.Skip(1).Any()))
        {
            foreach (var same in alike.GroupBy(Head, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).SelectMany(g => g.GroupBy(Whole, StringComparer.Ordinal)).Where(g => g.Key.Length > 0))
            {
                var original = same.OrderBy(p => p.Length).ThenBy(p => p, StringComparer.Ordinal).First();
                foreach (var copy in same.Where(p => p != original))
                {
                    copies.Add(copy, original);
                }
            }
        }

        return copies;
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static string Head(string path) => Hashed(path, HashOfHead);

    private static string Whole(string path) => Hashed(path, TelemetryStore.HashOf);

    private static string HashOfHead(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[HeadLength];
        var length = file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        return Convert.ToHexString(SHA256.HashData(head.AsSpan(0, length)));
    }

    /// <summary>What cannot be read is no copy; reading it for its events says why.</summary>
    private static string Hashed(string path, Func<string, string> hash)
    {
        try
        {
            return hash(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}

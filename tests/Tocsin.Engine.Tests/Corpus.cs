using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tocsin.Engine.Tests;

/// <summary>Where the cases are: read from the repository, so that adding one needs no build.</summary>
internal static class Corpus
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Source(), "..", "..", ".."));

    public static string PathOf(params string[] parts) => Path.Combine([Root, "tests", "corpus", .. parts]);

    /// <summary>Material that stands beside the repository on the founders' machines; null where it is absent.</summary>
    public static string? Shared(params string[] parts)
    {
        var path = Path.Combine([Root, "..", "shared", .. parts]);
        var nested = Path.Combine([Root, "..", "..", "shared", .. parts]);
        return Exists(path) ? path : Exists(nested) ? nested : null;
    }

    public static IEnumerable<JsonElement> Lines(string path) =>
        File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement);

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static string Source([CallerFilePath] string file = "") => file;
}

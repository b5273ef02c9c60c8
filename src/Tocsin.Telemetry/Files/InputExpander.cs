using System.IO.Enumeration;
using Tocsin.Telemetry.Diagnostics;

namespace Tocsin.Telemetry.Files;

/// <summary>Paths, folders (recursively) and patterns → files, each once, in ordinal order of their paths.</summary>
internal static class InputExpander
{
    /// <summary>Stands for standard input; a file of that name is ./-.</summary>
    public const string StandardInput = "-";

    private static readonly EnumerationOptions Recursive = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.System | FileAttributes.Hidden | FileAttributes.ReparsePoint,
    };

    public static IReadOnlyList<string> Expand(IEnumerable<string> paths, ICollection<TelemetryDiagnostic> diagnostics)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        var stores = new StoreFolders();
        foreach (var path in paths)
        {
            var found = stores.LeftOut(ExpandOne(path), path, diagnostics);
            if (found.Count == 0 && !stores.HasFound)
            {
                diagnostics.Add((Directory.Exists(path) ? TelemetryDescriptors.Empty : TelemetryDescriptors.PathNotFound).For(path));
            }

            files.AddRange(found.Where(f => seen.Add(Path.GetFullPath(f))));
        }

        return files;
    }

    private static List<string> ExpandOne(string path)
    {
        // A file may be named like a pattern; what exists wins.
        if (path is StandardInput || File.Exists(path))
        {
            return [path];
        }

        if (Directory.Exists(path))
        {
            return Sorted(Directory.EnumerateFiles(path, "*", Recursive));
        }

        return path.AsSpan().IndexOfAny('*', '?') < 0 ? [] : Sorted(Matches(path));
    }

    private static List<string> Sorted(IEnumerable<string> files) => [.. files.Order(StringComparer.Ordinal)];

    /// <summary><c>*</c> and <c>?</c> stay within one name; <c>**</c> as a whole name matches any number of folders.</summary>
    private static IEnumerable<string> Matches(string pattern)
    {
        var parts = pattern.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var root = Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : string.Empty;
        IEnumerable<string> folders = [root];
        var first = root.Length == 0 ? 0 : 1;
        for (var i = first; i < parts.Length - 1; i++)
        {
            var part = parts[i];
            folders = part switch
            {
                "" => folders,
                "**" => folders.SelectMany(f => Enumerable.Repeat(f, 1).Concat(Folders(f, "*", recursive: true))),
                _ when part.AsSpan().IndexOfAny('*', '?') >= 0 => folders.SelectMany(f => Folders(f, part, recursive: false)),
                _ => folders.Select(f => Path.Combine(f, part)).Where(Directory.Exists),
            };
        }

        var name = parts[^1];
        return name.Equals("**", StringComparison.Ordinal)
            ? folders.SelectMany(f => Directory.EnumerateFiles(Here(f), "*", Recursive))
            : folders.SelectMany(f => Names(f, name, Directory.EnumerateFiles));
    }

    private static IEnumerable<string> Folders(string folder, string pattern, bool recursive) => recursive
        ? Directory.EnumerateDirectories(Here(folder), "*", Recursive)
        : Names(folder, pattern, Directory.EnumerateDirectories);

    private static IEnumerable<string> Names(string folder, string pattern, Func<string, IEnumerable<string>> enumerate) =>
        enumerate(Here(folder)).Where(f => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(f), ignoreCase: false))
            .Select(f => folder.Length == 0 ? Path.GetFileName(f) : f);

    private static string Here(string folder) => folder.Length == 0 ? "." : folder;
}

using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>The files of one package. Names are relative to its folder.</summary>
/// <param name="path">The folder as the user wrote it: messages name files below it.</param>
internal sealed class PackageFolder(string path)
{
    public string Path { get; } = path;

    public static bool IsInside(string name) =>
        !System.IO.Path.IsPathRooted(name) && !name.Split('/', '\\').Contains("..", StringComparer.Ordinal);

    /// <exception cref="IOException">The file is not there, or in an encoding that <see cref="SourceFile"/> does not read.</exception>
    public SourceText Read(string name) => SourceFile.Read(System.IO.Path.Combine(Path, name));

    public SourceText? ReadIfThere(string name) => File.Exists(System.IO.Path.Combine(Path, name)) ? Read(name) : null;

    /// <summary>The names of the files of a folder inside, in order; none where it is not there.</summary>
    public IEnumerable<string> FilesIn(string folder, string pattern)
    {
        var whole = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(whole)
            ? Directory.EnumerateFiles(whole, pattern).Select(f => $"{folder}/{System.IO.Path.GetFileName(f)}").Order(StringComparer.Ordinal)
            : [];
    }
}

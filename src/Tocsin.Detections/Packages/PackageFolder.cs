using System.Text;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>The files of one package. Names are relative to its folder.</summary>
/// <param name="path">The folder as the user wrote it: messages name files below it.</param>
internal sealed class PackageFolder(string path)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Path { get; } = path;

    public static bool IsInside(string name) =>
        !System.IO.Path.IsPathRooted(name) && !name.Split('/', '\\').Contains("..", StringComparer.Ordinal);

    /// <exception cref="IOException">The file is not there, or is not UTF-8.</exception>
    public SourceText Read(string name) => ReadText(System.IO.Path.Combine(Path, name));

    public SourceText? ReadIfThere(string name) => File.Exists(System.IO.Path.Combine(Path, name)) ? Read(name) : null;

    /// <summary>The names of the files of a folder inside, in order; none where it is not there.</summary>
    public IEnumerable<string> FilesIn(string folder, string pattern)
    {
        var whole = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(whole)
            ? Directory.EnumerateFiles(whole, pattern).Select(f => $"{folder}/{System.IO.Path.GetFileName(f)}").Order(StringComparer.Ordinal)
            : [];
    }

    /// <exception cref="IOException">The file is not there, or is not UTF-8.</exception>
    public static SourceText ReadText(string file)
    {
        try
        {
            return new SourceText(File.ReadAllText(file, StrictUtf8), file);
        }
        catch (DecoderFallbackException e)
        {
            throw new IOException($"'{file}' is not UTF-8 text.", e);
        }
    }
}

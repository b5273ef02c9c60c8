using System.Collections.Concurrent;

namespace Tocsin.Report.Writing;

/// <summary>
/// An output file that appears whole or not at all: written beside its place under another name, and renamed
/// by <see cref="Commit"/>. Disposed without it, nothing is left and an older file stays as it was.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new(StringComparer.Ordinal);

    private readonly string _target;
    private readonly string? _temporary;
    private bool _committed;

    private AtomicFile(string target, string? temporary, FileStream stream)
    {
        _target = target;
        _temporary = temporary;
        Stream = stream;
    }

    public FileStream Stream { get; }

    /// <exception cref="IOException">The folder does not exist or cannot be written to.</exception>
    public static AtomicFile Create(string path)
    {
        var target = Resolve(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        // Devices are written to, not replaced.
        if (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return new AtomicFile(target, null, new FileStream(target, FileMode.Open, FileAccess.Write));
        }

        var temporary = TemporaryNameFor(target);
        return new AtomicFile(target, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write));
    }

    /// <summary>A name beside the target for writers that want a path rather than a stream.</summary>
    public static string TemporaryNameFor(string target)
    {
        var name = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(target))!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        Unfinished[name] = true;
        return name;
    }

    /// <summary>Takes away what is half written, for a program that ends without unwinding.</summary>
    public static void DeleteUnfinished()
    {
        foreach (var name in Unfinished.Keys)
        {
            File.Delete(name);
        }
    }

    public void Commit()
    {
        Stream.Flush(flushToDisk: _temporary is not null);
        Stream.Dispose();
        if (_temporary is not null)
        {
            File.Move(_temporary, _target, overwrite: true);
        }

        _committed = true;
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed && _temporary is not null)
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>The file that a symbolic link leads to: the link stays, its target is replaced.</summary>
    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } final ? final.FullName : full;
    }
}

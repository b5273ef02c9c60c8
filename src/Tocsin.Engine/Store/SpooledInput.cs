using Tocsin.Engine.Sources;

namespace Tocsin.Engine.Store;

/// <summary>Standard input as a file, written when it is first asked for: it is hashed before it is read.</summary>
internal sealed class SpooledInput(TemporaryFolder folder)
{
    private string? _path;

    public string Path => _path ??= Spool();

    public Stream Open() => File.OpenRead(Path);

    private string Spool()
    {
        var path = folder.NewPath();
        using var copy = File.Create(path);
        using var input = Console.OpenStandardInput();
        input.CopyTo(copy);
        return path;
    }
}

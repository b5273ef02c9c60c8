namespace Tocsin.Engine.Store;

/// <summary>Standard input as a file, written when it is first asked for: it is hashed before it is read.</summary>
internal sealed class SpooledInput : IDisposable
{
    private string? _path;

    public string Path => _path ??= Spool();

    public Stream Open() => File.OpenRead(Path);

    public void Dispose()
    {
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    private static string Spool()
    {
        var path = System.IO.Path.GetTempFileName();
        using var copy = File.Create(path);
        using var input = Console.OpenStandardInput();
        input.CopyTo(copy);
        return path;
    }
}

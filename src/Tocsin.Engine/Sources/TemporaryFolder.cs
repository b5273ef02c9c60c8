namespace Tocsin.Engine.Sources;

/// <summary>A folder for copies that live as long as this, made with the first of them; nobody else may look into it.</summary>
internal sealed class TemporaryFolder(string parent) : IDisposable
{
    private string? _path;

    /// <summary>Where a new file may be put.</summary>
    public string NewPath(string extension = "")
    {
        _path ??= Create(Path.Combine(parent, $"tocsin-{Guid.NewGuid():N}"));
        return Path.Combine(_path, $"{Guid.NewGuid():N}{extension}");
    }

    public void Dispose()
    {
        if (_path is not null && Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
            _path = null;
        }
    }

    private static string Create(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path).FullName
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
}

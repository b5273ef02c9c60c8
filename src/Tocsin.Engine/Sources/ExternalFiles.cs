using System.Globalization;
using Tocsin.Compiler;

namespace Tocsin.Engine.Sources;

/// <summary>
/// The files behind externaldata's addresses: local ones, and, where the user allows it, copies of what http and https
/// addresses give. Copies live as long as the session.
/// </summary>
internal sealed class ExternalFiles(bool allowsNetwork) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ExternalFile> _fetched = new(StringComparer.Ordinal);
    private string? _folder;

    public ExternalFile Find(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return Local(address);
        }

        return address[..scheme].ToUpperInvariant() switch
        {
            "FILE" => Local(new Uri(address).LocalPath),
            "HTTP" or "HTTPS" when allowsNetwork => Fetched(address),
            "HTTP" or "HTTPS" => new ExternalFile(null, "it is a network address, and queries reach out only with --allow-network; or save it and name the local path in the query"),
            var other => new ExternalFile(null, $"addresses of {other.ToLowerInvariant()} are not fetched; save the file and name its path"),
        };
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static ExternalFile Local(string path)
    {
        if (Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return new ExternalFile(null, "archives are not unpacked here; unpack it first");
        }

        return File.Exists(path) ? new ExternalFile(Path.GetFullPath(path), null) : new ExternalFile(null, "there is no such file");
    }

    /// <summary>Kusto's addresses carry credentials behind a semicolon; a shared access signature is part of the address proper.</summary>
    private ExternalFile Fetched(string address)
    {
        if (address.Contains(';', StringComparison.Ordinal))
        {
            return new ExternalFile(null, "an address with credentials of a service is not fetched");
        }

        if (!_fetched.TryGetValue(address, out var file))
        {
            file = Fetch(new Uri(address));
            _fetched.Add(address, file);
        }

        return file;
    }

    private ExternalFile Fetch(Uri address)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            _folder ??= Directory.CreateTempSubdirectory("tocsin-external-").FullName;
            var isPacked = address.AbsolutePath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_fetched.Count}{(isPacked ? ".gz" : string.Empty)}"));
            using var content = response.Content.ReadAsStream();
            using var copy = File.Create(path);
            content.CopyTo(copy);
            return new ExternalFile(path, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            return new ExternalFile(null, e.Message.Split('\n')[0]);
        }
    }
}

using System.Globalization;
using Tocsin.Compiler;

namespace Tocsin.Engine.Sources;

/// <summary>
/// The files behind externaldata's addresses: local ones, and, where the user allows it, copies of what http and https
/// addresses give. Copies live as long as the session.
/// </summary>
internal sealed class ExternalFiles(bool allowsNetwork, string temporaryFolder) : IDisposable
{
    /// <summary>The most bytes that one address may give.</summary>
    private const long MostBytes = 1_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly ExternalFile TooLong = new(
        null, string.Create(CultureInfo.InvariantCulture, $"it gives more than {MostBytes:N0} bytes, the most that a query fetches; save the file and name its path"));

    private readonly Dictionary<string, ExternalFile> _fetched = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _copies = new(temporaryFolder);

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

    public void Dispose() => _copies.Dispose();

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
            if (response.Content.Headers.ContentLength > MostBytes)
            {
                return TooLong;
            }

            var path = _copies.NewPath(address.AbsolutePath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? ".gz" : string.Empty);
            using var content = response.Content.ReadAsStream();
            return TryCopy(content, path) ? new ExternalFile(path, null) : TooLong;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            return new ExternalFile(null, e.Message.Split('\n')[0]);
        }
    }

    /// <summary>False, and an empty file, where there are more bytes than may be.</summary>
    private static bool TryCopy(Stream content, string path)
    {
        using var copy = File.Create(path);
        var buffer = new byte[1 << 16];
        for (int length; (length = content.Read(buffer)) > 0;)
        {
            if (copy.Position + length > MostBytes)
            {
                copy.SetLength(0);
                return false;
            }

            copy.Write(buffer, 0, length);
        }

        return true;
    }
}

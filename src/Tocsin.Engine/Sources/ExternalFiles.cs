using System.Globalization;
using System.IO.Compression;
using Tocsin.Compiler;

namespace Tocsin.Engine.Sources;

/// <summary>
/// The files behind externaldata's addresses: local ones, those that the user gives for an address, and, where the user
/// allows it, copies of what http and https addresses give. Copies live as long as the session.
/// </summary>
internal sealed class ExternalFiles : IDisposable
{
    /// <summary>The most bytes that one address may give.</summary>
    private const long MostBytes = 1_000_000_000;

    private const string WayOut = "save the file and give it by --external ADDRESS=FILE";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly ExternalFile TooLong = Refused(string.Create(CultureInfo.InvariantCulture, $"it holds more than {MostBytes:N0} bytes, the most that a query copies; {WayOut}"));

    private readonly bool _allowsNetwork;
    private readonly Dictionary<string, string> _given;
    private readonly Dictionary<string, ExternalFile> _copied = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _copies;

    /// <param name="given">The files that stand for addresses.</param>
    /// <param name="allowsNetwork">Whether other addresses are fetched.</param>
    /// <param name="temporaryFolder">Where copies are put.</param>
    /// <exception cref="UnreadableDataException">There is no such file.</exception>
    public ExternalFiles(IReadOnlyList<NamedFile> given, bool allowsNetwork, string temporaryFolder)
    {
        if (given.FirstOrDefault(f => !File.Exists(f.Path)) is { } missing)
        {
            throw new UnreadableDataException($"'{missing.Name}' cannot be read: there is no file '{missing.Path}'.");
        }

        _given = given.GroupBy(f => Bare(f.Name), StringComparer.Ordinal).ToDictionary(f => f.Key, f => f.Last().Path, StringComparer.Ordinal);
        _allowsNetwork = allowsNetwork;
        _copies = new TemporaryFolder(temporaryFolder);
    }

    public ExternalFile Find(string address)
    {
        if (_given.TryGetValue(Bare(address), out var path))
        {
            return Local(path);
        }

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? string.Empty : address[..scheme].ToUpperInvariant()) switch
        {
            "" => Local(address),
            "FILE" => Local(new Uri(address).LocalPath),
            "HTTP" or "HTTPS" when !_allowsNetwork => Refused($"it is a network address, and queries reach out only with --allow-network; or {WayOut}"),
            "HTTP" or "HTTPS" when Bare(address) != address => Refused($"an address with credentials of a service is not fetched; {WayOut}"),
            "HTTP" or "HTTPS" => CopiedOnce(address, () => Fetch(new Uri(address))),
            var other => Refused($"addresses of {other.ToLowerInvariant()} are not fetched; {WayOut}"),
        };
    }

    public void Dispose() => _copies.Dispose();

    private static ExternalFile Refused(string reason) => new(null, reason);

    private static string FirstSentence(Exception e) => e.Message.Split('\n')[0].TrimEnd('.');

    /// <summary>Kusto's addresses carry credentials behind a semicolon; a shared access signature is part of the address proper.</summary>
    private static string Bare(string address) => address.Split(';')[0];

    private static bool EndsIn(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private ExternalFile Local(string path)
    {
        if (!File.Exists(path))
        {
            return Refused("there is no such file");
        }

        var full = Path.GetFullPath(path);
        return EndsIn(path, ".zip") ? CopiedOnce(full, () => Unpack(full)) : new ExternalFile(full, null);
    }

    private ExternalFile CopiedOnce(string source, Func<ExternalFile> copy)
    {
        if (!_copied.TryGetValue(source, out var file))
        {
            file = copy();
            _copied.Add(source, file);
        }

        return file;
    }

    /// <summary>The one file that an archive holds; its name is not trusted with more than its ending.</summary>
    private ExternalFile Unpack(string archive)
    {
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            if (zip.Entries.Where(e => e.Name.Length > 0).ToArray() is not [var only])
            {
                return Refused("it holds several files, or none; unpack it and name one");
            }

            using var content = only.Open();
            return Copy(content, EndsIn(only.Name, ".gz") ? ".gz" : string.Empty);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Refused(FirstSentence(e));
        }
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

            using var content = response.Content.ReadAsStream();
            var isArchive = EndsIn(address.AbsolutePath, ".zip");
            var copy = Copy(content, EndsIn(address.AbsolutePath, ".gz") ? ".gz" : string.Empty);
            return isArchive && copy.Path is { } archive ? Unpack(archive) : copy;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            return Refused(FirstSentence(e));
        }
    }

    private ExternalFile Copy(Stream content, string extension)
    {
        var path = _copies.NewPath(extension);
        using var copy = File.Create(path);
        var buffer = new byte[1 << 16];
        for (int length; (length = content.Read(buffer)) > 0;)
        {
            if (copy.Position + length > MostBytes)
            {
                copy.SetLength(0);
                return TooLong;
            }

            copy.Write(buffer, 0, length);
        }

        return new ExternalFile(path, null);
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Tocsin.Telemetry.Schemas;

/// <summary>The tables that services publish: one file each in the folder Tables. A file is read when its table is first asked for.</summary>
public static class PublishedTables
{
    private const string Prefix = "tables/";

    private static readonly ConcurrentDictionary<string, PublishedTable?> Read = new(StringComparer.Ordinal);

    /// <summary>The names of all, in order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(PublishedTables).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>All of them. Every file is read: for what looks through the whole catalogue only.</summary>
    public static IEnumerable<PublishedTable> All => Names.Select(n => Find(n)!);

    /// <summary>The table of that name; Kusto's table names are case-sensitive.</summary>
    public static PublishedTable? Find(string name) => Read.GetOrAdd(name, static n => Open(n));

    private static PublishedTable? Open(string name)
    {
        using var stream = typeof(PublishedTables).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return PublishedTableReader.Read(name, reader.ReadToEnd());
    }
}

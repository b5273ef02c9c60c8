using System.Collections.Immutable;
using System.Globalization;

namespace Tocsin.DuckDb;

/// <summary>How a database is opened.</summary>
public sealed record DuckDbOptions
{
    /// <summary>The bytes that DuckDB may hold before it spills to disk; null for DuckDB's default, 80 % of RAM.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Threads in all, the caller's among them; null for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>Where DuckDB spills to; null for <c>.tmp</c> in the current folder.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Further settings by DuckDB's names; these come last and so win over all others.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The settings in the order in which they are made.</summary>
    internal IEnumerable<KeyValuePair<string, string>> All()
    {
        // What Tocsin needs is linked into the library; nothing may be fetched from the network behind the user's back.
        yield return new("autoinstall_known_extensions", "false");
        yield return new("autoload_known_extensions", "false");
        yield return new("allow_community_extensions", "false");
        if (MemoryLimit is { } limit)
        {
            yield return new("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{limit}B"));
        }

        if (Threads is { } threads)
        {
            yield return new("threads", threads.ToString(CultureInfo.InvariantCulture));
        }

        if (TempDirectory is not null)
        {
            yield return new("temp_directory", TempDirectory);
        }

        foreach (KeyValuePair<string, string> setting in Settings)
        {
            yield return setting;
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.DuckDb;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Files that the user gives as watchlists: tables of strings, with the columns that Sentinel's _GetWatchlist() puts in
/// front. The search key is the file's column of that name, or its first one.
/// </summary>
internal static class WatchlistTables
{
    private const string SearchKey = "SearchKey";

    /// <summary>Loads each watchlist into a table of its own.</summary>
    /// <exception cref="UnreadableDataException">A file does not exist or cannot be read.</exception>
    public static ImmutableDictionary<string, TableDescriptor> Load(DuckDbSession session, IReadOnlyList<NamedTable> watchlists, CancellationToken cancellation)
    {
        // Sentinel does not tell the case of an alias.
        var loaded = ImmutableDictionary.CreateBuilder<string, TableDescriptor>(StringComparer.OrdinalIgnoreCase);
        foreach (var watchlist in watchlists)
        {
            if (!File.Exists(watchlist.Path))
            {
                throw new UnreadableDataException($"The watchlist '{watchlist.Name}' cannot be read: there is no file '{watchlist.Path}'.");
            }

            try
            {
                loaded[watchlist.Name] = Load(session, watchlist, cancellation);
            }
            catch (DuckDbException e) when (e.Kind is not (DuckDbErrorKind.OutOfMemory or DuckDbErrorKind.Internal or DuckDbErrorKind.Fatal))
            {
                throw new UnreadableDataException($"The watchlist '{watchlist.Name}' cannot be read from '{watchlist.Path}': {e.Message.Split('\n')[0]}", e);
            }
        }

        return loaded.ToImmutable();
    }

    private static TableDescriptor Load(DuckDbSession session, NamedTable watchlist, CancellationToken cancellation)
    {
        var source = Reader(watchlist.Path);
        string[] columns = [.. session.DescribeQuery($"SELECT * FROM {source}").Select(c => c.Name)];
        var key = Array.Find(columns, c => c.Equals(SearchKey, StringComparison.Ordinal)) ?? columns[0];
        string[] own = [.. columns.Where(c => c is not (SearchKey or "_DTItemId" or "LastUpdatedTimeUTC"))];
        var table = $"watchlist {watchlist.Name}";
        var updated = File.GetLastWriteTimeUtc(watchlist.Path).Ticks;
        var items = new[]
        {
            "CAST(row_number() OVER () AS VARCHAR) AS \"_DTItemId\"",
            string.Create(CultureInfo.InvariantCulture, $"CAST({updated} AS BIGINT) AS \"LastUpdatedTimeUTC\""),
            $"{Text(key)} AS \"{SearchKey}\"",
        }.Concat(own.Select(c => $"{Text(c)} AS {DuckDbWriter.Quote(c)}"));
        session.Execute($"CREATE OR REPLACE TEMP TABLE {DuckDbWriter.Quote(table)} AS SELECT {string.Join(", ", items)} FROM {source}", cancellation);
        return new TableDescriptor(table,
        [
            new TableColumn("_DTItemId", KqlType.String), new TableColumn("LastUpdatedTimeUTC", KqlType.DateTime), new TableColumn(SearchKey, KqlType.String),
            .. own.Select(c => new TableColumn(c, KqlType.String)),
        ]);
    }

    private static string Text(string column) => $"coalesce(CAST({DuckDbWriter.Quote(column)} AS VARCHAR), '')";

    private static string Reader(string path)
    {
        var literal = DuckDbWriter.QuoteString(DuckDbGlob.Literal(path));
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".PARQUET" => $"read_parquet({literal}, hive_partitioning = false)",
            ".JSON" or ".NDJSON" or ".JSONL" => $"read_json({literal}, hive_partitioning = false)",
            _ => $"read_csv({literal}, header = true, all_varchar = true, hive_partitioning = false)",
        };
    }
}

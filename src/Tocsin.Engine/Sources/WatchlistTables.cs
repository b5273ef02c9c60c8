using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.DuckDb;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Files that the user gives as watchlists: tables of strings, with the columns that Sentinel's _GetWatchlist() puts in
/// front. The search key is the file's column of that name, or its first one.
/// </summary>
internal static class WatchlistTables
{
    private const string Source = "source";
    private const string ItemId = "_DTItemId";
    private const string Updated = "LastUpdatedTimeUTC";
    private const string SearchKey = "SearchKey";

    /// <summary>The columns in front (Binder.Watchlists has them for a watchlist without a file).</summary>
    private static readonly ImmutableArray<TableColumn> Front = [new(ItemId, KqlType.String), new(Updated, KqlType.DateTime), new(SearchKey, KqlType.String)];

    /// <summary>Loads each watchlist into a table of its own.</summary>
    /// <exception cref="UnreadableDataException">A file does not exist or cannot be read.</exception>
    public static ImmutableDictionary<string, TableDescriptor> Load(DuckDbSession session, IReadOnlyList<NamedFile> watchlists, CancellationToken cancellation)
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
                var reason = IsUtf16(watchlist.Path) ? "it is UTF-16; save it as UTF-8." : e.Message.Split('\n')[0];
                throw new UnreadableDataException($"The watchlist '{watchlist.Name}' cannot be read from '{watchlist.Path}': {reason}", e);
            }
        }

        return loaded.ToImmutable();
    }

    private static TableDescriptor Load(DuckDbSession session, NamedFile watchlist, CancellationToken cancellation)
    {
        var file = new SqlTableFunction(Reader(watchlist.Path), Source, []);
        string[] columns = [.. session.DescribeQuery(DuckDbWriter.Write(new SqlSelect { Items = [new(new SqlStar())], From = file })).Select(c => c.Name)];
        var key = Array.Find(columns, c => c.Equals(SearchKey, StringComparison.Ordinal)) ?? columns[0];
        string[] own = [.. columns.Where(c => !Front.Any(f => f.Name.Equals(c, StringComparison.Ordinal)))];
        var table = $"watchlist {watchlist.Name}";
        var rows = new SqlSelect
        {
            Items =
            [
                new(S.Cast(new SqlWindow(S.Call("row_number"), [], []), SqlType.Varchar), ItemId),
                new(S.BigInt(File.GetLastWriteTimeUtc(watchlist.Path).Ticks), Updated),
                new(Text(key), SearchKey),
                .. own.Select(c => new SqlSelectItem(Text(c), c)),
            ],
            From = file,
        };
        session.Execute($"CREATE OR REPLACE TEMP TABLE {DuckDbWriter.Quote(table)} AS {DuckDbWriter.Write(rows)}", cancellation);
        return new TableDescriptor(table, [.. Front, .. own.Select(c => new TableColumn(c, KqlType.String))]);
    }

    private static bool IsUtf16(string path)
    {
        using var file = File.OpenRead(path);
        return (file.ReadByte(), file.ReadByte()) is (0xFF, 0xFE) or (0xFE, 0xFF);
    }

    private static SqlExpression Text(string column) => S.Coalesce(S.Cast(S.Column(Source, column), SqlType.Varchar), S.String(string.Empty));

    private static SqlCall Reader(string path)
    {
        var literal = S.String(DuckDbGlob.Literal(path));
        var unpartitioned = new SqlNamedArgument("hive_partitioning", S.False);
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".PARQUET" => S.Call("read_parquet", literal, unpartitioned),
            ".JSON" or ".NDJSON" or ".JSONL" => S.Call("read_json", literal, unpartitioned),
            _ => S.Call("read_csv", literal, new SqlNamedArgument("header", S.True), new SqlNamedArgument("all_varchar", S.True), unpartitioned),
        };
    }
}

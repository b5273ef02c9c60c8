using System.Collections.Immutable;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of Kusto's catalogue that Tocsin knows and refuses, with the reason.</summary>
internal static class RefusedFunctions
{
    private const string Cloud = "It tells about a Kusto cluster, which there is none of here.";
    private const string Ingestion = "Files do not say when a record was ingested. Filter on the table's time column instead.";

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        .. Refuse(Cloud, "current_cursor", "current_node_id",
            "current_principal_details", "current_principal_is_member_of", "cursor_after", "cursor_before_or_at", "cursor_current",
            "extent_id", "extent_tags", "extentid", "row_id", "rowstore_ordinal_range"),
        .. Refuse(Ingestion, "ingestion_time"),
        .. Refuse("Its bytes depend on the compressor inside of Kusto.", "gzip_compress_to_base64_string", "zlib_compress_to_base64_string"),
        .. Refuse("Its result needs decimals of more than 20 digits before the point. Compare the parts of split(version, '.') as numbers.", "parse_version"),
        .. Refuse("How Kusto combines hashes is not published.", "hash_combine", "hash_many"),
        .. Refuse("How it nests its results is not documented. Use series_fit_2lines().", "series_fit_2lines_dynamic"),
        .. Refuse("It has no documentation.", "punycode_domain_to_string"),
        .. Refuse("It has no documentation. Use row_rank_dense() or row_rank_min().", "row_rank"),
        .. Refuse("It needs a database of addresses, which is not part of this program. Bring a table of networks and places and look addresses up with ipv4_is_in_range().", "geo_info_from_ip_address"),
        .. Refuse("It has no documentation.", "hll_isvalid", "tdigest_isvalid"),
        .. Refuse("It needs a database of user agents. Use extract() or has_any on the text.", "parse_user_agent"),
        .. Refuse("It stands only over the nodes and edges of graph-match and its kin.", "inner_nodes", "labels", "map", "node_degree_in", "node_degree_out", "node_id"),
        .. Refuse("The list of time zones is that of Kusto's own machines.", "datetime_list_timezones"),
    ];

    private static IEnumerable<ScalarFunction> Refuse(string reason, params ReadOnlySpan<string> names)
    {
        var functions = new List<ScalarFunction>();
        foreach (var name in names)
        {
            functions.Add(new ScalarFunction(name, $"{name.Replace('_', '-')}-function", []) { Refusal = reason });
        }

        return functions;
    }
}

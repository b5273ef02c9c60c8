using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of Kusto's catalogue that Tocsin knows and refuses, with the reason.</summary>
internal static class RefusedFunctions
{
    private const string Cloud = "It tells about a Kusto cluster, which there is none of here.";
    private const string Hashing = "How Kusto combines hashes is not published.";
    private const string OfGraphs = "It stands only over the nodes and edges of graph-match and its kin.";
    private const string Held = "It names what a Kusto cluster holds. Give files with --table NAME=FILE, or read them with externaldata.";

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        .. Refuse(Cloud, [], KqlType.String, "current_cursor", "current_node_id", "cursor_current", "row_id"),
        .. Refuse(Cloud, [], KqlType.Dynamic, "current_principal_details", "extent_tags", "rowstore_ordinal_range"),
        .. Refuse(Cloud, [], KqlType.Guid, "extent_id", "extentid"),
        .. Refuse(Cloud, [Of(ParameterKind.StringOrArray, "group").Repeated(1, 64)], KqlType.Bool, "current_principal_is_member_of"),
        .. Refuse(Cloud, [Text("cursor")], KqlType.Bool, "cursor_after", "cursor_before_or_at"),
        .. Refuse("Its bytes depend on the compressor inside of Kusto.", [Text("string")], KqlType.String, "gzip_compress_to_base64_string", "zlib_compress_to_base64_string"),
        .. Refuse(Hashing, [Scalar("h").Repeated(2, 32767)], KqlType.Long, "hash_combine"),
        .. Refuse(Hashing, [Of(ParameterKind.NotDynamic, "s").Repeated(1, 32767)], KqlType.Long, "hash_many"),
        .. Refuse("It has no documentation. Use row_rank_dense() or row_rank_min().", [Of(ParameterKind.NotDynamic, "column"), Bool("dense").Constant().Optional()], KqlType.Long, "row_rank"),
        .. Refuse("It has no documentation.", [Array("sketch"), Scalar("value")], KqlType.Bool, "hll_isvalid", "tdigest_isvalid"),
        .. Refuse(OfGraphs, null, KqlType.Unknown, "all", "any", "inner_nodes", "labels", "map"),
        .. Refuse("It has no documentation.", null, KqlType.Unknown, "node_id"),

        // Their column is called after them (https://learn.microsoft.com/kusto/query/node-degree-out).
        .. Refuse(OfGraphs, null, KqlType.Unknown, "node_degree_in", "node_degree_out").Select(f => f with { NameRule = NameRule.Fixed, NamePrefix = f.Name }),
        .. Refuse(Held, null, KqlType.Unknown, "external_table", "graph", "materialized_view", "stored_query_result"),
        .. Refuse(Held, null, KqlType.Unknown, "entity_group").Select(f => f with { Page = "macro-expand-operator" }),
        .. Refuse("The list of time zones is that of Kusto's own machines.", [], BoundType.Array, "datetime_list_timezones"),
    ];

    /// <summary>With their parameters and type they bind, so that the rest of the query is looked at too.</summary>
    private static IEnumerable<ScalarFunction> Refuse(string reason, ImmutableArray<Parameter>? parameters, BoundType type, params ReadOnlySpan<string> names)
    {
        var functions = new List<ScalarFunction>();
        ImmutableArray<Overload> overloads = parameters is { } known ? [WithoutMeaning(known, Returns(type), reason)] : [];
        foreach (var name in names)
        {
            functions.Add(Function(name, overloads) with { Refusal = reason });
        }

        return functions;
    }
}

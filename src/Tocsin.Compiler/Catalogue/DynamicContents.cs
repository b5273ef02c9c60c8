using System.Collections.Frozen;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// What the dynamic values are that functions yield, as Microsoft's language service knows it: <c>bag_keys(split(…))</c>
/// is refused because split() yields an array. A function that is not here yields anything.
/// </summary>
internal static class DynamicContents
{
    private static readonly FrozenSet<string> Arrays = FrozenSet.Create(
        StringComparer.Ordinal,
        "array_iff", "array_iif", "bag_keys", "base64_decode_toarray", "datetime_list_timezones", "extract_all", "extractall",
        "geo_geohash_neighbors", "geo_h3cell_children", "geo_h3cell_neighbors", "geo_h3cell_rings", "geo_line_to_s2cells",
        "geo_polygon_to_h3cells", "geo_polygon_to_s2cells", "geo_s2cell_neighbors", "hll", "hll_if", "hll_merge",
        "ipv4_range_to_cidr_list", "jaccard_index", "make_list", "make_list_if", "make_list_with_nulls", "make_set",
        "make_set_if", "makelist", "makeset", "merge_tdigest", "pack_array", "parse_command_line", "parse_csv",
        "percentiles_array", "percentiles_array_tdigest", "percentilesw_array", "range", "repeat", "series_acos", "series_add",
        "series_asin", "series_atan", "series_cos", "series_divide", "series_equals", "series_exp", "series_fir", "series_floor",
        "series_greater", "series_greater_equals", "series_iir", "series_less", "series_less_equals", "series_log",
        "series_multiply", "series_not_equals", "series_pow", "series_seasonal", "series_sign", "series_sin",
        "series_subtract", "series_tan", "set_difference", "set_intersect", "set_union", "split", "tdigest", "tdigest_merge",
        "to_utf8", "treepath", "unicode_codepoints_from_string", "zip");

    private static readonly FrozenSet<string> Bags = FrozenSet.Create(
        StringComparer.Ordinal,
        "bag_merge", "bag_pack", "bag_pack_columns", "bag_remove_keys", "bag_set_key", "bag_zip", "buildschema",
        "geo_closest_point_on_line", "geo_closest_point_on_polygon", "geo_from_wkt", "geo_geohash_to_central_point",
        "geo_geohash_to_polygon", "geo_h3cell_to_central_point", "geo_h3cell_to_polygon", "geo_intersection_2lines",
        "geo_intersection_2polygons", "geo_intersection_line_with_polygon", "geo_line_buffer", "geo_line_centroid",
        "geo_line_densify", "geo_line_interpolate_point", "geo_line_simplify", "geo_point_buffer", "geo_polygon_buffer",
        "geo_polygon_centroid", "geo_polygon_densify", "geo_polygon_simplify", "geo_s2cell_to_central_point",
        "geo_s2cell_to_polygon", "geo_simplify_polygons_array", "geo_union_lines_array", "geo_union_polygons_array",
        "make_bag", "make_bag_if", "make_dictionary", "pack", "pack_all", "pack_dictionary", "parse_path", "parse_url",
        "parse_urlquery", "parse_user_agent", "parse_xml", "parseurl", "parseurlquery", "series_fit_2lines_dynamic",
        "series_fit_line_dynamic", "series_stats_dynamic");

    /// <summary>The result's type with what the function is known to yield.</summary>
    public static BoundType Of(string function, BoundType type) =>
        !type.IsDynamic || type.Content != DynamicContent.Any ? type
        : Arrays.Contains(function) ? type with { Content = DynamicContent.Array }
        : Bags.Contains(function) ? type with { Content = DynamicContent.Bag }
        : type;

    /// <summary>A literal's type; of dynamic ones what stands in the brackets is known.</summary>
    public static BoundType OfLiteral(object? value, KqlType type) => (value, type) switch
    {
        (DynamicArray, _) => (BoundType)KqlType.Dynamic with { Content = DynamicContent.Array },
        (DynamicBag, _) => (BoundType)KqlType.Dynamic with { Content = DynamicContent.Bag },
        (_, KqlType.Dynamic) when value is not (null or DynamicScalar { Value: null }) => (BoundType)KqlType.Dynamic with { Content = DynamicContent.Scalar },
        _ => type,
    };
}

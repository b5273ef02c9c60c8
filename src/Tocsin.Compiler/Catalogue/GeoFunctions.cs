using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Geospatial functions, on the sphere (https://learn.microsoft.com/kusto/query/geospatial-grid-systems).</summary>
internal static class GeoFunctions
{
    /// <summary>In metres.</summary>
    private const double DefaultTolerance = 10;

    private static readonly Parameter Spheroid = Of(ParameterKind.NumberOrBool, "use_spheroid").Optional();

    private static readonly ImmutableArray<Parameter> TwoPoints =
        [Number("p1_longitude"), Number("p1_latitude"), Number("p2_longitude"), Number("p2_latitude")];

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("geo_distance_2points", OnSphere([.. TwoPoints, Spheroid], KqlType.Real, Distance)),
        Function("geo_azimuth", On(TwoPoints, KqlType.Real, a => Azimuth(a, 0, 2), NullRule.Makes)),
        Function("geo_angle", On(
            [.. TwoPoints, Number("p3_longitude"), Number("p3_latitude")],
            KqlType.Real,
            a => S.Call("kql_geo_angle", Azimuth(a, 2, 0), Azimuth(a, 2, 4)),
            NullRule.Makes)),
        Function("geo_point_in_circle", On(
            [Number("p_longitude"), Number("p_latitude"), Number("pc_longitude"), Number("pc_latitude"), Number("c_radius")], KqlType.Bool, InCircle, NullRule.Makes)),
        Cell("geo_point_to_geohash", "accuracy", 5),
        Cell("geo_point_to_s2cell", "level", 11),
        Cell("geo_point_to_h3cell", "resolution", 6),
        OfText("geo_geohash_to_central_point", BoundType.Bag),
        OfText("geo_geohash_to_polygon", BoundType.Bag),
        OfText("geo_s2cell_to_central_point", BoundType.Bag),
        OfText("geo_geohash_neighbors", BoundType.Array),
        OfText("geo_s2cell_to_polygon", BoundType.Bag),
        OfText("geo_s2cell_neighbors", BoundType.Array),
        OfText("geo_h3cell_to_central_point", BoundType.Bag),
        OfText("geo_h3cell_to_polygon", BoundType.Bag),
        OfText("geo_h3cell_neighbors", BoundType.Array),
        Function("geo_h3cell_rings", On(
            [Text("h3cell"), Number("distance")], BoundType.Array, a => S.Call("kql_geo_h3cell_rings", a[0], Conversions.Convert(a[1], a.Type(1), KqlType.Long)), NullRule.Makes)),
        Covering("geo_polygon_to_h3cells", "polygon", "resolution", 6),
        Function("geo_h3cell_level", On([Text("h3cell")], KqlType.Int, a => S.Cast(S.Call("kql_geo_h3cell_level", a[0]), SqlType.Integer), NullRule.Makes)),
        Resolution("geo_h3cell_parent", KqlType.String),
        Resolution("geo_h3cell_children", BoundType.Array),
        Function("geo_from_wkt", On([Text("wkt")], BoundType.Bag, Calls("kql_geo_from_wkt"), NullRule.Makes)),
        OfShape("geo_line_length", KqlType.Real),
        OfShape("geo_polygon_perimeter", KqlType.Real),
        OfShape("geo_polygon_area", KqlType.Real),
        OfShape("geo_line_centroid", BoundType.Bag),
        OfShape("geo_polygon_centroid", BoundType.Bag),
        PointThenShape("geo_distance_point_to_line", KqlType.Real),
        PointThenShape("geo_distance_point_to_polygon", KqlType.Real),
        PointThenShape("geo_closest_point_on_line", BoundType.Bag),
        PointThenShape("geo_closest_point_on_polygon", BoundType.Bag),
        PointThenShape("geo_point_in_polygon", KqlType.Bool),
        Function("geo_line_interpolate_point", On(
            [Bag("lineString"), Number("fraction")], BoundType.Bag, a => S.Call("kql_geo_line_interpolate_point", a[0], a.Real(1)), NullRule.Makes)),
        Function("geo_line_locate_point", OnSphere(
            [Bag("lineString"), Number("longitude"), Number("latitude"), Spheroid],
            KqlType.Real,
            a => S.Call("kql_geo_line_locate_point", a.Real(1), a[0], a.Real(2)))),
        TwoShapes("geo_intersects_2lines", KqlType.Bool),
        TwoShapes("geo_intersects_2polygons", KqlType.Bool),
        TwoShapes("geo_intersects_line_with_polygon", KqlType.Bool),
        TwoShapes("geo_intersection_2lines", BoundType.Bag),
        TwoShapes("geo_intersection_2polygons", BoundType.Bag),
        TwoShapes("geo_intersection_line_with_polygon", BoundType.Bag),
        Covering("geo_polygon_to_s2cells", "polygon", "level", 11),
        Covering("geo_line_to_s2cells", "lineString", "level", 11),
        Densified("geo_line_densify", "lineString"),
        Densified("geo_polygon_densify", "polygon"),
        OfShapes("geo_union_lines_array"),
        OfShapes("geo_union_polygons_array"),
        Simplified("geo_line_simplify", Bag("lineString")),
        Simplified("geo_polygon_simplify", Bag("polygon")),
        Simplified("geo_simplify_polygons_array", Array("polygons")),
        Buffered("geo_point_buffer", Number("longitude"), Number("latitude")),
        Buffered("geo_line_buffer", Bag("lineString")),
        Buffered("geo_polygon_buffer", Bag("polygon")),
    ];

    private static SqlExpression InCircle(LoweringArguments a)
    {
        var radius = a.Real(4);
        var isValid = S.And(S.Greater(radius, S.Double(0)), S.Not(S.Call("isnan", radius)));
        return S.If(isValid, S.LessOrEqual(Distance(a), radius), new SqlNull(SqlType.Boolean));
    }

    private static SqlExpression Distance(LoweringArguments a) =>
        S.Call("kql_geo_distance_2points", a.Real(0), a.Real(1), a.Real(2), a.Real(3));

    private static SqlExpression Azimuth(LoweringArguments a, int from, int to) => S.Call(
        "kql_geo_azimuth", a.Real(from), a.Real(from + 1), a.Real(to), a.Real(to + 1));

    /// <summary>The last parameter asks for the spheroid.</summary>
    private static Overload OnSphere(ImmutableArray<Parameter> parameters, KqlType result, ScalarLowering lower) => On(parameters, result, lower, NullRule.Makes) with
    {
        Fault = arguments => arguments.Length < parameters.Length || arguments[^1] is BoundLiteral { Value: false or 0 or 0L }
            ? null
            : new ArgumentFault(parameters.Length - 1, "distances are measured on the sphere here, not on the spheroid; leave the argument out or give false"),
    };

    /// <summary>The cell of a grid that holds a point; "" where there is none.</summary>
    private static ScalarFunction Cell(string name, string level, long preset) => Function(name, On(
        [Number("longitude"), Number("latitude"), Number(level).Optional()],
        KqlType.String,
        a => S.Call("kql_" + name, a.Real(0), a.Real(1), a.Long(2, preset)),
        NullRule.Makes));

    private static ScalarFunction OfText(string name, BoundType result) => Function(name, On([Text("cell")], result, Calls("kql_" + name), NullRule.Makes));

    /// <summary>The least int stands for the resolution next to the cell's own: -1 is one that may be given, and that there is not.</summary>
    private static ScalarFunction Resolution(string name, BoundType result) => Function(name, On(
        [Text("h3cell"), Number("resolution").Optional()], result, a => S.Call("kql_" + name, a[0], a.Long(1, int.MinValue)), NullRule.Makes));

    private static ScalarFunction OfShape(string name, BoundType result) => Function(name, On([Bag("shape")], result, Calls("kql_" + name), NullRule.Makes));

    /// <summary>The shape stands second, where the kernel prepares it once for all rows.</summary>
    private static ScalarFunction PointThenShape(string name, BoundType result) => Function(name, On(
        [Number("longitude"), Number("latitude"), Bag("shape")],
        result,
        a => S.Call("kql_" + name, a.Real(0), a[2], a.Real(1)),
        NullRule.Makes));

    /// <summary>The cells of a grid that a shape takes up, widened by a radius in metres.</summary>
    private static ScalarFunction Covering(string name, string shape, string level, long preset) => Function(name, On(
        [Bag(shape), Number(level).Optional(), Number("radius").Optional()],
        BoundType.Array,
        a => S.Call("kql_" + name, a[0], a.Long(1, preset), a.Real(2, 0)),
        NullRule.Makes));

    private static ScalarFunction Simplified(string name, Parameter shape) => Function(name, On(
        [shape, Number("tolerance").Optional()], BoundType.Bag, a => S.Call("kql_" + name, a[0], a.Real(1, DefaultTolerance)), NullRule.Makes));

    private static ScalarFunction Buffered(string name, params ImmutableArray<Parameter> shape) => Function(name, On(
        [.. shape, Number("radius"), Number("tolerance").Optional()],
        BoundType.Bag,
        a => S.Call("kql_" + name, [
            .. Enumerable.Range(0, shape.Length + 1).Select(i => a.Type(i).IsDynamic ? a[i] : a.Real(i)),
            a.Real(shape.Length + 1, DefaultTolerance)]),
        NullRule.Makes));

    /// <summary>The last argument is about edges over the antimeridian, which are refused.</summary>
    private static ScalarFunction Densified(string name, string shape) => Function(name, On(
        [Bag(shape), Number("tolerance").Optional(), Of(ParameterKind.NumberOrBool, "preserve_crossing").Optional()],
        BoundType.Bag,
        a => S.Call("kql_" + name, a[0], a.Real(1, DefaultTolerance)),
        NullRule.Makes));

    private static ScalarFunction OfShapes(string name) => Function(name, On([Array("shapes")], BoundType.Bag, Calls("kql_" + name), NullRule.Makes));

    private static ScalarFunction TwoShapes(string name, BoundType result) => Function(name, On([Bag("shape1"), Bag("shape2")], result, Calls("kql_" + name), NullRule.Makes));
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using static Tocsin.Compiler.Catalogue.SeriesFunctions;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Fits, transforms and sums of series.</summary>
internal static class SeriesFitFunctions
{
    private static readonly BoundType Reals = BoundType.ListOf(KqlType.Real);
    private static readonly SqlExpression NoReals = S.Cast(S.List(), SqlType.ListOf(SqlType.Double));

    private static readonly ImmutableArray<FieldDescriptor> LineFields =
    [
        Real1("rsquare"), Real1("slope"), Real1("variance"), Real1("rvariance"), Real1("interception"), new("line_fit", Reals),
    ];

    private static readonly ImmutableArray<FieldDescriptor> TwoLinesFields =
    [
        Real1("rsquare"), new("split_idx", KqlType.Long), Real1("variance"), Real1("rvariance"), new("line_fit", Reals),
        Real1("right_rsquare"), Real1("right_slope"), Real1("right_interception"), Real1("right_variance"), Real1("right_rvariance"),
        Real1("left_rsquare"), Real1("left_slope"), Real1("left_interception"), Real1("left_variance"), Real1("left_rvariance"),
    ];

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Several("series_fit_line", [Series("series")], LineFields, Calls("kql_series_fit_line")),
        Several("series_fit_2lines", [Series("array")], TwoLinesFields, Calls("kql_series_fit_2lines")),
        Bagged("series_fit_line_dynamic", fit => Pack(LineFields.Select(f => (f.Name, FieldJson(fit, f)))), "kql_series_fit_line"),
        Bagged("series_fit_2lines_dynamic", TwoLinesBag, "kql_series_fit_2lines"),
        Several(
            "series_fit_poly",
            [Series("y_series"), Series("x_series").Optional(), Integer("degree").Optional()],
            [Real1("rsquare"), new("coefficients", Reals), Real1("variance"), Real1("rvariance"), new("poly_fit", Reals)],
            a => S.Call("kql_series_fit_poly", a[0], a.OrDefault(1, NoReals), a.OrDefault(2, S.BigInt(1)))),
        Several("series_fft", [Series("series"), Series("series_imaginary").Optional()], [new("real", Reals), new("imag", Reals)], a => S.Call("kql_series_fft", a[0], a.OrDefault(1, NoReals))),
        Several("series_ifft", [Series("series"), Series("series_imaginary").Optional()], [new("real", Reals), new("imag", Reals)], a => S.Call("kql_series_ifft", a[0], a.OrDefault(1, NoReals))),
        Several(
            "series_periods_validate",
            [Series("series"), Number("period").Repeated(1, 16)],
            [new("periods", Reals), new("scores", Reals)],
            a => S.Call("kql_series_periods_validate", a[0], new SqlListLiteral([.. Enumerable.Range(1, a.Count - 1).Select(i => a.Real(i))]))),
        Function("series_seasonal", On(
            [Series("series"), Integer("period").Optional()], Reals, a => S.Call("kql_series_seasonal", a[0], a.OrDefault(1, S.BigInt(-1))), NullRule.Makes),
            WithoutMeaning([Series("series"), Integer("period"), Integer("test_points")], Returns(BoundType.Array), "its page knows no third argument")),
        Function("series_decompose_forecast", On(
            [Series("series"), Integer("test_points").AtLeast(0), Integer("period").AtLeast(-1).Optional(), Text("trend").OneOf("avg", "linefit", "none").KnownToEngine().Optional(), Number("seasonality_threshold").Optional()],
            Reals,
            a => S.Call(
                "kql_series_decompose_forecast", a[0], a[1], a.OrDefault(2, S.BigInt(-1)), S.String(a.Literal(3) is string trend ? trend.ToLowerInvariant() : "linefit"), a.Real(4, 0.6)),
            NullRule.Makes)),
        Function("series_stats_dynamic", On(
            [Series("series"), Bool("ignore_nonfinite").Constant().Optional()], BoundType.Bag, a => S.Call("kql_series_stats_dynamic", a[0], a.OrDefault(1, S.False)), NullRule.Makes)),
        Sum("series_sum", "series"),
        Sum("series_product", "series"),
        Sum("series_magnitude", "series"),
        Sum("series_pearson_correlation", "series1", "series2"),
        Function(
            "series_dot_product",
            On([Series("series1"), Series("series2")], KqlType.Real, Calls("kql_series_dot_product"), NullRule.Makes),
            On([Series("series1"), Number("series2")], KqlType.Real, a => S.Call("kql_series_dot_product_scalar", a[0], a.Real(1)), NullRule.Makes),
            On([Number("series1"), Series("series2")], KqlType.Real, a => S.Call("kql_series_dot_product_scalar", a[1], a.Real(0)), NullRule.Makes)),
        Function("series_cosine_similarity", On(
            [Series("series1"), Series("series2"), Real("series1_magnitude").Optional(), Real("series2_magnitude").Optional()],
            KqlType.Real,
            a => S.Call("kql_series_cosine_similarity", a[0], a[1], a.OrDefault(2, new SqlNull(SqlType.Double)), a.OrDefault(3, new SqlNull(SqlType.Double))),
            NullRule.Makes)),
    ];

    private static FieldDescriptor Real1(string name) => new(name, KqlType.Real);

    private static ScalarFunction Sum(string name, params string[] parameters) => Function(
        name, On([.. parameters.Select(Series)], KqlType.Real, Calls("kql_" + name), NullRule.Makes));

    private static ScalarFunction Several(string name, ImmutableArray<Parameter> parameters, ImmutableArray<FieldDescriptor> fields, ScalarLowering lower) =>
        Function(name, On(parameters, KqlType.Unknown, lower, NullRule.Makes) with { Fields = fields });

    /// <summary>The same results in one bag.</summary>
    private static ScalarFunction Bagged(string name, Func<SqlExpression, SqlExpression> pack, string sqlFunction) => Function(
        name, On([Series("series")], BoundType.Bag, a => S.Call(sqlFunction, a[0]) is var fit ? S.If(S.IsNull(fit), new SqlNull(SqlType.Varchar), pack(fit)) : fit, NullRule.Makes));

    /// <summary>The page names what belongs to one of the lines right.slope, left.slope: bags within the bag.</summary>
    private static SqlExpression TwoLinesBag(SqlExpression fit)
    {
        (string, SqlExpression) Side(string side) =>
            (side, Pack(TwoLinesFields.Where(f => f.Name.StartsWith(side, StringComparison.Ordinal)).Select(f => (f.Name[(side.Length + 1)..], FieldJson(fit, f)))));

        var whole = TwoLinesFields.Where(f => f.Name is "rsquare" or "split_idx" or "variance" or "rvariance" or "line_fit").Select(f => (f.Name, FieldJson(fit, f)));
        return Pack(whole.Append(Side("right")).Append(Side("left")));
    }

    private static SqlCall Pack(IEnumerable<(string Name, SqlExpression Value)> properties)
    {
        var all = properties.ToArray();
        return S.Call("kql_bag_pack", new SqlListLiteral([.. all.Select(p => S.String(p.Name))]), new SqlListLiteral([.. all.Select(p => p.Value)]));
    }

    private static SqlExpression FieldJson(SqlExpression fit, FieldDescriptor field) => field.Type.IsDynamic
        ? Lowering.Conversions.ToJson(new SqlField(fit, field.Name), field.Type)
        : Lowering.Conversions.FromScalar(new SqlField(fit, field.Name), field.Type.Kind);
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Element-wise functions of series. Whether a series is one of longs shows only in its values: they take and give JSON.</summary>
internal static class SeriesElementFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        One("abs", KqlType.Dynamic),
        One("ceiling", KqlType.Dynamic),
        .. new[] { "acos", "asin", "atan", "cos", "exp", "floor", "log", "sign", "sin", "tan" }.Select(name => One(name, BoundType.Array)),
        .. new[] { "add", "subtract", "multiply", "divide", "pow", "equals", "not_equals", "less", "less_equals", "greater", "greater_equals" }.Select(Two),
        Function("series_fill_const", On(
            [Array("series"), Number("constant_value").Optional(), Number("missing_value_placeholder").Optional()],
            KqlType.Dynamic,
            a => S.Call("kql_series_fill_const", a[0], Value(a, 1, "0"), Value(a, 2, "null")),
            NullRule.Makes)).NamedAfterArgument(),
        Fill("series_fill_forward"),
        Fill("series_fill_backward"),
        Function("series_fill_linear", On(
            [Array("series"), Number("missing_value_placeholder").Optional(), Bool("fill_edges").Optional(), Number("constant_value").Optional()],
            KqlType.Dynamic,
            a => S.Call("kql_series_fill_linear", a[0], Value(a, 1, "null"), a.OrDefault(2, S.True), Value(a, 3, "0")),
            NullRule.Makes)).NamedAfterArgument(),
        Function("series_fir", On(
            [Array("series"), Array("filter"), Bool("normalize").Optional(), Bool("center").Optional()],
            BoundType.Array,
            a => S.Call("kql_series_fir", a[0], a[1], a.OrDefault(2, new SqlNull(SqlType.Boolean)), a.OrDefault(3, S.False)),
            NullRule.Makes)).NamedAfterArgument(),
        Function("series_iir", On(
            [Array("series"), Array("numerators"), Array("denominators")], BoundType.Array, Calls("kql_series_iir"), NullRule.Makes)).NamedAfterArgument(),
    ];

    /// <summary>The language service knows an array in the result of all but two.</summary>
    private static ScalarFunction One(string name, BoundType result) => Function(
        "series_" + name, On([Array("series")], result, Calls("kql_series_" + name), NullRule.Makes));

    private static ScalarFunction Two(string name)
    {
        ScalarLowering lower = a => S.Call("kql_series_" + name, Value(a, 0, "null"), Value(a, 1, "null"));
        return Function(
            "series_" + name,
            On([Array("series1"), Array("series2")], BoundType.Array, Calls("kql_series_" + name), NullRule.Makes),
            On([Array("series1"), Number("series2")], BoundType.Array, lower, NullRule.Makes),
            On([Number("series1"), Array("series2")], BoundType.Array, lower, NullRule.Makes));
    }

    private static ScalarFunction Fill(string name) => Function(name, On(
        [Array("series"), Number("missing_value_placeholder").Optional()], KqlType.Dynamic, a => S.Call("kql_" + name, a[0], Value(a, 1, "null")), NullRule.Makes)).NamedAfterArgument();

    /// <summary>A series, or a number as JSON; decimals meet series as reals.</summary>
    private static SqlExpression Value(LoweringArguments a, int index, string fallback) => index >= a.Count ? S.String(fallback)
        : a.Type(index).IsDynamic ? a[index]
        : a.Type(index).Kind == KqlType.Decimal ? S.Coalesce(S.Call("kql_dynamic_from_real", S.Cast(a[index], SqlType.Double)), S.String("null"))
        : a.JsonOrNull(index);
}

using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of series: dynamic arrays of numbers, native lists of doubles in SQL.</summary>
internal static class SeriesFunctions
{
    private static readonly BoundType Reals = BoundType.ListOf(KqlType.Real);

    private static readonly string[] Trends = ["avg", "linefit", "none"];

    // Percentiles of one's own are not taken: the documentation does not give their formula.
    private static readonly string[] Methods = ["ctukey", "tukey"];

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function("series_stats", On(
            [Series("series"), Bool("ignore_nonfinite").Constant().Optional()],
            KqlType.Unknown,
            a => S.Call("kql_series_stats", a[0], a.OrDefault(1, S.False)),
            NullRule.Makes) with
        {
            Fields =
            [
                new("min", KqlType.Real), new("min_idx", KqlType.Long), new("max", KqlType.Real), new("max_idx", KqlType.Long),
                new("avg", KqlType.Real), new("stdev", KqlType.Real), new("variance", KqlType.Real),
            ],
        }),
        Function("series_decompose", On(
            [Series("series"), Integer("seasonality").AtLeast(-1).Optional(), Text("trend").OneOf(Trends).KnownToEngine().Optional(), Integer("test_points").AtLeast(0).Optional(), Number("seasonality_threshold").Optional()],
            KqlType.Unknown,
            a => S.Call("kql_series_decompose", a[0], a.OrDefault(1, S.BigInt(-1)), Word(a, 2, "avg"), a.OrDefault(3, S.BigInt(0)), a.Real(4, 0.6)),
            NullRule.Makes) with
        {
            Fields = [new("baseline", Reals), new("seasonal", Reals), new("trend", Reals), new("residual", Reals)],
        }),
        Function("series_decompose_anomalies", On(
            [
                Series("series"), Number("threshold").Optional(), Integer("seasonality").AtLeast(-1).Optional(), Text("trend").OneOf(Trends).KnownToEngine().Optional(),
                Integer("test_points").AtLeast(0).Optional(), Text("method").OneOf(Methods).KnownToEngine().Optional(), Number("seasonality_threshold").Optional(),
            ],
            KqlType.Unknown,
            a => S.Call(
                "kql_series_decompose_anomalies",
                a[0],
                a.Real(1, 1.5),
                a.OrDefault(2, S.BigInt(-1)),
                Word(a, 3, "avg"),
                a.OrDefault(4, S.BigInt(0)),
                Word(a, 5, "ctukey"),
                a.Real(6, 0.6)),
            NullRule.Makes) with
        {
            Fields = [new("ad_flag", BoundType.ListOf(KqlType.Long)), new("ad_score", Reals), new("baseline", Reals)],
        }),
        Function("series_outliers", On(
            [Series("series"), Text("kind").OneOf(Methods).KnownToEngine().Optional(), Number("ignore_val").Optional()],
            Reals,
            OutliersSql,
            NullRule.Makes),
            On(
                [Series("series"), Text("kind"), Real("ignore_val"), Real("min_percentile"), Real("max_percentile").Optional(), Integer("test_points").Optional()],
                Reals,
                OutliersSql,
                NullRule.Makes) with
            { Fault = PercentilesFault }).NamedAfterArgument(),
        Function("series_periods_detect", On(
            [Series("series"), Number("min_period"), Number("max_period"), Long("num_periods")],
            KqlType.Unknown,
            a => S.Call("kql_series_periods_detect", a[0], a.Real(1), a.Real(2), a[3]),
            NullRule.Makes) with
        {
            Fields = [new("periods", Reals), new("scores", Reals)],
        }),
    ];

    /// <summary>The page's default of the value to ignore is null, so that a null is no value to ignore.</summary>
    private static SqlCall OutliersSql(LoweringArguments a) =>
        S.Call("kql_series_outliers", a[0], Word(a, 1, "ctukey"), S.Coalesce(a.Real(2, double.NaN), S.Double(double.NaN)), S.Double(10), S.Double(90));

    /// <summary>Percentiles that change nothing: any for "tukey", which ignores them, and the defaults for "ctukey".</summary>
    private static ArgumentFault? PercentilesFault(ImmutableArray<BoundExpression> arguments)
    {
        var kind = (arguments[1] as BoundLiteral)?.Value as string;
        var isDefault = IsNumber(arguments[3], 10) && (arguments.Length == 4 || IsNumber(arguments[4], 90));
        return arguments.Length < 6 && ("tukey".Equals(kind, StringComparison.OrdinalIgnoreCase) || (isDefault && "ctukey".Equals(kind, StringComparison.OrdinalIgnoreCase)))
            ? null
            : new ArgumentFault(3, "percentiles of one's own are not supported: their formula is not documented");

        static bool IsNumber(BoundExpression argument, double number) =>
            argument is BoundLiteral { Value: int or long or double } literal && Convert.ToDouble(literal.Value, CultureInfo.InvariantCulture) == number;
    }

    private static SqlExpression Word(LoweringArguments a, int index, string fallback) =>
        S.String(a.Literal(index) is string word ? word.ToLowerInvariant() : fallback);

    internal static Parameter Series(string name) => Array(name) with { Form = DynamicForm.Reals };
}

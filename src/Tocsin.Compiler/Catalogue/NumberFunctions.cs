using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Mathematics and rounding.</summary>
internal static class NumberFunctions
{
    private static readonly ScalarFunction Bin = Function(
        "bin",
        On([Of(ParameterKind.CommonNumber, "value"), Of(ParameterKind.CommonNumber, "roundTo")], Widest, BinNumber, NullRule.Makes),
        On([DateTime("value"), TimeSpan("roundTo")], KqlType.DateTime, BinTicks, NullRule.Makes),
        On([DateTime("value"), DateTime("roundTo")], KqlType.DateTime, BinTicks, NullRule.Makes),
        On([TimeSpan("value"), TimeSpan("roundTo")], KqlType.TimeSpan, BinTicks, NullRule.Makes)).NamedAfterArgument();

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Bin,
        Bin.Alias("floor"),
        Function(
            "bin_at",
            On(
                [Of(ParameterKind.CommonNumber, "value"), Of(ParameterKind.CommonNumber, "bin_size"), Of(ParameterKind.CommonNumber, "fixed_point")],
                Widest,
                BinAtNumber,
                NullRule.Makes),
            On([TimeSpan("value"), TimeSpan("bin_size"), TimeSpan("fixed_point")], KqlType.TimeSpan, Calls("kql_bin_at_long"), NullRule.Makes),
            On([DateTime("value"), TimeSpan("bin_size"), DateTime("fixed_point")], KqlType.DateTime, Calls("kql_bin_at_datetime"), NullRule.Makes),
            WithoutMeaning([TimeSpan("value"), Number("bin_size"), TimeSpan("fixed_point")], Returns(KqlType.TimeSpan), "a timespan's bins are timespans"),
            WithoutMeaning([DateTime("value"), Of(ParameterKind.Summable, "bin_size"), DateTime("fixed_point")], Returns(KqlType.DateTime), "a datetime's bins are timespans")).NamedAfterArgument(),
        Function(
            "abs",
            On([Integer("x")], KqlType.Long, a => S.Call("kql_abs", a[0])),
            On([Number("x")], Same(0), a => S.Call("abs", a[0])),
            On([TimeSpan("x")], KqlType.TimeSpan, a => S.Call("kql_abs", a[0]))).NamedAfterArgument(),
        Function(
            "round",
            On([Number("number"), Long("precision").Constant().Optional()], Same(0), RoundSql)).NamedAfterArgument(),
        Function(
            "ceiling",
            On([Number("number")], Same(0), CeilingSql)).NamedAfterArgument(),
        Function("sign", On([Number("x")], KqlType.Real, a => S.Cast(S.Call("sign", a[0]), SqlType.Double))),
        Function("isnan", On([Real("number")], KqlType.Bool, Calls("isnan"))),
        Function("isinf", On([Real("number")], KqlType.Bool, Calls("isinf"))),
        Function("isfinite", On([Real("number")], KqlType.Bool, Calls("isfinite"))),
        Function(
            "rand",
            On([], KqlType.Real, _ => S.Call("random"), NullRule.Never),
            On([Integer("number")], KqlType.Real, a => S.Call("floor", S.Multiply(S.Call("random"), S.Cast(a[0], SqlType.Double))))).NamedAfterArgument()
            with { Determinism = Determinism.PerRow },
    ];

    private static SqlExpression RoundSql(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Real => S.Call("kql_round", a[0], a.OrDefault(1, S.BigInt(0))),
        KqlType.Decimal => S.Cast(S.Call("round", a[0], S.Cast(a.OrDefault(1, S.BigInt(0)), SqlType.Integer)), SqlType.Decimal),
        _ when a.Count == 1 => a[0],
        KqlType.Int => S.Call("kql_long_to_int", S.Call("kql_round_long", S.Cast(a[0], SqlType.BigInt), a[1])),
        _ => S.Call("kql_round_long", a[0], a[1]),
    };

    private static SqlExpression CeilingSql(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Real => S.Call("ceil", a[0]),
        KqlType.Decimal => S.Cast(S.Call("ceil", a[0]), SqlType.Decimal),
        _ => a[0],
    };

    private static SqlExpression BinNumber(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long => BinTicks(a),
        KqlType.Decimal => S.Call("kql_decimal_bin", a[0], a[1]),
        _ => BinReal(a),
    };

    private static SqlCall BinReal(LoweringArguments a) => S.Call("kql_bin_real", a.Real(0), a.Real(1));

    private static SqlExpression BinAtNumber(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long => S.Call("kql_bin_at_long", a.All.AsSpan()),
        KqlType.Decimal => S.Call("kql_decimal_bin_at", a.All.AsSpan()),
        _ => S.Call("kql_bin_at_real", a.Real(0), a.Real(1), a.Real(2)),
    };

    /// <summary>
    /// Down to a multiple of the size, also below zero. A positive constant size needs no function of ours: that keeps
    /// hourly grouping a plain integer operation.
    /// </summary>
    private static SqlExpression BinTicks(LoweringArguments a)
    {
        if (a.Literal(1) is long size and > 0)
        {
            var remainder = S.Remainder(a[0], a[1]);
            return a.Type(0).Kind == KqlType.DateTime
                ? S.Subtract(a[0], remainder)
                : S.Call("kql_subtract", a[0], S.If(S.Less(remainder, S.BigInt(0)), S.Add(remainder, a[1]), remainder));
        }

        return S.Call("kql_bin_long", a[0], a[1]);
    }
}

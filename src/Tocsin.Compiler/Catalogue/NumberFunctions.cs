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
        "bin-function",
        On([Of(ParameterKind.CommonNumber, "value"), Of(ParameterKind.CommonNumber, "roundTo")], Widest, BinNumber, NullRule.Makes),
        On([DateTime("value"), TimeSpan("roundTo")], KqlType.DateTime, BinTicks, NullRule.Makes),
        On([TimeSpan("value"), TimeSpan("roundTo")], KqlType.TimeSpan, BinTicks, NullRule.Makes)).NamedAfterArgument();

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Bin,
        Bin.Alias("floor"),
        Function(
            "abs",
            "abs-function",
            On([Integer("x")], KqlType.Long, a => S.Call("kql_abs", a[0])),
            On([Number("x")], Same(0), a => S.Call("abs", a[0])),
            On([TimeSpan("x")], KqlType.TimeSpan, a => S.Call("kql_abs", a[0]))).NamedAfterArgument(),
        Function(
            "round",
            "round-function",
            On([Integer("number"), Long("precision").Constant().Optional()], KqlType.Long, a => a.Count == 1 ? a[0] : S.Call("kql_round_long", a[0], a[1])),
            On([Number("number"), Long("precision").Constant().Optional()], Same(0), a =>
                S.Call("kql_round", S.Cast(a[0], SqlType.Double), a.Or(1, S.BigInt(0))))).NamedAfterArgument(),
        Function(
            "ceiling",
            "ceiling-function",
            On([Integer("x")], KqlType.Long, a => a[0]),
            On([Number("x")], Same(0), a => S.Call("ceil", a[0]))).NamedAfterArgument(),
        Real1("sqrt", a => S.Call("kql_sqrt", a[0])),
        Real1("exp", Calls("exp")),
        Real1("log", a => S.Call("kql_log", a[0])),
        Real1("log10", a => S.Call("kql_log10", a[0])),
        Real1("log2", a => S.Call("kql_log2", a[0])),
        Function("pow", "pow-function", On([Real("base"), Real("exponent")], KqlType.Real, Calls("pow"))).NamedAfterArgument(),
        Function("sign", "sign-function", On([Number("x")], KqlType.Real, a => S.Cast(S.Call("sign", a[0]), SqlType.Double))),
        Function("isnan", "isnan-function", On([Real("number")], KqlType.Bool, Calls("isnan"))),
        Function("isinf", "isinf-function", On([Real("number")], KqlType.Bool, Calls("isinf"))),
        Function("isfinite", "isfinite-function", On([Real("number")], KqlType.Bool, Calls("isfinite"))),
        Function("pi", "pi-function", On([], KqlType.Real, _ => S.Double(Math.PI), NullRule.Never)),
        Function("rand", "rand-function", On([], KqlType.Real, _ => S.Call("random"), NullRule.Never)) with { Determinism = Determinism.PerRow },
    ];

    private static ScalarFunction Real1(string name, ScalarLowering lower) =>
        Function(name, $"{name}-function", On([Real("x")], KqlType.Real, lower, NullRule.Makes)).NamedAfterArgument();

    private static SqlExpression BinNumber(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.Long => BinTicks(a),
        _ => S.Call("kql_bin_real", S.Cast(a[0], SqlType.Double), S.Cast(a[1], SqlType.Double)),
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
                : S.Subtract(a[0], S.Remainder(S.Add(remainder, a[1]), a[1]));
        }

        return S.Call("kql_bin_long", a[0], a[1]);
    }
}

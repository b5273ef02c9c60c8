using System.Collections.Immutable;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Roots, powers, logarithms, angles and distributions: any number in, a real out.</summary>
internal static class MathFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Named("acos"),
        Named("asin"),
        Named("atan"),
        Named("atan2", "y", "x"),
        Named("cos"),
        Named("erf"),
        Named("erfc"),
        Named("exp"),
        Named("exp2"),
        Named("exp10"),
        Named("gamma"),
        Named("log"),
        Named("log10"),
        Named("log2"),
        Named("loggamma"),
        Named("pow", "base", "exponent"),
        Named("sin"),
        Named("sqrt"),
        Named("tan"),
        Real("beta_cdf", "x", "alpha", "beta"),
        Real("beta_inv", "probability", "alpha", "beta"),
        Real("beta_pdf", "x", "alpha", "beta"),
        Real("cot", "number"),
        Real("degrees", "radians"),
        Real("radians", "degrees"),
        Real("welch_test", "mean1", "variance1", "count1", "mean2", "variance2", "count2"),
        Function("pi", On([], KqlType.Real, _ => S.Double(Math.PI), NullRule.Never)),
    ];

    private static ScalarFunction Named(string name, params string[] parameters) => Real(name, parameters is [] ? ["number"] : parameters).NamedAfterArgument();

    private static ScalarFunction Real(string name, params string[] parameters) => Function(name, On(
        [.. parameters.Select(Number)],
        KqlType.Real,
        a => S.Call("kql_" + name, [.. Enumerable.Range(0, a.Count).Select(i => a.Real(i))]),
        NullRule.Makes));
}

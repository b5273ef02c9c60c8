using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>iff, case, coalesce, and the tests for null and empty.</summary>
internal static class ConditionalFunctions
{
    private static readonly ScalarFunction Iff = Function("iff", On(
        [Bool("if"), Of(ParameterKind.CommonScalarOrDynamic, "then"), Of(ParameterKind.CommonScalarOrDynamic, "else")],
        Plain(1),
        a => S.If(a[0], a[1], a[2])) with
    {
        Nulls = NullRule.Makes,
        Fault = a => MixedBranches(a, i => i > 0),
    });

    private static readonly ScalarFunction IsEmpty = Function("isempty", On([Scalar("value")], KqlType.Bool, EmptySql, NullRule.Never));

    private static readonly ScalarFunction IsNotEmpty = Function("isnotempty", On([Scalar("value")], KqlType.Bool, a => S.Not(EmptySql(a)), NullRule.Never));

    private static readonly ScalarFunction IsNull = Function("isnull", On(
        [Scalar("value")], KqlType.Bool, a => a.IsNullable(0) ? S.IsNull(a[0]) : S.False, NullRule.Never)).TakingVersions();

    private static readonly ScalarFunction IsNotNull = Function("isnotnull", On(
        [Scalar("value")], KqlType.Bool, a => a.IsNullable(0) ? S.IsNotNull(a[0]) : S.True, NullRule.Never)).TakingVersions();

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Iff,
        Iff.Alias("iif"),
        Function("case", On(
            [
                Bool("predicate").Repeated(1, 32767),
                Of(ParameterKind.CommonScalarOrDynamic, "then").Repeated(1, 32767),
                Of(ParameterKind.CommonScalarOrDynamic, "else"),
            ],
            Plain(1),
            CaseSql) with
            {
                Nulls = NullRule.Makes,
                Fault = a => MixedBranches(a, i => i % 2 == 1 || i == a.Length - 1),
            }),
        Function("coalesce", On(
            [Of(ParameterKind.CommonScalar, "arg").Repeated(2, 64)],
            Plain(0),
            CoalesceSql) with
            {
                Nulls = NullRule.Makes,
                Fault = a => MixedBranches(a, _ => true),
            }),
        Function(
            "around",
            On([Of(ParameterKind.CommonNumber, "value"), Of(ParameterKind.CommonNumber, "center"), Of(ParameterKind.CommonNumber, "delta")], KqlType.Bool, AroundSql),
            On([DateTime("value"), DateTime("center"), TimeSpan("delta")], KqlType.Bool, AroundSql),
            On([TimeSpan("value"), TimeSpan("center"), TimeSpan("delta")], KqlType.Bool, AroundSql),
            WithoutMeaning([Scalar("value"), Scalar("center"), Scalar("delta")], Returns(KqlType.Bool), "value, center and delta are numbers, or times with a timespan")),
        Function("assert", On([Bool("predicate").KnownToEngine(), Text("message").KnownToEngine()], KqlType.Bool, Calls("kql_assert"))),
        IsEmpty,
        IsNotEmpty,
        IsNotEmpty.Alias("notempty"),
        IsNull,
        IsNotNull,
        IsNotNull.Alias("notnull"),
        Function("max_of", On([Of(ParameterKind.CommonOrderable, "arg").Repeated(2, 64)], Plain(0), Calls("greatest")) with { Nulls = NullRule.Makes }),
        Function("min_of", On([Of(ParameterKind.CommonOrderable, "arg").Repeated(2, 64)], Plain(0), Calls("least")) with { Nulls = NullRule.Makes }),
    ];

    /// <summary>The common type of the branches; a dynamic one is JSON text, whatever shapes met.</summary>
    private static ResultRule Plain(int index) => arguments => (BoundType)arguments[index].Type.Kind;

    /// <summary>At most so far from the centre, without overflow of the sum.</summary>
    private static SqlExpression AroundSql(LoweringArguments a)
    {
        SqlExpression Wide(int index) => a.Type(index).Kind is KqlType.Real or KqlType.Decimal ? a[index] : S.Cast(a[index], SqlType.HugeInt);
        return S.And(S.GreaterOrEqual(Wide(0), S.Subtract(Wide(1), Wide(2))), S.LessOrEqual(Wide(0), S.Add(Wide(1), Wide(2))));
    }

    /// <summary>
    /// Kusto's engine takes values of one type (SEM0525), where the language service makes them dynamic or the wider number;
    /// int stands beside long, and a dynamic value beside any.
    /// </summary>
    private static ArgumentFault? MixedBranches(ImmutableArray<BoundExpression> arguments, Func<int, bool> isBranch)
    {
        KqlType? first = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var kind = arguments[i].Type.Kind == KqlType.Int ? KqlType.Long : arguments[i].Type.Kind;
            if (!isBranch(i) || kind is KqlType.Dynamic or KqlType.Unknown)
            {
                continue;
            }

            first ??= kind;
            if (kind != first)
            {
                return new ArgumentFault(i, $"it is {arguments[i].Type.Kind.Name()} beside {first.Value.Name()}, and Kusto takes values of one type here");
            }
        }

        return null;
    }

    /// <summary>Null conditions count as false, as in SQL's CASE.</summary>
    private static SqlExpression CaseSql(LoweringArguments a)
    {
        var branches = ImmutableArray.CreateBuilder<SqlWhen>();
        for (var i = 0; i + 1 < a.Count; i += 2)
        {
            branches.Add(new SqlWhen(a[i], a[i + 1]));
        }

        return new SqlCase(branches.ToImmutable(), a[a.Count - 1]);
    }

    /// <summary>For strings the first that is not empty: an empty string is what others know as a missing one.</summary>
    private static SqlExpression CoalesceSql(LoweringArguments a) => a.Type(0).Kind == KqlType.String
        ? S.Coalesce([.. a.All.Select(x => S.Call("nullif", x, S.String(string.Empty))), S.String(string.Empty)])
        : S.Coalesce([.. a.All]);

    private static SqlExpression EmptySql(LoweringArguments a) => a.Type(0).Kind switch
    {
        KqlType.String => S.Equal(a[0], S.String(string.Empty)),
        KqlType.Dynamic => S.Equal(Lowering.Conversions.Convert(a[0], KqlType.Dynamic, KqlType.String), S.String(string.Empty)),
        _ => S.IsNull(a[0]),
    };
}

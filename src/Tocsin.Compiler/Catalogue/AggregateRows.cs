using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Aggregates that choose a row: arg_max(), take_any() and their kin.</summary>
internal static class AggregateRows
{
    public static ImmutableArray<AggregateFunction> All { get; } =
    [
        Extreme("arg_max", "arg_max", prefix: null),
        Extreme("arg_min", "arg_min", prefix: null),
        Extreme("argmax", "arg_max", prefix: "max"),
        Extreme("argmin", "arg_min", prefix: "min"),
        Any("take_any", prefix: null),
        Any("any", prefix: "any"),
        AnyIf("take_anyif", prefix: null),
        AnyIf("anyif", prefix: "anyif"),
    ];

    /// <summary>
    /// The overload of one column outside of a struct: a value that is neither null nor empty is taken where there is one
    /// (https://learn.microsoft.com/kusto/query/take-any-aggregation-function).
    /// </summary>
    public static AggregateOverload OneValue { get; } = new([Scalar("expr") with { Form = DynamicForm.Any }], Same(0), a => AnyValue(a, filter: null));

    private static AggregateFunction Extreme(string name, string sqlFunction, string? prefix) => Row(
        name,
        sqlFunction == "arg_max" ? "arg-max-aggregation-function" : "arg-min-aggregation-function",
        AggregateExpansion.ArgExtreme,
        prefix,
        a => S.Coalesce(S.Call(sqlFunction, Struct(a), a[0]), S.Call("any_value", Struct(a))));

    private static AggregateFunction Any(string name, string? prefix) =>
        Row(name, "take-any-aggregation-function", AggregateExpansion.AnyRow, prefix, a => S.Call("any_value", Struct(a))).TakingVersions();

    private static AggregateFunction AnyIf(string name, string? prefix) => new(
        name,
        "take-anyif-aggregation-function",
        [new([Scalar("expr") with { Form = DynamicForm.Any }, Bool("predicate")], Same(0), a => AnyValue(a, a[1]))])
    {
        NamePrefix = prefix,
        Versions = VersionRule.Taken,
    };

    private static AggregateFunction Row(string name, string page, AggregateExpansion expansion, string? prefix, AggregateLowering lower) => new(
        name,
        page,
        [new([Scalar("expr").OrStar().Repeated(1, 32767) with { Form = DynamicForm.Any }], Returns(KqlType.Unknown), lower)])
    {
        NamePrefix = prefix,
        Expansion = expansion,
    };

    private static SqlExpression AnyValue(AggregateArguments a, SqlExpression? filter)
    {
        if (a.Type(0).Kind != KqlType.String)
        {
            return S.Call("any_value", a[0]) with { Filter = filter };
        }

        var present = S.NotEqual(a[0], S.String(string.Empty));
        return S.Coalesce(S.Call("any_value", a[0]) with { Filter = filter is null ? present : S.And(filter, present) }, S.String(string.Empty));
    }

    private static SqlStructLiteral Struct(AggregateArguments a)
    {
        var fields = ImmutableArray.CreateBuilder<SqlStructField>();
        for (var i = 0; i < a.Count; i++)
        {
            fields.Add(new SqlStructField(Binder.RowField(i), a[i]));
        }

        return new SqlStructLiteral(fields.ToImmutable());
    }
}

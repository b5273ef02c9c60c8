using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// Percentiles by the nearest rank (https://learn.microsoft.com/kusto/query/percentiles-aggregation-function). They are
/// exact where Kusto's are estimates for large groups: within its documented error.
/// </summary>
internal static class AggregatePercentiles
{
    private static readonly Parameter Value = Scalar("expr");
    private static readonly Parameter Weight = Integer("weight");
    private static readonly Parameter Percentile = Number("percentile").Constant();
    private static readonly Parameter Percentiles = Array("percentiles").KnownToEngine();

    /// <summary>One of the percentiles that an aggregate gives as a list.</summary>
    private static readonly ScalarFunction ItemAt = Function("percentile", "percentiles-aggregation-function", On(
        [Array("percentiles") with { Form = DynamicForm.Any }, Long("position")], KqlType.Unknown, a => new SqlElement(a[0], a[1]), NullRule.Makes));

    public static ImmutableArray<AggregateFunction> All { get; } =
    [
        Columns("percentile", "percentiles-aggregation-function", [Value, Percentile], first: 1),
        Columns("percentiles", "percentiles-aggregation-function", [Value, Percentile.Repeated(1, 32767)], first: 1),
        Columns("percentilew", "percentilesw-aggregation-function", [Value, Weight, Percentile], first: 2),
        Columns("percentilesw", "percentilesw-aggregation-function", [Value, Weight, Percentile.Repeated(1, 32767)], first: 2),
        InArray("percentiles_array", "percentiles-aggregation-function", [Value], first: 1),
        InArray("percentilesw_array", "percentilesw-aggregation-function", [Value, Weight], first: 2),
    ];

    /// <summary>A column for each percentile; a call with one percentile is a value too, within an expression.</summary>
    private static AggregateFunction Columns(string name, string page, ImmutableArray<Parameter> parameters, int first)
    {
        var list = new AggregateOverload(parameters, a => ListType(Promoted(a)), a => ListSql(a, first));
        return new AggregateFunction(name, page,
        [
            new(parameters, Promoted, a => new SqlElement(ListSql(a, first), S.BigInt(1)))
            {
                Fault = a => Fault(a, first),
                Spread = (call, argument) => Spread(call, argument, list, first),
            },
        ]);
    }

    private static AggregateFunction InArray(string name, string page, ImmutableArray<Parameter> parameters, int first)
    {
        ResultRule type = a => BoundType.ListOf(Promoted(a).Kind) with { Content = DynamicContent.Array };
        return new AggregateFunction(name, page,
        [
            new([.. parameters, Percentile.KnownToEngine().Repeated(1, 32767)], type, a => ArraySql(a, first)) { Fault = a => Fault(a, first) },
            new([.. parameters, Percentiles], type, a => ArraySql(a, first)) { Fault = a => Fault(a, first) },
        ])
        {
            NamePrefix = "percentiles",
        };
    }

    private static ImmutableArray<(string Name, BoundExpression Value)> Spread(BoundAggregate call, string? argument, AggregateOverload overload, int first)
    {
        var type = Promoted(call.Arguments);
        var list = call with { Overload = overload, Type = ListType(type) };
        var single = call.Arguments.Length == first + 1;
        return
        [
            .. Wanted(call.Arguments, first).Select((p, i) => (
                $"percentile_{argument}_{p.ToString(CultureInfo.InvariantCulture).Replace('.', '_')}",
                single ? (BoundExpression)call : ItemAt.Call([list, new BoundLiteral(i + 1L, KqlType.Long, call.Span)], call.Span) with { Type = type })),
        ];
    }

    /// <summary>A native list of any type: it never leaves the query as a dynamic value.</summary>
    private static BoundType ListType(BoundType item) => new(KqlType.Dynamic, new ListShape(item.Kind));

    /// <summary>Of ints the percentile is a long, of decimals a real, as the language service has it.</summary>
    private static BoundType Promoted(ImmutableArray<BoundExpression> arguments) => arguments[0].Type.Kind switch
    {
        KqlType.Int => KqlType.Long,
        KqlType.Decimal => KqlType.Real,
        _ => arguments[0].Type,
    };

    private static ArgumentFault? Fault(ImmutableArray<BoundExpression> arguments, int first)
    {
        if (arguments[0].Type.Kind is KqlType.Dynamic or KqlType.Guid)
        {
            return new ArgumentFault(0, "values of its type have no documented order");
        }

        for (var i = first; i < arguments.Length; i++)
        {
            if (arguments[i] is not BoundLiteral { Value: not null } || Wanted(arguments[i..(i + 1)], 0).Any(p => p is < 0 or > 100))
            {
                return new ArgumentFault(i, "a percentile is a constant from 0 to 100");
            }
        }

        return Wanted(arguments, first).Any() ? null : new ArgumentFault(first, "there is no percentile in it");
    }

    private static IEnumerable<decimal> Wanted(ImmutableArray<BoundExpression> arguments, int first) =>
        arguments.Skip(first).OfType<BoundLiteral>().SelectMany(a => a.Value is DynamicArray list
            ? list.Items.Select(i => OfLiteral((i as DynamicScalar)?.Value))
            : [OfLiteral(a.Value)]);

    /// <summary>What is no number stands outside of the range.</summary>
    private static decimal OfLiteral(object? value) => value switch
    {
        double real => Math.Abs(real) <= 100 ? (decimal)real : -1,
        int or long or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture) / 1.000000000000000000m,
        _ => -1,
    };

    private static SqlExpression ListSql(AggregateArguments a, int first)
    {
        var wanted = Wanted(Bound(a), first);
        var value = Lowering.Conversions.Convert(a[0], a.Type(0), Promoted(Bound(a)).Kind);
        if (first == 1)
        {
            // Written as decimals: the database then finds the rank without the error of binary fractions.
            var fractions = new SqlListLiteral([.. wanted.Select(p => (SqlExpression)new SqlDecimal(p / 100m))]);
            return S.Call("quantile_disc", value, fractions) with { Filter = S.IsNotNull(a[0]) };
        }

        // Weights beside values in the values' order: the rank that is wanted falls on one of them.
        var counts = S.And(S.IsNotNull(a[0]), S.Greater(a[1], S.BigInt(0)));
        ImmutableArray<SqlOrdering> order = Lowering.SelectBuilder.IsLiteral(value) ? [] : [new SqlOrdering(value, IsDescending: false, NullsFirst: true)];
        var values = new SqlCall("list", [value]) { OrderBy = order, Filter = counts };
        var weights = new SqlCall("list", [a[1]]) { OrderBy = order, Filter = counts };
        return new SqlListLiteral([.. wanted.Select(p => (SqlExpression)new SqlElement(values, S.Call("kql_weighted_rank", weights, S.Double((double)p))))]);
    }

    private static SqlExpression ArraySql(AggregateArguments a, int first)
    {
        var type = Promoted(Bound(a)).Kind;
        var list = ListSql(a, first);
        return BoundType.ListOf(type).ItemType is null
            ? S.Call("kql_pack_array", S.Call("list_transform", list, new SqlLambda(["p"], Lowering.Conversions.FromScalar(S.Column("p"), type))))
            : list;
    }

    private static ImmutableArray<BoundExpression> Bound(AggregateArguments a) => [.. Enumerable.Range(0, a.Count).Select(a.Bound)];
}

using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>The aggregates of summarize.</summary>
internal static class AggregateFunctions
{
    private static readonly Parameter Predicate = Bool("predicate");

    // The argument of count() changes nothing: it counts rows, null or not.
    private static readonly AggregateOverload CountRows = new([], Returns(KqlType.Long), _ => S.Call("count", new SqlStar())) { CanBeNull = false };

    public static ImmutableArray<AggregateFunction> All { get; } =
    [
        Aggregate("count", CountRows, new AggregateOverload([Scalar("column")], Returns(KqlType.Long), CountRows.Lower) { CanBeNull = false }).TakingVersions(),
        new("cnt", "count-aggregation-function", [CountRows]),
        Aggregate("countif", new AggregateOverload([Predicate], Returns(KqlType.Long), a => CountSql(a[0])) { CanBeNull = false }).TakingVersions(),
        Aggregate("dcount", new AggregateOverload([Scalar("expr"), Of(ParameterKind.NotDynamic, "accuracy").Optional()], Returns(KqlType.Long), a => DistinctCount(a, null)) { CanBeNull = false }).TakingVersions(),
        Aggregate("dcountif", new AggregateOverload([Scalar("expr"), Predicate, Of(ParameterKind.NotDynamic, "accuracy").Optional()], Returns(KqlType.Long), a => DistinctCount(a, a[1])) { CanBeNull = false }).TakingVersions(),
        Aggregate("count_distinct", new AggregateOverload([Of(ParameterKind.NotDynamic, "expr")], Returns(KqlType.Long), a => DistinctCount(a, null)) { CanBeNull = false }).TakingVersions(),
        Aggregate("count_distinctif", new AggregateOverload([Of(ParameterKind.NotDynamic, "expr"), Predicate], Returns(KqlType.Long), a => DistinctCount(a, a[1])) { CanBeNull = false }).TakingVersions(),
        .. WithIf("sum", [Of(ParameterKind.Summable, "expr")], Promoted, SumSql, canBeNull: true),
        .. WithIf("avg", [Of(ParameterKind.Summable, "expr")], Average, AverageSql, canBeNull: true),
        .. WithIf("min", [Of(ParameterKind.Orderable, "expr")], Same(0), LeastSql, canBeNull: true).Select(f => f.TakingVersions()),
        .. WithIf("max", [Of(ParameterKind.Orderable, "expr")], Same(0), (a, filter) => Filtered(S.Call("max", a[0]), filter), canBeNull: true).Select(f => f.TakingVersions()),
        .. Spread("stdev", "stddev_samp"),
        Spread("stdevp", "stddev_pop").First(),
        .. Spread("variance", "var_samp"),
        .. Spread("variancep", "var_pop"),
        .. Covariance("covariance", "covar_samp"),
        .. Covariance("covariancep", "covar_pop"),
        Bits("binary_all_and", "bit_and"),
        Bits("binary_all_or", "bit_or"),
        Bits("binary_all_xor", "bit_xor"),
        new("passthrough", "aggregation-functions", [new([Scalar("value")], Same(0), _ => throw new InvalidOperationException("passthrough() is refused."))]) { NamePrefix = null, Refusal = "It has no documentation. Use take_any()." },
        .. AggregateCollections.All,
        .. AggregatePercentiles.All,
        .. AggregateRows.All,
        .. AggregateSketches.All,
    ];

    private static SqlCall CountSql(SqlExpression predicate) => S.Call("count", new SqlStar()) with { Filter = predicate };

    /// <summary>
    /// Exact where Kusto's is an estimate within a few per cent beyond small sets: within its documented error
    /// (https://learn.microsoft.com/kusto/query/dcount-aggregation-function).
    /// </summary>
    private static SqlCall DistinctCount(AggregateArguments a, SqlExpression? filter) => S.Call("count", a[0]) with { IsDistinct = true, Filter = filter };

    private static BoundType Promoted(ImmutableArray<BoundExpression> arguments) =>
        arguments[0].Type.Kind == KqlType.Int ? KqlType.Long : arguments[0].Type;

    private static BoundType Average(ImmutableArray<BoundExpression> arguments) =>
        arguments[0].Type.Kind is KqlType.Int or KqlType.Long ? KqlType.Real : arguments[0].Type;

    /// <summary>The sum of nothing is 0. A sum of longs wraps, so it is taken in 128 bits and cut.</summary>
    private static SqlExpression SumSql(AggregateArguments a, SqlExpression? filter)
    {
        var sum = Filtered(S.Call("sum", a[0]), filter);
        return a.Type(0).Kind switch
        {
            KqlType.Int => S.Coalesce(S.Cast(sum, SqlType.BigInt), S.BigInt(0)),
            KqlType.Real => S.Coalesce(sum, S.Double(0)),
            KqlType.Decimal => S.Coalesce(S.Cast(sum, SqlType.Decimal), new SqlDecimal(0)),
            KqlType.DateTime => S.Call("kql_long_to_datetime", S.Coalesce(S.Call("kql_wrap", sum), S.BigInt(0))),
            _ => S.Coalesce(S.Call("kql_wrap", sum), S.BigInt(0)),
        };
    }

    /// <summary>The average of no number is NaN, of no time null.</summary>
    private static SqlExpression AverageSql(AggregateArguments a, SqlExpression? filter)
    {
        var average = Filtered(S.Call("avg", a[0]), filter);
        return a.Type(0).Kind switch
        {
            KqlType.DateTime or KqlType.TimeSpan => S.Call("kql_average_ticks", Filtered(S.Call("sum", a[0]), filter), Filtered(S.Call("count", a[0]), filter)),
            KqlType.Decimal => S.Call(
                "kql_decimal_divide", S.Cast(Filtered(S.Call("sum", a[0]), filter), SqlType.Decimal), S.Cast(Filtered(S.Call("count", a[0]), filter), SqlType.Decimal)),
            _ => S.Coalesce(average, S.Double(double.NaN)),
        };
    }

    /// <summary>min() of a value that has an order, for plans that group.</summary>
    internal static BoundAggregate Least(BoundExpression value) => All.First(f => f.Name == "min").Call([value], value.Span);

    /// <summary>One NaN makes the least NaN too, as it does the greatest.</summary>
    private static SqlExpression LeastSql(AggregateArguments a, SqlExpression? filter)
    {
        var least = Filtered(S.Call("min", a[0]), filter);
        return a.Type(0).Kind == KqlType.Real
            ? S.If(Filtered(S.Call("bool_or", S.Call("isnan", a[0])), filter), S.Double(double.NaN), least)
            : least;
    }

    /// <summary>How far numbers are spread: 0 for one and for none; NaN where DuckDB would fail on squares that overflow or meet infinity.</summary>
    private static SqlExpression SpreadSql(string function, AggregateArguments a, SqlExpression? filter) => a.Type(0).Kind == KqlType.Real
        ? S.If(
            S.Coalesce(Filtered(S.Call("bool_or", S.Not(S.Less(S.Call("abs", a[0]), S.Double(1e150)))), filter), S.False),
            S.Double(double.NaN),
            FiniteSpreadSql(function, a, S.And(S.Less(S.Call("abs", a[0]), S.Double(1e150)), filter ?? S.True)))
        : FiniteSpreadSql(function, a, filter);

    private static SqlExpression FiniteSpreadSql(string function, AggregateArguments a, SqlExpression? filter) =>
        S.Coalesce(Filtered(S.Call(function, S.Cast(a[0], SqlType.Double)), filter), S.Double(0));

    private static IEnumerable<AggregateFunction> Spread(string name, string function) =>
        WithIf(name, [Of(ParameterKind.Summable, "expr")], Returns(KqlType.Real), (a, filter) => SpreadSql(function, a, filter), canBeNull: false);

    private static IEnumerable<AggregateFunction> Covariance(string name, string function) => WithIf(
        name,
        [Of(ParameterKind.Summable, "expr1"), Of(ParameterKind.Summable, "expr2")],
        Returns(KqlType.Real),
        (a, filter) => CovarianceSql(function, a, filter),
        canBeNull: false);

    private static SqlExpression CovarianceSql(string function, AggregateArguments a, SqlExpression? filter) =>
        S.Coalesce(Filtered(S.Call(function, S.Cast(a[0], SqlType.Double), S.Cast(a[1], SqlType.Double)), filter), S.Double(0));

    /// <summary>Integers bit by bit, times as their ticks; fractions have no bits to speak of.</summary>
    private static AggregateFunction Bits(string name, string function) => Aggregate(
        name,
        new AggregateOverload([Of(ParameterKind.Summable, "expr")], Same(0), a => S.Call(function, a[0]))
        {
            Fault = a => !a[0].Type.Kind.IsInteger() ? new ArgumentFault(0, "its bits have no documented meaning; convert it with tolong()") : null,
        }) with
    {
        NamePrefix = null,
    };

    private static SqlCall Filtered(SqlCall call, SqlExpression? filter) => filter is null ? call : call with { Filter = filter };

    /// <summary>An aggregate, and the same of the rows that fulfil a condition.</summary>
    private static IEnumerable<AggregateFunction> WithIf(
        string name, ImmutableArray<Parameter> parameters, ResultRule result, Func<AggregateArguments, SqlExpression?, SqlExpression> lower, bool canBeNull)
    {
        yield return Aggregate(name, new AggregateOverload(parameters, result, a => lower(a, null)) { CanBeNull = canBeNull });
        yield return Aggregate($"{name}if", new AggregateOverload([.. parameters, Predicate], result, a => lower(a, a[parameters.Length])) { CanBeNull = canBeNull });
    }
}

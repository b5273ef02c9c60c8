using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>The aggregates of summarize.</summary>
internal static class AggregateFunctions
{
    /// <summary>How many items make_list() and make_set() keep unless told (https://learn.microsoft.com/kusto/query/make-list-aggregation-function).</summary>
    private const long DefaultMaxSize = 1_048_576;

    private static readonly Parameter Predicate = Bool("predicate");

    public static ImmutableArray<AggregateFunction> All { get; } =
    [
        Count("count"),
        new("cnt", "count-aggregation-function", [new([], Returns(KqlType.Long), _ => S.Call("count", new SqlStar())) { CanBeNull = false }]),
        new("countif", "countif-aggregation-function", [new([Predicate], Returns(KqlType.Long), a => CountSql(a[0])) { CanBeNull = false }]),
        new("dcount", "dcount-aggregation-function", [new([Scalar("expr"), Of(ParameterKind.NotDynamic, "accuracy").Optional()], Returns(KqlType.Long), a => DistinctCount(a, null)) { CanBeNull = false }]),
        new("dcountif", "dcountif-aggregation-function", [new([Scalar("expr"), Predicate, Of(ParameterKind.NotDynamic, "accuracy").Optional()], Returns(KqlType.Long), a => DistinctCount(a, a[1])) { CanBeNull = false }]),
        new("count_distinct", "count-distinct-aggregation-function", [new([Of(ParameterKind.NotDynamic, "expr")], Returns(KqlType.Long), a => DistinctCount(a, null)) { CanBeNull = false }]),
        new("count_distinctif", "count-distinctif-aggregation-function", [new([Of(ParameterKind.NotDynamic, "expr"), Predicate], Returns(KqlType.Long), a => DistinctCount(a, a[1])) { CanBeNull = false }]),
        .. WithIf("sum", [Of(ParameterKind.Summable, "expr")], Promoted, SumSql, canBeNull: true),
        .. WithIf("avg", [Of(ParameterKind.Summable, "expr")], Average, AverageSql, canBeNull: true),
        .. WithIf("min", [Of(ParameterKind.Orderable, "expr")], Same(0), LeastSql, canBeNull: true),
        .. WithIf("max", [Of(ParameterKind.Orderable, "expr")], Same(0), (a, filter) => Filtered(S.Call("max", a[0]), filter), canBeNull: true),
        .. WithIf("stdev", [Of(ParameterKind.Summable, "expr")], Returns(KqlType.Real), Deviation("stddev_samp"), canBeNull: true),
        .. WithIf("variance", [Of(ParameterKind.Summable, "expr")], Returns(KqlType.Real), Deviation("var_samp"), canBeNull: true),
        List("make_list", hasPredicate: false),
        List("makelist", hasPredicate: false),
        List("make_list_if", hasPredicate: true),
        Set("make_set", hasPredicate: false),
        Set("makeset", hasPredicate: false),
        Set("make_set_if", hasPredicate: true),
        Row("arg_max", AggregateExpansion.ArgExtreme, a => Extreme("arg_max", a)),
        Row("arg_min", AggregateExpansion.ArgExtreme, a => Extreme("arg_min", a)),
        Row("take_any", AggregateExpansion.AnyRow, AnyRow),
        Row("any", AggregateExpansion.AnyRow, AnyRow) with { NamePrefix = "any" },
    ];

    private static AggregateFunction Count(string name) => new(name, "count-aggregation-function",
    [
        new([], Returns(KqlType.Long), _ => S.Call("count", new SqlStar())) { CanBeNull = false },

        // The argument changes nothing: count() counts rows, null or not.
        new([Scalar("column")], Returns(KqlType.Long), _ => S.Call("count", new SqlStar())) { CanBeNull = false },
    ]);

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
            KqlType.Decimal => S.Cast(average, SqlType.Decimal),
            _ => S.Coalesce(average, S.Double(double.NaN)),
        };
    }

    /// <summary>One NaN makes the least NaN too, as it does the greatest.</summary>
    private static SqlExpression LeastSql(AggregateArguments a, SqlExpression? filter)
    {
        var least = Filtered(S.Call("min", a[0]), filter);
        return a.Type(0).Kind == KqlType.Real
            ? S.If(Filtered(S.Call("bool_or", S.Call("isnan", a[0])), filter), S.Double(double.NaN), least)
            : least;
    }

    /// <summary>DuckDB fails where squares overflow or meet infinity: NaN there.</summary>
    private static Func<AggregateArguments, SqlExpression?, SqlExpression> Deviation(string function) => (a, filter) => a.Type(0).Kind == KqlType.Real
        ? S.If(
            S.Coalesce(Filtered(S.Call("bool_or", S.Not(S.Less(S.Call("abs", a[0]), S.Double(1e150)))), filter), S.False),
            S.Double(double.NaN),
            DeviationSql(function, a, S.And(S.Less(S.Call("abs", a[0]), S.Double(1e150)), filter ?? S.True)))
        : DeviationSql(function, a, filter);

    private static SqlExpression DeviationSql(string function, AggregateArguments a, SqlExpression? filter) =>
        S.Coalesce(Filtered(S.Call(function, S.Cast(a[0], SqlType.Double)), filter), S.If(S.Greater(Filtered(S.Call("count", a[0]), filter), S.BigInt(0)), S.Double(0), S.Double(double.NaN)));

    private static SqlCall Filtered(SqlCall call, SqlExpression? filter) => filter is null ? call : call with { Filter = filter };

    private static IEnumerable<AggregateFunction> WithIf(
        string name, ImmutableArray<Parameter> parameters, ResultRule result, Func<AggregateArguments, SqlExpression?, SqlExpression> lower, bool canBeNull)
    {
        yield return new AggregateFunction(name, $"{name}-aggregation-function", [new(parameters, result, a => lower(a, null)) { CanBeNull = canBeNull }]);
        yield return new AggregateFunction($"{name}if", $"{name}if-aggregation-function", [new([.. parameters, Predicate], result, a => lower(a, a[parameters.Length])) { CanBeNull = canBeNull }]);
    }

    private static AggregateFunction List(string name, bool hasPredicate) => Collection(name, "list", "make-list-aggregation-function", hasPredicate, isDistinct: false);

    private static AggregateFunction Set(string name, bool hasPredicate) => Collection(name, "set", "make-set-aggregation-function", hasPredicate, isDistinct: true);

    private static AggregateFunction Collection(string name, string prefix, string page, bool hasPredicate, bool isDistinct)
    {
        var limitIndex = hasPredicate ? 2 : 1;
        ImmutableArray<Parameter> parameters = [Scalar("expr") with { Form = DynamicForm.Any }, .. hasPredicate ? new[] { Predicate } : [], Integer("maxSize").Constant().Optional()];
        return new AggregateFunction(name, page,
        [
            new(parameters, Collected, a => CollectionSql(a, hasPredicate ? a[1] : null, a.Count > limitIndex ? a[limitIndex] : null, isDistinct))
            {
                CanBeNull = false,
                IsOrderSensitive = !isDistinct,
            },
        ])
        {
            NamePrefix = prefix,
        };
    }

    private static BoundType Collected(ImmutableArray<BoundExpression> arguments) => arguments[0].Type switch
    {
        { Shape: ScalarShape scalar } => BoundType.ListOf(scalar.Item),
        { Kind: KqlType.Dynamic } => KqlType.Dynamic,
        var type => BoundType.ListOf(type.Kind),
    };

    /// <summary>Nulls are left out; a limit that is given keeps the first items.</summary>
    private static SqlExpression CollectionSql(AggregateArguments a, SqlExpression? predicate, SqlExpression? maxSize, bool isDistinct)
    {
        var type = a.Type(0);
        var isJson = Collected([a.Bound(0)]).Shape is JsonShape;
        var item = isJson ? JsonItem(a[0], type) : a[0];
        var notNull = a.IsNullable(0) ? S.IsNotNull(item) : null;
        var conditions = new[] { predicate, notNull }.OfType<SqlExpression>().ToArray();
        var call = new SqlCall("list", [item])
        {
            IsDistinct = isDistinct,
            OrderBy = a.RowOrder,
            Filter = conditions.Length == 0 ? null : S.And(conditions),
        };
        var itemType = isJson ? SqlType.Varchar : Conversions.SqlTypeOf(type.Shape is ScalarShape scalar ? scalar.Item : type);
        var list = S.Coalesce(call, S.Cast(S.List(), SqlType.ListOf(itemType)));
        var limit = maxSize is null or SqlNull or SqlCast { Operand: SqlNull } ? S.BigInt(DefaultMaxSize) : maxSize;
        var limited = new SqlSlice(list, S.Integer(1), limit);
        return isJson ? S.Call(isDistinct ? "kql_dynamic_set" : "kql_dynamic_list", limited) : limited;
    }

    private static SqlExpression JsonItem(SqlExpression value, BoundType type) =>
        type.IsDynamic ? Conversions.ToJson(value, type) : Conversions.FromScalar(value, type.Kind);

    private static AggregateFunction Row(string name, AggregateExpansion expansion, AggregateLowering lower) => new(
        name,
        $"{name.Replace('_', '-')}-aggregation-function",
        [new([Scalar("expr").OrStar().Repeated(1, 32767) with { Form = DynamicForm.Any }], Returns(KqlType.Unknown), lower)])
    {
        NamePrefix = null,
        Expansion = expansion,
    };

    /// <summary>Where every key is null any row stands.</summary>
    private static SqlExpression Extreme(string function, AggregateArguments a) =>
        S.Coalesce(S.Call(function, Struct(a), a[0]), S.Call("any_value", Struct(a)));

    private static SqlExpression AnyRow(AggregateArguments a) => S.Call("any_value", Struct(a));

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

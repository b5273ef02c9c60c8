using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Aggregates that gather values: lists, sets, bags, a schema.</summary>
internal static class AggregateCollections
{
    /// <summary>How many items they keep unless told (https://learn.microsoft.com/kusto/query/make-list-aggregation-function).</summary>
    private const long DefaultMaxSize = 1_048_576;

    /// <summary>The same of makelist(), makeset() and make_dictionary(), which are deprecated (https://learn.microsoft.com/kusto/query/make-list-aggregation-function).</summary>
    private const long DeprecatedMaxSize = 128;

    private static readonly Parameter Predicate = Bool("predicate");

    private static readonly AggregateFunction Rows = new("row_list", "window-functions",
    [
        new([Scalar("expr")], arguments => BoundType.ListOf(arguments[0].Type.Kind), a => S.Coalesce(
            new SqlCall("list", [a[0]]) { OrderBy = a.RowOrder },
            S.Cast(S.List(), SqlType.ListOf(Conversions.SqlTypeOf(a.Type(0))))))
        {
            CanBeNull = false,
            IsOrderSensitive = true,
        },
    ]);

    /// <summary>Every row's value in order, nulls too, without a limit; all such lists of a group have one order.</summary>
    public static BoundAggregate AllRows(BoundExpression value) => Rows.Call([value], value.Span);

    public static ImmutableArray<AggregateFunction> All { get; } =
    [
        List("make_list", hasPredicate: false),
        List("makelist", hasPredicate: false, DeprecatedMaxSize),
        List("make_list_if", hasPredicate: true),
        Aggregate("make_list_with_nulls", new AggregateOverload(
            [Scalar("expr") with { Form = DynamicForm.Any }], Collected, a => CollectionSql(a, null, null, isDistinct: false, keepsNulls: true))
            {
                CanBeNull = false,
                IsOrderSensitive = true,
            }) with
            { NamePrefix = "list" },
        Set("make_set", hasPredicate: false),
        Set("makeset", hasPredicate: false, DeprecatedMaxSize),
        Set("make_set_if", hasPredicate: true),
        Bag("make_bag", "bag", hasPredicate: false, DefaultMaxSize),
        Bag("make_bag_if", "bag", hasPredicate: true, DefaultMaxSize),
        Bag("make_dictionary", "dictionary", hasPredicate: false, DeprecatedMaxSize),
        Aggregate("buildschema", new AggregateOverload(
            [Of(ParameterKind.DynamicBag, "expr")], Returns(BoundType.Bag), a => S.Call("kql_build_schema", Listed(a, a[0], filter: null))) { IsOrderSensitive = true }) with
            { NamePrefix = "schema" },
    ];

    private static AggregateFunction List(string name, bool hasPredicate, long? defaultSize = null) =>
        Collection(name, "list", "make-list-aggregation-function", hasPredicate, isDistinct: false, defaultSize);

    private static AggregateFunction Set(string name, bool hasPredicate, long? defaultSize = null) =>
        Collection(name, "set", "make-set-aggregation-function", hasPredicate, isDistinct: true, defaultSize);

    private static AggregateFunction Collection(string name, string prefix, string page, bool hasPredicate, bool isDistinct, long? defaultSize)
    {
        ImmutableArray<Parameter> parameters = Sized(Scalar("expr") with { Form = DynamicForm.Any }, hasPredicate);
        return new AggregateFunction(name, page,
        [
            new(parameters, Collected, a => CollectionSql(a, hasPredicate ? a[1] : null, MaxSize(a, hasPredicate) ?? (defaultSize is { } size ? S.BigInt(size) : null), isDistinct, keepsNulls: false))
            {
                CanBeNull = false,
                IsOrderSensitive = true,
            },
        ])
        {
            NamePrefix = prefix,
        };
    }

    /// <summary>Of a key in several bags the first value stays; what is no bag adds nothing.</summary>
    private static AggregateFunction Bag(string name, string prefix, bool hasPredicate, long defaultSize)
    {
        var parameters = Sized(Of(ParameterKind.DynamicBag, "expr"), hasPredicate);
        return new AggregateFunction(name, hasPredicate ? "make-bag-if-aggregation-function" : "make-bag-aggregation-function",
        [
            new(parameters, Returns(BoundType.Bag), a => S.Coalesce(
                S.Call("kql_bag_merge_limited", Listed(a, a[0], hasPredicate ? a[1] : null), MaxSize(a, hasPredicate) is { } size ? S.Cast(size, SqlType.BigInt) : S.BigInt(defaultSize)),
                S.String("{}")))
            {
                CanBeNull = false,
                IsOrderSensitive = true,
            },
        ])
        {
            NamePrefix = prefix,
        };
    }

    private static ImmutableArray<Parameter> Sized(Parameter value, bool hasPredicate) =>
        [value, .. hasPredicate ? new[] { Predicate } : [], Integer("maxSize").KnownToEngine().Optional()];

    private static SqlExpression? MaxSize(AggregateArguments a, bool hasPredicate)
    {
        var index = hasPredicate ? 2 : 1;
        return a.Count > index ? a[index] : null;
    }

    private static SqlCall Listed(AggregateArguments a, SqlExpression item, SqlExpression? filter) =>
        new("list", [item]) { OrderBy = a.RowOrder, Filter = filter };

    private static BoundType Collected(ImmutableArray<BoundExpression> arguments) =>
        BoundType.ListOf(arguments[0].Type.Shape is ScalarShape scalar ? scalar.Item : arguments[0].Type.Kind) with { Content = DynamicContent.Array };

    /// <summary>
    /// Nulls are left out unless asked for, those of dynamic values stay; a limit that is given keeps the first items.
    /// </summary>
    private static SqlExpression CollectionSql(AggregateArguments a, SqlExpression? predicate, SqlExpression? maxSize, bool isDistinct, bool keepsNulls)
    {
        var type = a.Type(0);
        var isJson = Collected([a.Bound(0)]).Shape is JsonShape;
        var item = isJson ? JsonItem(a[0], type) : a[0];
        if (type.IsDynamic && !isDistinct && isJson)
        {
            // A null among dynamic values is a value like any other.
            (item, keepsNulls) = (S.Coalesce(item, S.String("null")), true);
        }

        var itemType = type.Shape is ScalarShape scalar ? scalar.Item : type.Kind;
        var limit = maxSize is SqlNull or SqlCast { Operand: SqlNull } ? null : maxSize;
        var most = limit ?? S.BigInt(DefaultMaxSize);
        SqlExpression list;

        // The database gives an aggregate of ours no rows in order: sorted ones are gathered first.
        if (isDistinct && a.RowOrder.IsEmpty)
        {
            list = SetSql(isJson ? KqlType.String : itemType, item, predicate, isJson ? null : limit);
        }
        else
        {
            var notNull = a.IsNullable(0) && !keepsNulls ? S.IsNotNull(item) : null;
            var conditions = new[] { predicate, notNull }.OfType<SqlExpression>().ToArray();
            SqlExpression call = new SqlCall("list", [item]) { OrderBy = a.RowOrder, Filter = conditions.Length == 0 ? null : S.And(conditions) };
            call = isDistinct ? S.Call("kql_list_set", call) : call;
            var empty = S.Cast(S.List(), SqlType.ListOf(isJson ? SqlType.Varchar : Conversions.SqlTypeOf(itemType)));
            list = isJson ? S.Coalesce(call, empty) : new SqlSlice(S.Coalesce(call, empty), S.Integer(1), most);
        }

        // The items of arrays count, and not the arrays.
        return isJson ? S.Call(isDistinct ? "kql_dynamic_set" : "kql_dynamic_list", list, most) : list;
    }

    /// <summary>
    /// The aggregate of ours leaves nulls out, gives an empty list where there was nothing, and keeps no more values than it
    /// is told.
    /// </summary>
    private static SqlExpression SetSql(KqlType itemType, SqlExpression item, SqlExpression? predicate, SqlExpression? limit)
    {
        var size = limit is SqlInteger { Value: > 0 and <= DefaultMaxSize } number ? S.Integer((int)number.Value) : null;
        var name = SetFunction(itemType);
        var call = (size is null ? S.Call(name, item) : S.Call($"{name}_limited", item, size)) with { Filter = predicate };
        return size is null && limit is not null ? new SqlSlice(call, S.Integer(1), limit) : call;
    }

    /// <summary>The aggregate that keeps the order in which values first came.</summary>
    private static string SetFunction(KqlType item) => item switch
    {
        KqlType.String => "kql_make_set_text",
        KqlType.Bool => "kql_make_set_bool",
        KqlType.Int => "kql_make_set_int",
        KqlType.Real => "kql_make_set_real",
        _ => "kql_make_set_long",
    };

    private static SqlExpression JsonItem(SqlExpression value, BoundType type) =>
        type.IsDynamic ? Conversions.ToJson(value, type) : Conversions.FromScalar(value, type.Kind);
}

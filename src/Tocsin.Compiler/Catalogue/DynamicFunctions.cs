using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of dynamic values: JSON, arrays, property bags.</summary>
internal static class DynamicFunctions
{
    /// <summary><c>d.name</c> and <c>d['name']</c>.</summary>
    public static readonly ScalarFunction Property = Function("[]", "scalar-data-types/dynamic", On(
        [Dynamic("value"), Text("name")], KqlType.Dynamic, Calls("kql_dynamic_property"), NullRule.Makes));

    /// <summary><c>d[0]</c>, from 0, negative from the end.</summary>
    public static readonly ScalarFunction Element = Function("[]", "scalar-data-types/dynamic", On(
        [Dynamic("value") with { Form = DynamicForm.Any }, Integer("index")],
        arguments => arguments[0].Type.ItemType is { } item ? BoundType.DynamicOf(item) : KqlType.Dynamic,
        ElementSql,
        NullRule.Makes));

    /// <summary><c>d[x]</c> where x is itself dynamic: a property's name or a position.</summary>
    public static readonly ScalarFunction DynamicElement = Function("[]", "scalar-data-types/dynamic", On(
        [Dynamic("value"), Dynamic("key")], KqlType.Dynamic, Calls("kql_dynamic_at"), NullRule.Makes));

    /// <summary>A bag as an array of [name, value], which is how mv-expand kind=array takes it.</summary>
    private static readonly ScalarFunction BagPairs = Function("pairs", "mv-expand-operator", On([Dynamic("value")], KqlType.Dynamic, Calls("kql_bag_pairs"), NullRule.Makes));

    private static readonly ScalarFunction AsDynamic = Function("todynamic", On(
        [Scalar("value") with { Form = DynamicForm.Json }],
        KqlType.Dynamic,
        a => a.Type(0).IsDynamic ? a[0] : Conversions.FromScalar(a[0], a.Type(0).Kind)));

    /// <summary>A native list of strings made of scalars; not callable from KQL.</summary>
    private static readonly ScalarFunction ListOfStrings = Function("strings", "scalar-data-types/dynamic", On(
        [Text("item").Repeated(0, int.MaxValue)],
        BoundType.ListOf(KqlType.String),
        a => a.Count == 0 ? S.Cast(S.List(), SqlType.ListOf(SqlType.Varchar)) : new SqlListLiteral(a.All),
        NullRule.Never));

    private static readonly ScalarFunction ParseJson = Function(
        "parse_json",
        On([Text("json")], KqlType.Dynamic, Calls("kql_parse_json"), NullRule.Makes),
        On([Dynamic("json") with { Form = DynamicForm.Any }], Same(0), a => a[0], NullRule.Makes)).NamedAfterArgument();

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        ParseJson,
        ParseJson.Alias("parsejson"),
        ParseJson.Alias("todynamic"),
        ParseJson.Alias("toobject"),
        Function("gettype", On([Scalar("value")], KqlType.String, TypeName, NullRule.Never)).NamedWith("type").TakingVersions(),
        Function("pack_array", On(
            [Scalar("value").OrStar().Repeated(1, 32767)],
            BoundType.Array,
            a => S.Call("kql_pack_array", new SqlListLiteral([.. Enumerable.Range(0, a.Count).Select(i => a.Json(i))])),
            NullRule.Never)),
        Function("dynamic_to_json", On(
            [Scalar("dynamic")], KqlType.String, a => S.Call("kql_dynamic_to_json", a.Json(0)))),
    ];

    /// <summary>A scalar as a dynamic value, as datatables and list operators need it.</summary>
    public static BoundExpression ToDynamic(BoundExpression expression) => expression.Type.IsDynamic
        ? expression
        : AsDynamic.Call([expression], expression.Span);

    /// <summary>The value with its bags as arrays of pairs; what is known to be no bag stays.</summary>
    public static BoundExpression Pairs(BoundExpression expression) => expression.Type.Shape is JsonShape
        ? BagPairs.Call([expression], expression.Span)
        : expression;

    /// <summary>A dynamic value of whatever shape as JSON text.</summary>
    public static BoundExpression AsJson(BoundExpression expression) =>
        expression.Type.Shape is JsonShape ? expression : AsDynamic.Call([expression], expression.Span);

    public static BoundExpression StringList(ImmutableArray<BoundExpression> items, TextSpan span) =>
        items.All(i => i is BoundLiteral)
            ? new BoundLiteral(new DynamicArray([.. items.Select(i => (DynamicLiteral)new DynamicScalar(KqlType.String, ((BoundLiteral)i).Value))]), KqlType.Dynamic, span)
            : ListOfStrings.Call(items, span);

    private static SqlExpression ElementSql(LoweringArguments a)
    {
        if (a.Type(0).ItemType is null)
        {
            return S.Call("kql_dynamic_element", Conversions.ToJson(a[0], a.Type(0)), a[1]);
        }

        // SQL lists count from 1; both sides count negative positions from the end.
        return a.Literal(1) is long index
            ? new SqlElement(a[0], S.BigInt(index < 0 ? index : index + 1))
            : new SqlElement(a[0], S.If(S.Less(a[1], S.BigInt(0)), a[1], S.Add(a[1], S.BigInt(1))));
    }

    private static SqlExpression TypeName(LoweringArguments a) => a.Type(0).IsDynamic
        ? S.Coalesce(S.Call("kql_dynamic_type", a[0]), S.String("null"))
        : S.String(a.Type(0).Kind == KqlType.Real ? "real" : a.Type(0).Kind.Name());
}

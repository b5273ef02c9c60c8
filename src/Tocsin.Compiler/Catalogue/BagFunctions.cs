using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of dynamic property bags.</summary>
internal static class BagFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Pack("bag_pack"),
        Pack("pack"),
        Pack("pack_dictionary"),
        Function("bag_keys", On([Bag("object")], BoundType.Array, Calls("kql_bag_keys"), NullRule.Makes)),
        Function("bag_merge", On(
            [Bag("bag").Repeated(2, 64)], BoundType.Bag, a => S.Call("kql_bag_merge", new SqlListLiteral(a.All)), NullRule.Makes)),
        Function("bag_has_key", On([Bag("bag"), Text("key")], KqlType.Bool, Calls("kql_bag_has_key"), NullRule.Makes)),
        Function("bag_remove_keys", On([Bag("bag"), Array("keys")], BoundType.Bag, Calls("kql_bag_remove_keys"), NullRule.Makes)),
        Function("bag_set_key", On(
            [Bag("bag"), Text("key").Constant(), Scalar("value")],
            BoundType.Bag,
            a => S.Call("kql_bag_set_key", a[0], a[1], a.JsonOrNull(2)),
            NullRule.Makes)),
        Function("bag_zip", On([Array("keys"), Array("values")], BoundType.Bag, Calls("kql_bag_zip"), NullRule.Makes)),
        Function("treepath", On([Bag("object")], BoundType.Array, Calls("kql_treepath"), NullRule.Makes)).NamedWith("tree"),
    ];

    private static ScalarFunction Pack(string name) => Function(name, "pack-function", On(
        [Text("key").Repeated(1, 32767), Scalar("value").Repeated(1, 32767)],
        BoundType.Bag,
        Packs("kql_bag_pack"),
        NullRule.Never));

    /// <summary>A function of names and of values as JSON, which the arguments are in turns.</summary>
    internal static ScalarLowering Packs(string function) => a => S.Call(
        function,
        new SqlListLiteral([.. Enumerable.Range(0, a.Count / 2).Select(i => a[2 * i])]),
        new SqlListLiteral([.. Enumerable.Range(0, a.Count / 2).Select(i => a.Json((2 * i) + 1))]));
}

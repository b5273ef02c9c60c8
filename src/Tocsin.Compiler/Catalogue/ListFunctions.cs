using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>The lists of in, has_any and their kin, where they are known only at run time; not callable from KQL.</summary>
internal static class ListFunctions
{
    private static readonly ScalarFunction Items = Function("items", "in-cs-operator", On(
        [Scalar("item").Repeated(1, int.MaxValue)],
        KqlType.Dynamic,
        a => S.Call("kql_dynamic_list", new SqlListLiteral([.. Enumerable.Range(0, a.Count).Select(i => a.JsonOrNull(i))]), S.BigInt(long.MaxValue)),
        NullRule.Never));

    /// <summary>One list of values and of the items of arrays among them: "nested arrays are flattened" (in-cs-operator.md).</summary>
    public static BoundExpression Of(ImmutableArray<BoundExpression> items, TextSpan span) => items is [{ Type.IsDynamic: true } only]
        ? only
        : Items.Call([.. items.Select(DynamicFunctions.AsJson)], span);
}

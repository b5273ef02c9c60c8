using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions that read neighbouring rows of serialized data (https://learn.microsoft.com/kusto/query/window-functions).</summary>
internal static class WindowFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Neighbour("prev", "lag"),
        Neighbour("next", "lead"),
        Function("row_number", "row-number-function", On(
            [Long("startingIndex").Optional()],
            KqlType.Long,
            a => S.Call("kql_add", Over(S.Call("row_number"), a), S.Call("kql_subtract", a.Or(0, S.BigInt(1)), S.BigInt(1))),
            NullRule.Never)) with { IsWindow = true },
    ];

    private static ScalarFunction Neighbour(string name, string sqlFunction) => Function(name, $"{name}-function", On(
        [Scalar("column") with { Form = DynamicForm.Any }, Long("offset").Constant().Optional(), Scalar("default_value").Constant().Optional()],
        Same(0),
        a => Over(
            a.Count < 3 ? S.Call(sqlFunction, a[0], a.Or(1, S.BigInt(1))) : S.Call(sqlFunction, a[0], a[1], a[2]),
            a),
        NullRule.Makes)) with
    { IsWindow = true };

    private static SqlWindow Over(SqlCall call, LoweringArguments a) => new(call, [], a.RowOrder);
}

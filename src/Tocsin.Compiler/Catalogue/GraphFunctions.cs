using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Algorithms over whole graphs; not callable from KQL.</summary>
internal static class GraphFunctions
{
    /// <summary>Of each node the number of its component: of the sources, targets and nodes as lists.</summary>
    public static readonly ScalarFunction Components = Function("components", "graph-mark-components-operator", On(
        [List("sources"), List("targets"), List("nodes"), Bool("is_strong")], BoundType.ListOf(KqlType.Long), Calls("kql_graph_components")));

    private static Parameter List(string name) => Dynamic(name) with { Form = DynamicForm.Any };
}
